/** Reads tags as AWS services write them: a list of `{Key, Value}` or `{key, value}`, or a mapping. */
export function readTags(value: unknown): Record<string, string> {
  const tags: Record<string, string> = Object.create(null);
  if (Array.isArray(value)) {
    for (const tag of value) {
      if (!isRecord(tag)) continue;
      const key = tag.Key ?? tag.key;
      if (typeof key === 'string') tags[key] = String(tag.Value ?? tag.value ?? '');
    }
  } else if (isRecord(value)) {
    for (const [key, text] of Object.entries(value)) tags[key] = String(text);
  }
  return tags;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
