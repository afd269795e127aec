/** Fields of a paragraph by lower-case name; continuation lines are joined with line breaks. */
export type Paragraph = ReadonlyMap<string, string>;

/** Reads the paragraphs of a Debian control file (deb822): `Name: value`, blanks continue, empty lines separate. */
export function* parseControlFile(text: string): IterableIterator<Paragraph> {
  let fields = new Map<string, string>();
  let current: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      current = undefined;
    } else if (line.startsWith(' ') || line.startsWith('\t')) {
      if (current !== undefined) fields.set(current, `${fields.get(current)}\n${line.trim()}`);
    } else {
      const colon = line.indexOf(':');
      if (colon < 1) continue;
      current = line.slice(0, colon).toLowerCase();
      fields.set(current, line.slice(colon + 1).trim());
    }
  }
  if (fields.size > 0) yield fields;
}
