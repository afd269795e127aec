import type { TreeNode } from './tree-node.ts';

/** As the kernel would, but more generous: Linux stops at 40. */
const maxHops = 255;

export interface ResolvedPath {
  /** The path with every symbolic link replaced. */
  readonly path: string;
  /** Undefined when nothing is there. */
  readonly node: TreeNode | undefined;
}

/**
 * Follows symbolic links from the image's root, which `..` and absolute links never leave. With
 * `followLast: false` the last component may be a link itself. Undefined when links go round in a circle.
 */
export function resolvePath(root: TreeNode, path: string, followLast: boolean): ResolvedPath | undefined {
  const pending = path.split('/').reverse();
  const names: string[] = [];
  const nodes: (TreeNode | undefined)[] = [root];
  let hops = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (names.pop() !== undefined) nodes.pop();
      continue;
    }
    const child = nodes.at(-1)?.children?.get(part);
    if (child?.type === 'symlink' && (followLast || pending.length > 0)) {
      hops += 1;
      if (hops > maxHops) return undefined;
      if (child.linkPath.startsWith('/')) {
        names.length = 0;
        nodes.length = 1;
      }
      pending.push(
        ...child.linkPath
          .split('/')
          .filter((one) => one !== '')
          .reverse(),
      );
      continue;
    }
    names.push(part);
    nodes.push(child);
  }
  return { path: names.join('/'), node: nodes.at(-1) };
}
