import type { ImageLayer } from '@breakwater/model';
import type { Condenser, Keeping } from '../layer/condenser.ts';
import type { FileBody } from '../layer/layer-entry.ts';
import { resolvePath } from './resolve-path.ts';
import type { DirectoryNode, TreeNode } from './tree-node.ts';

/** A name in the image as a container would see it. */
export interface FileEntry {
  /** Path without leading slash; no part of it but the last is a symbolic link. */
  readonly path: string;
  readonly type: 'file' | 'symlink' | 'directory' | 'other';
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly size: number;
  /** Index in `layers` of the layer that brought it. */
  readonly layer: number;
  /** Target of a symbolic link, else empty. */
  readonly linkPath: string;
}

/** Which files' contents are wanted. */
export interface FileSelection {
  /** Exact paths; also found where a folder of the path is a symbolic link. */
  readonly paths?: readonly string[];
  /** Cheap: is asked for every file. For a symbolic link the target's size and mode are given. */
  readonly wants?: (path: string, size: number, mode: number) => boolean;
  /** For what nobody wants whole: `content` is then what a condenser made of the file. */
  readonly condensers?: readonly Condenser[];
}

/** What a selection wants of the file at a path, exact paths apart; undefined for nothing. */
export function keepingOf(
  { wants, condensers = [] }: FileSelection,
  path: string,
  size: number,
  mode: number,
): Keeping | undefined {
  if (wants?.(path, size, mode) === true) return 'whole';
  const wanting = condensers.filter((condenser) => condenser.wants(path, size, mode));
  return wanting.length === 0 ? undefined : wanting;
}

/** A wanted file with its content. */
export interface SelectedFile {
  /** The file itself, or the symbolic link by which alone it is wanted. */
  readonly path: string;
  readonly layer: number;
  readonly size: number;
  readonly mode: number;
  readonly content: Buffer;
  /** Name of the condenser that made the content; absent when it is the file's own. */
  readonly condensedBy?: string;
}

/** The squashed file tree of an image. Contents are those that were selected when it was read. */
export interface FileTree {
  /** Bottom first. */
  readonly layers: readonly ImageLayer[];
  /** What stands at a path, links followed up to its last part. */
  readonly entry: (path: string) => FileEntry | undefined;
  /** What a path leads to, all links followed. */
  readonly resolve: (path: string) => FileEntry | undefined;
  /** Content of the file that a path leads to; undefined when there is none, or it was not selected. */
  readonly read: (path: string) => Buffer | undefined;
  /** Every name, parents before children, siblings by code point. */
  readonly entries: () => IterableIterator<FileEntry>;
  /** Files of a selection whose content was read, each once, by path. */
  readonly select: (selection: FileSelection) => readonly SelectedFile[];
}

export function createFileTree(root: DirectoryNode, layers: readonly ImageLayer[]): FileTree {
  return {
    layers,
    entry: (path) => toEntry(resolvePath(root, path, false)),
    resolve: (path) => toEntry(resolvePath(root, path, true)),
    read: (path) => resolvePath(root, path, true)?.node?.body?.content,
    entries: () => listEntries(root),
    select: (selection) =>
      findSelected(root, selection).flatMap(({ path, node }) =>
        node.body?.content === undefined ? [] : [selected(path, node, node.body, node.body.content)],
      ),
  };
}

/** A file that a selection means, and what is wanted of it. */
export interface SelectedNode {
  readonly path: string;
  readonly node: TreeNode;
  readonly keeping: Keeping;
}

function selected(
  path: string,
  { layer, size, mode }: TreeNode,
  { condensedBy }: FileBody,
  content: Buffer,
): SelectedFile {
  return { path, layer, size, mode, content, ...(condensedBy === undefined ? {} : { condensedBy }) };
}

/** The files a selection means, with or without content; each file once, by path. */
export function findSelected(root: DirectoryNode, selection: FileSelection): readonly SelectedNode[] {
  const found = new Map<string, SelectedNode>();
  for (const path of selection.paths ?? []) {
    const { path: real, node } = resolvePath(root, path, true) ?? {};
    if (real !== undefined && node?.type === 'file') found.set(real, { path: real, node, keeping: 'whole' });
  }
  if (selection.wants !== undefined || selection.condensers !== undefined) {
    const ask = (path: string, node: TreeNode) => keepingOf(selection, path, node.size, node.mode);
    for (const [path, node] of walk(root, '', asStored)) {
      if (node.type === 'file' && !found.has(path)) {
        const keeping = ask(path, node);
        if (keeping !== undefined) found.set(path, { path, node, keeping });
      }
      if (node.type !== 'symlink') continue;
      const target = resolvePath(root, path, true);
      if (target?.node?.type !== 'file' || found.has(target.path)) continue;
      const keeping = ask(path, target.node);
      if (keeping !== undefined && ask(target.path, target.node) === undefined) {
        found.set(path, { path, node: target.node, keeping });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function* listEntries(root: DirectoryNode): IterableIterator<FileEntry> {
  for (const [path, node] of walk(root, '', byName)) yield describe(path, node);
}

type Siblings = readonly (readonly [string, TreeNode])[];

function asStored(siblings: Siblings): Siblings {
  return siblings;
}

function byName(siblings: Siblings): Siblings {
  return siblings.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Everything below a folder, folders before what is in them. */
function* walk(
  folder: TreeNode,
  prefix: string,
  order: (siblings: Siblings) => Siblings,
): IterableIterator<[string, TreeNode]> {
  const open = (node: TreeNode, path: string) => ({
    prefix: path,
    siblings: order([...(node.children ?? [])])[Symbol.iterator](),
  });
  const pending = [open(folder, prefix)];
  for (let last = pending.at(-1); last !== undefined; last = pending.at(-1)) {
    const { done, value } = last.siblings.next();
    if (done === true) {
      pending.pop();
      continue;
    }
    const [name, node] = value;
    const path = last.prefix + name;
    yield [path, node];
    if (node.type === 'directory') pending.push(open(node, `${path}/`));
  }
}

function toEntry(resolved: { path: string; node: TreeNode | undefined } | undefined): FileEntry | undefined {
  return resolved?.node === undefined ? undefined : describe(resolved.path, resolved.node);
}

function describe(path: string, node: TreeNode): FileEntry {
  const { type, mode, size, layer, linkPath } = node;
  return { path, type, mode, size, layer, linkPath };
}
