import { bytesAt, findSection, type Part, type ProgramFile, partBytes } from './program-file.ts';

/** What the Go linker writes into a program (debug/buildinfo). */
export interface GoBuildInfo {
  /** `go1.19.8`, `devel go1.24-…`. */
  readonly version: string;
  /** Lines of `path`, `mod`, `dep`, `=>` and `build`; empty when the program was built without modules. */
  readonly modules: string;
}

const magic = Buffer.from('\xff Go buildinf:', 'latin1');
const alignment = 16;
const headerBytes = 32;
/** Module lists of the largest programs have some hundred kilobytes. */
const maxTextBytes = 4 * 1024 * 1024;
/** Part of a data segment that is searched where no section tells the place. */
const maxSearchedBytes = 64 * 1024 * 1024;
/** Before and after the list of modules stand sixteen bytes by which debuggers find it. */
const sentinelBytes = 16;

/** Sections that only Go's linker makes. */
const goSections: ReadonlySet<string> = new Set([
  '.go.buildinfo',
  '.gopclntab',
  '.note.go.buildid',
  '__DATA,__go_buildinfo',
  '__TEXT,__gopclntab',
]);

export function isBuiltByGo(file: ProgramFile): boolean {
  return file.sections.some(({ name }) => goSections.has(name));
}

/** The build information of a Go program; undefined when there is none. */
export function readGoBuildInfo(file: ProgramFile): GoBuildInfo | undefined {
  for (const part of candidates(file)) {
    const bytes = partBytes(file, part).subarray(0, maxSearchedBytes);
    for (let at = bytes.indexOf(magic); at !== -1; at = bytes.indexOf(magic, at + 1)) {
      if ((part.address + at) % alignment !== 0 && (part.offset + at) % alignment !== 0) continue;
      const info = readAt(file, bytes.subarray(at));
      if (info !== undefined) return info;
    }
  }
  return undefined;
}

function candidates(file: ProgramFile): readonly Part[] {
  const section = findSection(file, '.go.buildinfo') ?? findSection(file, '__DATA,__go_buildinfo');
  if (section !== undefined) return [section];
  return file.segments.filter(({ isWritable }) => isWritable);
}

function readAt(file: ProgramFile, info: Buffer): GoBuildInfo | undefined {
  if (info.length < headerBytes) return undefined;
  const flags = info[15] ?? 0;
  const hasInlineText = (flags & 2) !== 0;
  const [version, modules] = hasInlineText ? readInline(info) : readPointers(file, info, (flags & 1) !== 0);
  if (version === undefined || version.length === 0) return undefined;
  return { version: version.toString('utf8'), modules: withoutSentinels(modules) };
}

/** Since Go 1.18: two texts, each after its length. */
function readInline(info: Buffer): readonly (Buffer | undefined)[] {
  const version = readCounted(info, headerBytes);
  return [version?.text, version === undefined ? undefined : readCounted(info, version.end)?.text];
}

function readCounted(bytes: Buffer, at: number): { readonly text: Buffer; readonly end: number } | undefined {
  let length = 0;
  let scale = 1;
  let next = at;
  for (let byte = 0x80; (byte & 0x80) !== 0; next += 1) {
    const one = bytes[next];
    if (one === undefined || next - at > 4) return undefined;
    byte = one;
    length += (byte & 0x7f) * scale;
    scale *= 128;
  }
  const end = next + length;
  if (length > maxTextBytes || end > bytes.length) return undefined;
  return { text: bytes.subarray(next, end), end };
}

/** Up to Go 1.17: two addresses of strings, each an address and a length. */
function readPointers(
  file: ProgramFile,
  info: Buffer,
  isBigEndian: boolean,
): readonly (Buffer | undefined)[] {
  const size = info[14] ?? 0;
  if (size !== 4 && size !== 8) return [];
  const word = (bytes: Buffer, at: number): number => {
    if (size === 4) return isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    return Number(isBigEndian ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at));
  };
  return [16, 16 + size].map((at) => {
    const header = bytesAt(file, word(info, at), 2 * size);
    if (header === undefined) return undefined;
    const length = word(header, size);
    return length > maxTextBytes ? undefined : bytesAt(file, word(header, 0), length);
  });
}

function withoutSentinels(modules: Buffer | undefined): string {
  if (modules === undefined || modules.length <= 2 * sentinelBytes) return '';
  return modules.toString('utf8', sentinelBytes, modules.length - sentinelBytes);
}
