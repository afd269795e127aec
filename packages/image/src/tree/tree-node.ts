import type { FileBody } from '../layer/layer-entry.ts';

/** A name in the squashed file tree. */
export interface TreeNode {
  readonly type: 'file' | 'symlink' | 'directory' | 'other';
  readonly mode: number;
  readonly size: number;
  /** Index of the layer that brought it. */
  readonly layer: number;
  /** Symbolic links only. */
  readonly linkPath: string;
  /** Files only; the same object under every hard link. */
  readonly body: FileBody | undefined;
  /** Directories only. */
  readonly children: Map<string, TreeNode> | undefined;
}

export interface DirectoryNode extends TreeNode {
  readonly type: 'directory';
  readonly children: Map<string, TreeNode>;
}

export function createDirectory(layer: number, mode = 0o755): DirectoryNode {
  return { type: 'directory', mode, size: 0, layer, linkPath: '', body: undefined, children: new Map() };
}

export function isDirectory(node: TreeNode | undefined): node is DirectoryNode {
  return node?.type === 'directory';
}
