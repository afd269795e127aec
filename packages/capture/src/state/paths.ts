const maxPath = 1024;
const tooLong = '/DIR_TOO_LONG/FILENAME_TOO_LONG';

/** A path joined to the directory it is relative to, without `.`, `..` and doubled slashes. */
export function joinPath(directory: string, path: string): string {
  if (directory.length + path.length + 1 > maxPath) return tooLong;
  return path.startsWith('/') ? normalPath(path) : normalPath(`${directory}/${path}`);
}

function normalPath(path: string): string {
  if (!path.includes('//') && !path.includes('/.') && (path === '/' || !path.endsWith('/'))) return path;
  const parts: string[] = [];
  const isAbsolute = path.startsWith('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0) parts.pop();
  }
  return `${isAbsolute ? '/' : ''}${parts.join('/')}`;
}
