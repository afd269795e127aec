/** A version without a scheme: runs of digits compare as numbers, runs of letters as text. */
export class LooseVersion {
  readonly parts: readonly (number | string)[];

  constructor(text: string) {
    this.parts = (text.match(/\d+|[a-zA-Z]+/g) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));
  }

  /** -1, 0 or 1; undefined when a number meets a word. */
  compare(other: LooseVersion): number | undefined {
    const length = Math.max(this.parts.length, other.parts.length);
    for (let i = 0; i < length; i += 1) {
      const a = this.parts[i];
      const b = other.parts[i];
      if (a === b) continue;
      if (a === undefined) return -1;
      if (b === undefined) return 1;
      if (typeof a !== typeof b) return undefined;
      return a < b ? -1 : 1;
    }
    return 0;
  }
}
