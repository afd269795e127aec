import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { InspectedFinding } from '../layer/file-inspector.ts';
import type { FileBody, LayerEntry } from '../layer/layer-entry.ts';
import type { LayerNote } from '../layer/layer-note.ts';
import type { LayerContent } from '../layer/read-layer.ts';
import type { TarEntryType } from '../tar/tar-entry.ts';

/** What came of one layer alone, as it is kept: the same for every image that has the layer. */
export interface StoredLayer {
  /** Digest of the blob that was verified to hold it. */
  readonly digest: string;
  readonly uncompressedSize: number;
  /** Members of the tar, those included that are not listed. */
  readonly members: number;
  /** Bytes of all contents, `extras` apart. */
  readonly contentBytes: number;
  readonly files: StoredMembers;
  readonly notes: readonly LayerNote[];
  /** Index of the member, and what was said of it. */
  readonly findings: readonly (readonly [number, InspectedFinding])[];
  readonly contents: readonly StoredContent[];
  /** What only some images want of it, by way of links. */
  readonly extras: readonly StoredContent[];
}

/** Columns, one value a member. No path holds NUL, which joins them. */
interface StoredMembers {
  readonly paths: string;
  readonly types: string;
  readonly modes: readonly number[];
  readonly sizes: readonly number[];
  readonly links: string;
  /** -1 for what is no file. */
  readonly ordinals: readonly number[];
  /** Indexes of members. */
  readonly sparse: readonly number[];
  readonly declined: readonly number[];
}

export interface StoredContent {
  readonly ordinal: number;
  /** What was wanted: `whole`, or the names of condensers. */
  readonly keeping: string;
  /** Undefined: it turned out to be nothing that anybody wants. */
  readonly content: Buffer | undefined;
  readonly condensedBy?: string;
}

const letterOf = {
  file: 'f',
  'hard-link': 'h',
  symlink: 'l',
  directory: 'd',
  other: 'o',
} as const satisfies Record<TarEntryType, string>;
const typeOf: ReadonlyMap<string, TarEntryType> = new Map(
  Object.entries(letterOf).map(([type, letter]) => [letter, type as TarEntryType]),
);
/** Characters of all paths and links; a layer with more is not stored. */
const maxText = 64 * 1024 * 1024;
const maxOutputLength = 1024 * 1024 * 1024;
const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Undefined for a layer that is too large to be worth it. */
export function toStored(content: LayerContent): StoredLayer | undefined {
  const { entries, digest, uncompressedSize, members, notes } = content;
  let text = 0;
  for (const { path, linkPath } of entries) text += path.length + linkPath.length;
  if (text > maxText) return undefined;
  const indexOf = new Map<FileBody, number>();
  for (const [index, { body }] of entries.entries()) if (body !== undefined) indexOf.set(body, index);
  const contents: StoredContent[] = [];
  let contentBytes = 0;
  for (const { body } of entries) {
    if (body?.content === undefined) continue;
    contentBytes += body.content.length;
    const { ordinal, content: bytes, condensedBy } = body;
    contents.push({
      ordinal,
      keeping: '',
      content: bytes,
      ...(condensedBy === undefined ? {} : { condensedBy }),
    });
  }
  const withBody = (test: (body: FileBody) => boolean) =>
    entries.flatMap(({ body }, index) => (body !== undefined && test(body) ? [index] : []));
  return {
    digest,
    uncompressedSize,
    members,
    contentBytes,
    files: {
      paths: entries.map(({ path }) => path).join('\0'),
      types: entries.map(({ type }) => letterOf[type]).join(''),
      modes: entries.map(({ mode }) => mode),
      sizes: entries.map(({ size }) => size),
      links: entries.map(({ linkPath }) => linkPath).join('\0'),
      ordinals: entries.map(({ body }) => body?.ordinal ?? -1),
      sparse: withBody(({ isSparse }) => isSparse),
      declined: withBody(({ isDeclined }) => isDeclined === true),
    },
    notes,
    findings: content.findings.flatMap(({ body, finding }) => {
      const index = indexOf.get(body);
      return index === undefined ? [] : [[index, finding] as const];
    }),
    contents,
    extras: [],
  };
}

