/**
 * A path of a tar as a path below the image's root: without leading slash, `.`, `..` or doubled slashes.
 * Empty for the root itself, undefined when it would leave the root.
 */
export function normalizePath(path: string): string | undefined {
  if (isNormal(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The common case, told without splitting: no slash at an end or doubled, no component of dots alone. */
function isNormal(path: string): boolean {
  return (
    path !== '' && !path.startsWith('/') && !path.endsWith('/') && !/(?:^|\/)(?:\.{0,2})(?:\/|$)/.test(path)
  );
}
