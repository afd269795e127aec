/** Events set aside of one group; of more, half are forgotten at once. */
const maxAside = 64;
const firstAside = 8;

/**
 * Numbers of events that are only to be known again. In an array of numbers, for they come and go with nearly every event:
 * objects that live that long would have to be moved by the garbage collector one by one.
 */
export class AsideNumbers {
  #numbers = new Float64Array(firstAside);
  #count = 0;

  constructor(numbers: Iterable<number> = []) {
    for (const number of numbers) this.add(number);
  }

  get size(): number {
    return this.#count;
  }

  has(number: number): boolean {
    for (let index = 0; index < this.#count; index += 1) if (this.#numbers[index] === number) return true;
    return false;
  }

  /** Returns how many had to be forgotten for it. */
  add(number: number): number {
    const forgotten = this.#count === maxAside ? maxAside / 2 : 0;
    if (forgotten > 0) this.#dropFirst(forgotten);
    else if (this.#count === this.#numbers.length) this.#grow();
    this.#numbers[this.#count] = number;
    this.#count += 1;
    return forgotten;
  }

  /** Oldest first. */
  entries(): readonly number[] {
    return [...this.#numbers.subarray(0, this.#count)];
  }

  #dropFirst(dropped: number): void {
    this.#numbers.copyWithin(0, dropped, this.#count);
    this.#count -= dropped;
  }

  #grow(): void {
    const grown = new Float64Array(this.#numbers.length * 2);
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}
