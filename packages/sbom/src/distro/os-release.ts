/** The variables of an os-release file (freedesktop): shell assignments without expansion. */
export function parseOsRelease(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    if (match?.[1] !== undefined) variables.set(match[1], unquote((match[2] ?? '').trim()));
  }
  return variables;
}

function unquote(value: string): string {
  const quote = value[0];
  if (quote === "'" && value.endsWith("'") && value.length > 1) return value.slice(1, -1);
  if (quote === '"' && value.endsWith('"') && value.length > 1) {
    return value.slice(1, -1).replace(/\\(["$`\\])/g, '$1');
  }
  return value;
}
