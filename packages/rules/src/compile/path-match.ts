import { compileGlob, hasGlobSyntax } from './glob.ts';

interface PathNode {
  isEnd: boolean;
  readonly literals: Map<string, PathNode>;
  readonly globs: { readonly matches: (part: string) => boolean; readonly node: PathNode }[];
}

/**
 * `pmatch`: true when one of the paths is a prefix of the value, component by component; a component may be
 * a glob. Empty components do not count: `/etc/` is `/etc`.
 */
export function compilePathMatch(paths: readonly string[]): (value: string) => boolean {
  const root = newNode();
  for (const path of paths) insert(root, components(path));
  return (value) => matches(root, components(value), 0);
}

function components(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

function newNode(): PathNode {
  return { isEnd: false, literals: new Map(), globs: [] };
}

function insert(root: PathNode, parts: readonly string[]): void {
  let node = root;
  for (const part of parts) {
    let next = node.literals.get(part);
    if (hasGlobSyntax(part)) {
      next = newNode();
      node.globs.push({ matches: compileGlob(part), node: next });
    } else if (next === undefined) {
      next = newNode();
      node.literals.set(part, next);
    }
    node = next ?? node;
  }
  node.isEnd = true;
}

function matches(node: PathNode, parts: readonly string[], index: number): boolean {
  if (node.isEnd) return true;
  const part = parts[index];
  if (part === undefined) return false;
  const literal = node.literals.get(part);
  if (literal !== undefined && matches(literal, parts, index + 1)) return true;
  return node.globs.some((glob) => glob.matches(part) && matches(glob.node, parts, index + 1));
}
