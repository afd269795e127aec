import { constants, type Dirent } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileFinding } from '@breakwater/model';
import { boundFindings, byPlace } from './file-findings.ts';
import { createGapLog, type GapLog } from './gap-log.ts';
import { ImageError } from './image-error.ts';
import type { Condenser, Keeping } from './layer/condenser.ts';
import type { FileInspector } from './layer/file-inspector.ts';
import { createInspection } from './layer/inspection.ts';
import type { FileBody } from './layer/layer-entry.ts';
import { defaultLimits, type ImageLimits } from './limits.ts';
import type { ReadFileTree, ReadFileTreeOptions } from './read-file-tree.ts';
import { createFileTree, findSelected } from './tree/file-tree.ts';
import { createDirectory, type DirectoryNode, type TreeNode } from './tree/tree-node.ts';

/** Folders at the top of a running system that hold no files of anybody's. */
const notFiles: ReadonlySet<string> = new Set(['proc', 'sys', 'dev']);
const headBytes = 16;
const permissionBits = 0o7777;

/**
 * Reads a folder of this machine as if it were the root of an image: an unpacked root file system, a source tree.
 * Symbolic links are followed inside the folder only, devices and sockets are passed over, and nothing but wanted
 * files is opened. Throws ImageError when the folder cannot be read at all.
 */
export async function readDirectoryTree(path: string, options: ReadFileTreeOptions): Promise<ReadFileTree> {
  const limits = { ...defaultLimits, ...options.limits };
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    (error: NodeJS.ErrnoException) => {
      throw new ImageError('not-found', `cannot be read (${error.code})`, path, 'check the path', error);
    },
  );
  if (!isFolder) throw new ImageError('not-an-image', 'is no folder', path, 'give a folder');
  const gaps = createGapLog();
  const root = createDirectory(0);
  const places = new Map<FileBody, string>();
  await walk(path, root, { places, limits, gaps, signal: options.signal });
  const budget = { contentBytes: limits.maxContentBytes };
  for (const { path: name, node, keeping } of findSelected(root, options.selection)) {
    options.signal?.throwIfAborted();
    const place = node.body === undefined ? undefined : places.get(node.body);
    if (place === undefined || node.body === undefined || node.body.content !== undefined) continue;
    const problem = await readBody(place, name, node.body, keeping, limits, budget);
    if (problem !== undefined) gaps.add(name, problem);
  }
  const found = await inspectFiles(root, options.inspectors ?? [], {
    places,
    limits,
    gaps,
    signal: options.signal,
  });
  const findings = boundFindings(found, gaps);
  return { tree: createFileTree(root, []), gaps: gaps.list(), findings, waste: [] };
}

/** Shows every file to the inspectors; opens only those whose content one of them wants to see. */
async function inspectFiles(
  root: DirectoryNode,
  inspectors: readonly FileInspector[],
  { places, limits, gaps, signal }: Walk,
): Promise<readonly FileFinding[]> {
  if (inspectors.length === 0) return [];
  const inspection = createInspection(inspectors, limits);
  for (const { path, mode, size, body } of listFiles(root)) {
    signal?.throwIfAborted();
    const bytes = inspection.begin({ path, type: 'file', mode, size, linkPath: '', body });
    const place = bytes === 0 ? undefined : places.get(body);
    if (place === undefined) continue;
    const content = await readStart(place, bytes);
    if (Buffer.isBuffer(content)) inspection.show(content);
    else gaps.add(path, `cannot be read (${content.code})`);
  }
  for (const { what, reason } of inspection.notes()) gaps.add(what, reason);
  return inspection.findings
    .map(({ path, finding }): FileFinding => ({ ...finding, path, isDeleted: false }))
    .sort(byPlace);
}

function* listFiles(
  folder: DirectoryNode,
  prefix = '',
): IterableIterator<{ path: string; mode: number; size: number; body: FileBody }> {
  for (const [name, node] of folder.children) {
    const { mode, size, body } = node;
    if (body !== undefined) yield { path: prefix + name, mode, size, body };
    if (isFolder(node)) yield* listFiles(node, `${prefix}${name}/`);
  }
}

