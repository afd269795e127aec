import type { ImageLimits } from '../limits.ts';
import type { FileInspector, InspectedFinding } from './file-inspector.ts';
import type { FileBody, LayerEntry } from './layer-entry.ts';
import { createNoteList, type LayerNote } from './layer-note.ts';

/** What an inspector said of a file of a layer. */
export interface LayerFinding {
  readonly path: string;
  readonly body: FileBody;
  readonly finding: InspectedFinding;
}

/** Shows the files of one layer to all inspectors. */
export interface Inspection {
  /** Bytes of the content that somebody wants to see; for 0 the file is inspected at once, by its header. */
  readonly begin: (entry: LayerEntry & { readonly body: FileBody }) => number;
  /** Takes the start of the content of the file that `begin` was last called for. */
  readonly show: (content: Buffer) => void;
  readonly findings: readonly LayerFinding[];
  readonly notes: () => readonly LayerNote[];
}

interface Wish {
  readonly inspector: FileInspector;
  readonly bytes: number;
}

const nothing = Buffer.alloc(0);

export function createInspection(
  inspectors: readonly FileInspector[],
  { maxInspectedBytes, maxFindings }: ImageLimits,
): Inspection {
  const findings: LayerFinding[] = [];
  const notes = createNoteList();
  let current: (LayerEntry & { readonly body: FileBody }) | undefined;
  let wishes: Wish[] = [];

  function begin(entry: LayerEntry & { readonly body: FileBody }): number {
    current = entry;
    wishes = [];
    let most = 0;
    for (const inspector of inspectors) {
      const asked = Math.min(inspector.wants(entry), entry.size);
      const bytes = entry.body.isSparse ? 0 : Math.min(asked, maxInspectedBytes);
      if (bytes < asked && inspector.needsAll?.(entry) === true) {
        notes.add(entry.path, `${inspector.name}: only its first ${bytes} bytes of ${asked} are looked at`);
      }
      if (bytes > 0) wishes.push({ inspector, bytes });
      else if (asked === 0) inspect(inspector, entry, nothing);
      if (bytes > most) most = bytes;
    }
    return most;
  }

  function show(content: Buffer): void {
    if (current === undefined) return;
    for (const { inspector, bytes } of wishes) inspect(inspector, current, content.subarray(0, bytes));
    wishes = [];
  }

  function inspect(
    inspector: FileInspector,
    entry: LayerEntry & { readonly body: FileBody },
    content: Buffer,
  ): void {
    const { path, body } = entry;
    try {
      for (const finding of inspector.inspect(entry, content)) {
        if (findings.length < maxFindings) findings.push({ path, body, finding });
        else notes.add(path, `${inspector.name}: more than ${maxFindings} findings in one layer`);
      }
    } catch (error) {
      notes.add(path, `${inspector.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  return { begin, show, findings, notes: notes.list };
}
