/** The macros and lists that a text defines, in its order. */
export function namesIn(text: string): {
  readonly macros: readonly string[];
  readonly lists: readonly string[];
} {
  const macros: string[] = [];
  const lists: string[] = [];
  for (const match of text.matchAll(/^- +(macro|list): *["']?([^"'\n#]+?)["']? *$/gm)) {
    (match[1] === 'macro' ? macros : lists).push(match[2] ?? '');
  }
  return { macros, lists };
}
