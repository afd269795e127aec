/** A stored record as the API shows it where the mark of sample data is not part of its shape. */
export function withoutSample<T extends { readonly isSample: boolean }>(record: T): Omit<T, 'isSample'> {
  const { isSample: _, ...shown } = record;
  return shown;
}
