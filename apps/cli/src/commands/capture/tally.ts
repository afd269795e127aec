/** Values by key, no more than a limit: what a capture names may be without end. Keys beyond are counted. */
export class Tally<Key, Value> {
  readonly #values = new Map<Key, Value>();
  readonly #limit: number;
  readonly #create: (key: Key) => Value;
  /** Times that a key found no room. */
  beyond = 0;

  constructor(limit: number, create: (key: Key) => Value) {
    this.#limit = limit;
    this.#create = create;
  }

  /** The value of a key, made when it is new; undefined when there is no room for it. */
  get(key: Key): Value | undefined {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#values.size >= this.#limit) {
      this.beyond += 1;
      return undefined;
    }
    const value = this.#create(key);
    this.#values.set(key, value);
    return value;
  }

  values(): readonly Value[] {
    return [...this.#values.values()];
  }
}
