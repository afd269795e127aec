/** Policies name the same patterns for every image: so many are kept split. */
const maxRemembered = 16_384;
const remembered = new Map<string, readonly string[]>();

/** True when `text` is `pattern`, in which `*` stands for any characters, none included. Takes linear time in practice. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const pieces = piecesOf(pattern);
  const { length } = pieces;
  const head = pieces[0] ?? '';
  if (length === 1) return text === head;
  const tail = pieces[length - 1] ?? '';
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (let at = 1; at < length - 1; at += 1) {
    const piece = pieces[at] ?? '';
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}

function piecesOf(pattern: string): readonly string[] {
  const known = remembered.get(pattern);
  if (known !== undefined) return known;
  if (remembered.size >= maxRemembered) remembered.clear();
  const pieces = pattern.split('*');
  remembered.set(pattern, pieces);
  return pieces;
}
