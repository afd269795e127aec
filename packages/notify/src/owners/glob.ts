/**
 * Whether a pattern covers all of a text. `*` stands for any characters but `/`, `**` for any, `?` for one but `/`.
 * Time is at most length of pattern × length of text, whatever the pattern.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = partsOf(pattern);
  let open = reach(parts, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const at of open) {
      const part = parts[at];
      if (part === undefined) continue;
      if (part === '**' || (part === '*' && character !== '/')) next.add(at);
      else if (part === '?' ? character !== '/' : part === character) next.add(at + 1);
    }
    if (next.size === 0) return false;
    open = reach(parts, next);
  }
  return open.has(parts.length);
}

/** Stars may stand for nothing: whoever is before one is behind it as well. */
function reach(parts: readonly string[], from: ReadonlySet<number>): Set<number> {
  const found = new Set<number>();
  for (let at of from) {
    found.add(at);
    while (parts[at] === '*' || parts[at] === '**') {
      at += 1;
      found.add(at);
    }
  }
  return found;
}

function partsOf(pattern: string): readonly string[] {
  const parts: string[] = [];
  for (const character of pattern) {
    if (character === '*' && parts.at(-1) === '*') parts[parts.length - 1] = '**';
    else if (character !== '*' || parts.at(-1) !== '**') parts.push(character);
  }
  return parts;
}
