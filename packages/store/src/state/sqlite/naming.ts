/** The SQL name of a collection or column: `image.digest` → `image_digest`, `isSample` → `is_sample`. */
export function sqlName(name: string): string {
  return name.replace(/[.-]/g, '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The SQL name, quoted. Names come from collections, never from a request. */
export function quoted(name: string): string {
  return `"${sqlName(name)}"`;
}
