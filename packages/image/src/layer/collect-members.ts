import type { ImageLimits } from '../limits.ts';
import type { TarEntry } from '../tar/tar-entry.ts';
import { type AcceptsHead, createTarReader, type TarReader } from '../tar/tar-reader.ts';
import type { Condenser, Keeping } from './condenser.ts';
import { normalizePath } from './entry-path.ts';
import type { FileInspector } from './file-inspector.ts';
import { createInspection, type LayerFinding } from './inspection.ts';
import type { FileBody, LayerEntry } from './layer-entry.ts';
import { createNoteList, type LayerNote } from './layer-note.ts';
import { isMarker } from './whiteout.ts';

/** What the layers of an image may still use; shared by all of them. */
export interface Budget {
  bytes: number;
  entries: number;
  contentBytes: number;
}

/** Decides what is kept of a file's content while the layer goes by; undefined for nothing. */
export type KeepBody = (path: string, entry: TarEntry, ordinal: number) => Keeping | undefined;

export interface MemberCollection {
  readonly limits: ImageLimits;
  readonly budget: Budget;
  readonly keepBody: KeepBody;
  readonly inspectors: readonly FileInspector[];
}

/** The members of a layer, in the order of its tar. */
export interface LayerMembers {
  readonly entries: readonly LayerEntry[];
  /** Members of the tar, those included that are not listed. */
  readonly members: number;
  readonly findings: readonly LayerFinding[];
  readonly notes: readonly LayerNote[];
  /** False when contents were passed over for what other layers had used: alone, it would have given more. */
  readonly isAllKept: boolean;
}

/** Takes the bytes of a layer's tar; `members` is what came of them so far. */
export interface MemberCollector {
  readonly reader: TarReader;
  readonly members: () => LayerMembers;
}

/** Lists the members of the layer with the index `layer`, keeps the contents that are wanted and shows files to inspectors. */
export function collectMembers(layer: number, collection: MemberCollection): MemberCollector {
  const { limits, budget, keepBody, inspectors } = collection;
  const entries: LayerEntry[] = [];
  const notes = createNoteList();
  const inspection = createInspection(inspectors, limits);
  let isAllKept = true;
  let ordinal = -1;
  let current: FileBody | undefined;
  let condenser: Condenser | undefined;

  const reader = createTarReader({
    entry(entry) {
      ordinal += 1;
      budget.entries -= 1;
      if (budget.entries < 0) return undefined;
      const path = normalizePath(entry.path);
      const refusal =
        path === undefined ? 'leads out of the image' : pathRefusal(path, entry.linkPath, limits);
      if (path === undefined || refusal !== undefined) {
        notes.add(JSON.stringify(entry.path.slice(0, 200)), `path ${refusal}`);
        return undefined;
      }
      if (path === '') return undefined;
      const { type, mode, size, linkPath, isSparse } = entry;
      condenser = undefined;
      current = type === 'file' ? { layer, ordinal, size, isSparse, content: undefined } : undefined;
      entries.push({ path, type, mode, size, linkPath, body: current });
      if (current === undefined) return undefined;
      const body = current;
      const start = isMarker(path) ? 0 : inspection.begin({ path, type, mode, size, linkPath, body });
      if (isSparse) return undefined;
      const whole = wholeOf(keepBody(path, entry, ordinal), body);
      return whole === false && start === 0 ? undefined : { whole, start };
    },
    start: (_, bytes) => inspection.show(bytes),
    file(entry, content) {
      if (current === undefined) return;
      if (condenser === undefined) current.content = content;
      else keepCondensed(current, condenser, condenser.condense(content, normalizePath(entry.path) ?? ''));
    },
  });

  function wholeOf(keeping: Keeping | undefined, body: FileBody): boolean | AcceptsHead {
    if (keeping === undefined) return false;
    if (keeping !== 'whole') return acceptsKind(keeping, body);
    if (body.size > limits.maxFileBytes || !isWithinBudget(body.size)) return false;
    budget.contentBytes -= body.size;
    return true;
  }

  /** Takes the condenser of the body's kind, known by its first bytes. */
  function acceptsKind(candidates: readonly Condenser[], body: FileBody): AcceptsHead {
    return (head) => {
      condenser = candidates.find(({ isKind }) => isKind(head));
      if (condenser === undefined) body.isDeclined = true;
      return condenser !== undefined && body.size <= limits.maxCondensedFileBytes;
    };
  }

  function keepCondensed(body: FileBody, { name }: Condenser, kept: Buffer | undefined): void {
    if (kept === undefined) body.isDeclined = true;
    else if (isWithinBudget(kept.length)) {
      budget.contentBytes -= kept.length;
      body.content = kept;
      body.condensedBy = name;
    }
  }

  function isWithinBudget(bytes: number): boolean {
    if (bytes <= budget.contentBytes) return true;
    isAllKept = false;
    return false;
  }

  const members = (): LayerMembers => ({
    entries,
    members: ordinal + 1,
    findings: inspection.findings,
    notes: [...notes.list(), ...inspection.notes()],
    isAllKept,
  });
  return { reader, members };
}

function pathRefusal(path: string, linkPath: string, limits: ImageLimits): string | undefined {
  if (path.length > limits.maxPathBytes || linkPath.length > limits.maxPathBytes) {
    return `longer than ${limits.maxPathBytes} characters`;
  }
  if (path.split('/').length > limits.maxPathDepth) return `deeper than ${limits.maxPathDepth} folders`;
  return undefined;
}