async function readStart(place: string, bytes: number): Promise<Buffer | NodeJS.ErrnoException> {
  try {
    const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await readAll(handle, bytes);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

interface Walk {
  /** Where the files are on this machine: a node may be reached by other names. */
  readonly places: Map<FileBody, string>;
  readonly limits: ImageLimits;
  readonly gaps: GapLog;
  readonly signal: AbortSignal | undefined;
}

async function walk(
  base: string,
  root: DirectoryNode,
  { places, limits, gaps, signal }: Walk,
): Promise<void> {
  const pending: { readonly folder: string; readonly node: DirectoryNode; readonly depth: number }[] = [
    { folder: '', node: root, depth: 1 },
  ];
  let entries = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    signal?.throwIfAborted();
    const { folder, node, depth } = next;
    if (depth > limits.maxPathDepth) {
      gaps.add(folder, `deeper than ${limits.maxPathDepth} folders`);
      continue;
    }
    for (const entry of await list(base, folder, gaps)) {
      entries += 1;
      if (entries > limits.maxEntries) {
        gaps.add(folder, `more than ${limits.maxEntries} files; the rest is not examined`);
        return;
      }
      if (folder === '' && notFiles.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const place = join(base, path);
      const child = await describe(place, entry).catch((error: NodeJS.ErrnoException) => {
        gaps.add(path, `cannot be read (${error.code})`);
      });
      if (child === undefined) continue;
      if (child.body !== undefined) places.set(child.body, place);
      node.children.set(entry.name, child);
      if (isFolder(child)) pending.push({ folder: path, node: child, depth: depth + 1 });
    }
  }
}

async function list(base: string, folder: string, gaps: GapLog): Promise<readonly Dirent[]> {
  try {
    return await readdir(join(base, folder), { withFileTypes: true });
  } catch (error) {
    gaps.add(folder === '' ? '.' : folder, `cannot be listed (${(error as NodeJS.ErrnoException).code})`);
    return [];
  }
}

/** Undefined for what is neither file, folder nor link. */
async function describe(place: string, entry: Dirent): Promise<TreeNode | undefined> {
  if (entry.isDirectory()) return createDirectory(0);
  if (entry.isSymbolicLink()) return link(await readlink(place));
  if (!entry.isFile()) return undefined;
  const { mode, size, ino } = await lstat(place);
  const body: FileBody = { layer: 0, ordinal: ino, size, isSparse: false, content: undefined };
  return {
    type: 'file',
    mode: mode & permissionBits,
    size,
    layer: 0,
    linkPath: '',
    body,
    children: undefined,
  };
}

function link(linkPath: string): TreeNode {
  return { type: 'symlink', mode: 0o777, size: 0, layer: 0, linkPath, body: undefined, children: undefined };
}

function isFolder(node: TreeNode): node is DirectoryNode {
  return node.type === 'directory';
}

/** Reads what is wanted of a file into its body; a text says why that was not possible. */
async function readBody(
  place: string,
  path: string,
  body: FileBody,
  keeping: Keeping,
  limits: ImageLimits,
  budget: { contentBytes: number },
): Promise<string | undefined> {
  const handle = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW).catch(
    (error: NodeJS.ErrnoException) => error,
  );
  if (handle instanceof Error) return `cannot be read (${handle.code})`;
  try {
    const condenser = keeping === 'whole' ? undefined : await chooseCondenser(handle, keeping);
    if (keeping !== 'whole' && condenser === undefined) {
      body.isDeclined = true;
      return undefined;
    }
    const most = condenser === undefined ? limits.maxFileBytes : limits.maxCondensedFileBytes;
    if (body.size > most) return `${body.size} bytes: files above ${most} bytes are not read`;
    const content = await readAll(handle, body.size);
    const kept = condenser === undefined ? content : condenser.condense(content, path);
    if (kept === undefined) body.isDeclined = true;
    else if (kept.length > budget.contentBytes) {
      return `not read: all wanted files together exceed ${limits.maxContentBytes} bytes`;
    } else {
      budget.contentBytes -= kept.length;
      body.content = kept;
      if (condenser !== undefined) body.condensedBy = condenser.name;
    }
    return undefined;
  } finally {
    await handle.close();
  }
}

async function chooseCondenser(
  handle: FileHandle,
  candidates: readonly Condenser[],
): Promise<Condenser | undefined> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  return candidates.find(({ isKind }) => isKind(head));
}

/** At most the bytes the file had when it was listed, whatever it has become. */
async function readAll(handle: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await handle.read(buffer, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
