import type { ImageLayer } from '@breakwater/model';
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
}

/** A wanted file with its content. */
export interface SelectedFile {
  /** The file itself, or the symbolic link by which alone it is wanted. */
  readonly path: string;
  readonly layer: number;
  readonly content: Buffer;
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
        node.body?.content === undefined ? [] : [{ path, layer: node.layer, content: node.body.content }],
      ),
  };
}

/** The files a selection means, with or without content; each file once, by path. */
export function findSelected(
  root: DirectoryNode,
  { paths = [], wants }: FileSelection,
): readonly { readonly path: string; readonly node: TreeNode }[] {
  const found = new Map<string, TreeNode>();
  for (const path of paths) {
    const resolved = resolvePath(root, path, true);
    if (resolved?.node?.type === 'file') found.set(resolved.path, resolved.node);
  }
  const isWanted = (path: string, node: TreeNode) => wants?.(path, node.size, node.mode) === true;
  if (wants !== undefined) {
    for (const [path, node] of walk(root, '', asStored)) {
      if (node.type === 'file' && isWanted(path, node)) found.set(path, node);
      if (node.type !== 'symlink') continue;
      const target = resolvePath(root, path, true);
      if (target?.node?.type !== 'file' || found.has(target.path)) continue;
      if (isWanted(path, target.node) && !isWanted(target.path, target.node)) found.set(path, target.node);
    }
  }
  return [...found]
    .map(([path, node]) => ({ path, node }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
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

function* walk(
  folder: TreeNode,
  prefix: string,
  order: (siblings: Siblings) => Siblings,
): IterableIterator<[string, TreeNode]> {
  for (const [name, node] of order([...(folder.children ?? [])])) {
    const path = prefix + name;
    yield [path, node];
    if (node.type === 'directory') yield* walk(node, `${path}/`, order);
  }
}

function toEntry(resolved: { path: string; node: TreeNode | undefined } | undefined): FileEntry | undefined {
  return resolved?.node === undefined ? undefined : describe(resolved.path, resolved.node);
}

function describe(path: string, node: TreeNode): FileEntry {
  const { type, mode, size, layer, linkPath } = node;
  return { path, type, mode, size, layer, linkPath };
}
