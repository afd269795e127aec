/**
 * The main attributes of a jar's manifest, by lower-case name (JAR file specification): lines of at most 72 bytes
 * continue with a blank; the first empty line ends them.
 */
export function parseManifest(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let current: string | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    if (line === '') {
      if (attributes.size > 0) break;
    } else if (line.startsWith(' ')) {
      if (current !== undefined) attributes.set(current, attributes.get(current) + line.slice(1));
    } else {
      const colon = line.indexOf(':');
      if (colon < 1) continue;
      current = line.slice(0, colon).toLowerCase();
      attributes.set(current, line.slice(colon + 1).trimStart());
    }
  }
  return attributes;
}