/** The layer as if it had been read as the one with the index `layer`. */
export function fromStored(stored: StoredLayer, layer: number, digest: string): LayerContent {
  const { files, notes, uncompressedSize, members } = stored;
  const paths = files.types === '' ? [] : files.paths.split('\0');
  const links = files.links.split('\0');
  const sparse = new Set(files.sparse);
  const declined = new Set(files.declined);
  const contents = new Map(stored.contents.map((one) => [one.ordinal, one]));
  const entries = paths.map((path, index): LayerEntry => {
    const type = typeOf.get(files.types[index] ?? '') ?? 'other';
    const size = files.sizes[index] ?? 0;
    const ordinal = files.ordinals[index] ?? -1;
    const common = { path, type, mode: files.modes[index] ?? 0, size, linkPath: links[index] ?? '' };
    if (ordinal === -1) return { ...common, body: undefined };
    const kept = contents.get(ordinal);
    const body: FileBody = { layer, ordinal, size, isSparse: sparse.has(index), content: kept?.content };
    if (kept?.condensedBy !== undefined) body.condensedBy = kept.condensedBy;
    if (declined.has(index)) body.isDeclined = true;
    return { ...common, body };
  });
  const findings = stored.findings.flatMap(([index, finding]) => {
    const { path, body } = entries[index] ?? {};
    return path === undefined || body === undefined ? [] : [{ path, body, finding }];
  });
  return {
    entries,
    findings,
    notes,
    members,
    isAllKept: true,
    digest,
    uncompressedSize,
    isComplete: true,
  };
}

/** Length of the document, the document, then all contents one after the other; compressed. */
export async function encodeLayer(stored: StoredLayer): Promise<Buffer> {
  const heap: Buffer[] = [];
  const describe = ({ content, ...rest }: StoredContent) => {
    if (content !== undefined) heap.push(content);
    return { ...rest, length: content?.length ?? -1 };
  };
  const { contents, extras, ...rest } = stored;
  const document = { ...rest, contents: contents.map(describe), extras: extras.map(describe) };
  const text = Buffer.from(JSON.stringify(document));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return compress(Buffer.concat([length, text, ...heap]));
}

/**
 * Undefined for bytes that are none of ours. They are taken from a file with a checksum: what agrees with it was written by
 * `encodeLayer`.
 */
export async function decodeLayer(bytes: Buffer): Promise<StoredLayer | undefined> {
  try {
    const plain = await decompress(bytes, { maxOutputLength });
    const length = plain.readUInt32LE(0);
    const document = JSON.parse(plain.toString('utf8', 4, 4 + length)) as StoredDocument;
    if (!hasShape(document)) return undefined;
    let at = 4 + length;
    const take = ({ length: size, ...rest }: DescribedContent): StoredContent => {
      if (size < 0) return { ...rest, content: undefined };
      const content = plain.subarray(at, at + size);
      if (content.length < size) throw new RangeError('contents are cut off');
      at += size;
      return { ...rest, content };
    };
    return { ...document, contents: document.contents.map(take), extras: document.extras.map(take) };
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function hasShape({ digest, files, contents, extras, findings, notes }: StoredDocument): boolean {
  const { types, paths, links, ...lists } = files;
  const { modes, sizes, ordinals } = lists;
  const count = types.length;
  return (
    typeof digest === 'string' &&
    typeof paths === 'string' &&
    typeof links === 'string' &&
    [...Object.values(lists), contents, extras, findings, notes].every((list) => Array.isArray(list)) &&
    [modes, sizes, ordinals].every((column) => column.length === count) &&
    paths.split('\0').length === Math.max(count, 1)
  );
}

type DescribedContent = Omit<StoredContent, 'content'> & { readonly length: number };
type StoredDocument = Omit<StoredLayer, 'contents' | 'extras'> & {
  readonly contents: readonly DescribedContent[];
  readonly extras: readonly DescribedContent[];
};
