/**
 * Reads options from arguments as getopt(3) does: `options` names letters, a colon after one means it takes
 * a value. With a letter wanted: its value (empty for a switch), or undefined when it is not given. Without:
 * all that was found, as letter then value.
 */
export function getOptions(
  args: readonly string[],
  options: string,
  wanted: string | undefined,
): string | readonly string[] | undefined {
  const found: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '--') break;
    if (!argument.startsWith('-') || argument === '-') continue;
    for (let at = 1; at < argument.length; at += 1) {
      const letter = argument.charAt(at);
      const place = letter === ':' ? -1 : options.indexOf(letter);
      if (place === -1) continue;
      if (options.charAt(place + 1) !== ':') {
        if (letter === wanted) return '';
        found.push(letter, '');
        continue;
      }
      const rest = argument.slice(at + 1);
      if (rest === '') index += 1;
      const value = rest === '' ? args[index] : rest;
      if (value === undefined) break;
      if (letter === wanted) return value;
      found.push(letter, value);
      break;
    }
  }
  return wanted === undefined ? found : undefined;
}
