/** What the code under test promised and did not keep. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Fields yield plain values or lists of them, whatever they read. */
export function checkValue(name: string, value: unknown): void {
  if (value === undefined || isPlain(value)) return;
  if (!Array.isArray(value) || !value.every(isPlain))
    throw new Broken(`${name} yields ${JSON.stringify(value)}`);
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}
