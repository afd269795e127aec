import { type Document, isNode, isScalar, type LineCounter } from 'yaml';
import { RuleTestProblem } from './rule-test-file.ts';

/** The way to a value of a YAML document. */
export type Place = readonly (string | number)[];

type Mapping = Readonly<Record<string, unknown>>;

/** Reads values of a YAML document by their place; what has another form is told with its line. */
export class Reading {
  readonly #file: string;
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #value: unknown;

  constructor(file: string, document: Document, lines: LineCounter, value: unknown) {
    this.#file = file;
    this.#document = document;
    this.#lines = lines;
    this.#value = value;
  }

  mapping(place: Place): Mapping {
    const value = this.#at(place);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Mapping;
    throw this.problem(place, `${nameOf(place)} must be a mapping`);
  }

  /** A mapping that can stand as JSON without losing anything. */
  record(place: Place): Mapping {
    const value = this.mapping(place);
    this.#checkJson(place, value);
    return value;
  }

  #checkJson(place: Place, value: unknown): void {
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw this.problem(place, `${nameOf(place)} is no number that JSON has`);
      if (Number.isInteger(value) && !Number.isSafeInteger(value) && !this.#isExact(place, value))
        throw this.problem(place, `${nameOf(place)} is too large to be exact; put it in quotes`);
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value))
      this.#checkJson([...place, Array.isArray(value) ? Number(key) : key], inner);
  }

  #isExact(place: Place, value: number): boolean {
    const node = this.#document.getIn(place, true);
    const written = isScalar(node) ? (node.source ?? '') : '';
    return !/^[+-]?\d+$/.test(written) || BigInt(written.replace('+', '')) === BigInt(value);
  }

  text(place: Place): string {
    const value = this.#at(place);
    if (typeof value === 'string' && value !== '') return value;
    throw this.problem(place, `${nameOf(place)} must be a text`);
  }

  count(place: Place): number {
    const value = this.#at(place);
    if (Number.isSafeInteger(value) && Number(value) >= 1) return Number(value);
    throw this.problem(place, `${nameOf(place)} must be a whole number from 1`);
  }

  flag(place: Place): boolean {
    const value = this.#at(place) ?? false;
    if (typeof value === 'boolean') return value;
    throw this.problem(place, `${nameOf(place)} must be true or false`);
  }

  /** Places of the items of a sequence. */
  items(place: Place): Place[] {
    const value = this.#at(place);
    if (!Array.isArray(value)) throw this.problem(place, `${nameOf(place)} must be a sequence`);
    if (value.length === 0) throw this.problem(place, `${nameOf(place)} is empty`);
    return value.map((_, index) => [...place, index]);
  }

  optionalItems(place: Place): Place[] {
    return this.#at(place) === undefined ? [] : this.items(place);
  }

  onlyKeys(
    place: Place,
    known: readonly string[],
    suggest: (word: string, words: Iterable<string>) => string | undefined,
  ): void {
    for (const key of Object.keys(this.mapping(place))) {
      if (known.includes(key)) continue;
      const meant = suggest(key, known);
      const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean "${meant}"?`;
      throw this.problem([...place, key], `unknown key "${key}"; ${hint}`);
    }
  }

  line(place: Place): number {
    for (let length = place.length; length >= 0; length -= 1) {
      const node = this.#document.getIn(place.slice(0, length), true);
      const offset = isNode(node) ? node.range?.[0] : undefined;
      if (offset !== undefined) return Math.max(1, this.#lines.linePos(offset).line);
    }
    return 1;
  }

  problem(place: Place, message: string): RuleTestProblem {
    return new RuleTestProblem(this.#file, this.line(place), message);
  }

  #at(place: Place): unknown {
    let value = this.#value;
    for (const key of place) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string | number, unknown>)[key];
    }
    return value;
  }
}

/** `tests[2].rule`; the whole document is "the file". */
function nameOf(place: Place): string {
  if (place.length === 0) return 'the file';
  return place
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
