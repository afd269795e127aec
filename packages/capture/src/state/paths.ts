const maxPath = 1024;
const tooLong = '/DIR_TOO_LONG/FILENAME_TOO_LONG';
/** What a path must hold to be more than a copy: dots, doubled slashes, one at the end, what cannot be printed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: paths come from the system, with whatever bytes they have
const isSpecial = /^\.|\/[./]|.\/$|[\x00-\x1f\x7f]/;

const [slash, dot, firstPrinted, deleted] = [0x2f, 0x2e, 0x20, 0x7f];

/**
 * A path joined to the directory it is relative to, which ends in a slash. Dots and doubled slashes of the path go,
 * and what cannot be printed becomes a dot; the directory is taken as it is.
 */
export function joinPath(directory: string, path: string): string {
  if (directory.length + path.length + 1 > maxPath) return tooLong;
  const base = path === '' || path.startsWith('/') ? '' : directory;
  return isPlain(path) ? base + path : walk(base, path);
}

/** The same as `!isSpecial.test(path)`, for every path of a capture passes here. */
function isPlain(path: string): boolean {
  let before = slash;
  for (let at = 0; at < path.length; at += 1) {
    const code = path.charCodeAt(at);
    if (code < firstPrinted || code === deleted) return false;
    if (before === slash && (code === dot || (code === slash && at > 0))) return false;
    before = code;
  }
  return before !== slash || path.length <= 1;
}

/** `..` goes up into the directory too, but never beyond its first character. */
function walk(base: string, path: string): string {
  let walked = base;
  let at = 0;
  while (at < path.length) {
    const char = path.charAt(at);
    const isBegin = walked === '' || walked.endsWith('/');
    if (char === '.' && isBegin) {
      const dots = /^(?:\.\.(?:\/|$)|\.(?:\/|$))/.exec(path.slice(at, at + 3))?.[0];
      if (dots !== undefined && (dots.endsWith('/') || at + dots.length === path.length)) {
        if (dots.startsWith('..')) walked = parentOf(walked);
        at += dots.length;
        continue;
      }
      walked += char;
    } else if (char === '/') {
      // A path that went up all the way stays relative.
      if (!walked.endsWith('/') && (walked !== '' || base === '')) walked += char;
    } else walked += isSpecial.test(char) ? '.' : char;
    at += 1;
  }
  return walked.length > 1 && walked.endsWith('/') ? walked.slice(0, -1) : walked;
}

function parentOf(path: string): string {
  if (path.length <= 1) return path;
  return path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
}
