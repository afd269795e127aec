/** Longer texts are cut: a path has 4096 bytes, a command line may have megabytes. */
const longest = 4096;

/** Texts by number, each kept once. Number 0 is the empty text, and stands for those that found no room. */
export class Texts {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #texts: string[] = [''];
  readonly #most: number;
  readonly #mostLength: number;
  #length = 0;
  /** Times that a text found no room. */
  dropped = 0;

  constructor(most: number, mostLength: number) {
    this.#most = most;
    this.#mostLength = mostLength;
  }

  get size(): number {
    return this.#texts.length;
  }

  /** The number of a text; 0 when it found no room. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (text.length > longest) return this.number(`${text.slice(0, longest - 1)}…`);
    if (this.#texts.length >= this.#most || this.#length + text.length > this.#mostLength) {
      this.dropped += 1;
      return 0;
    }
    const number = this.#texts.length;
    this.#numbers.set(text, number);
    this.#texts.push(text);
    this.#length += text.length;
    return number;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }
}
