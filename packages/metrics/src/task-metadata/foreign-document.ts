/** Longest text that is taken as a label's value; the longest ARN is shorter. */
const maxText = 2048;
const controlCharacter = /\p{Cc}/u;
/** Most members of one list or map that are read. */
const maxMembers = 100;

/**
 * A JSON value whose shape its author changes without notice. What is there but not as expected reads as absent,
 * and the name of its field is noted, so that a change shows in a counter and not as a wrong figure. Members of
 * lists and maps are noted as `*`: the number of different names is bounded by the code that reads.
 */
export class ForeignDocument {
  readonly #value: unknown;
  readonly #field: string;
  readonly #unknown: Set<string>;

  constructor(name: string, value: unknown, unknown: Set<string> = new Set()) {
    this.#value = value;
    this.#field = name;
    this.#unknown = unknown;
  }

  /** Fields that were there but not as expected, or missing although required. */
  get unknownFields(): readonly string[] {
    return [...this.#unknown];
  }

  get isObject(): boolean {
    return typeof this.#value === 'object' && this.#value !== null && !Array.isArray(this.#value);
  }

  get isAbsent(): boolean {
    return this.#value === undefined || this.#value === null;
  }

  /** Notes that this value is not as expected. */
  reject(): undefined {
    this.#unknown.add(this.#field);
  }

  at(...path: readonly string[]): ForeignDocument {
    let value = this.#value;
    for (const key of path) value = memberOf(value, key);
    return new ForeignDocument([this.#field, ...path].join('.'), value, this.#unknown);
  }

  /** A number, never negative: counters, sizes and limits are not. */
  number(...path: readonly string[]): number | undefined {
    const field = this.at(...path);
    const value = field.#value;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    return field.isAbsent ? undefined : field.reject();
  }

  /** As `number`, but its absence is noted too. */
  requiredNumber(...path: readonly string[]): number | undefined {
    const field = this.at(...path);
    return field.isAbsent ? field.reject() : field.number();
  }

  /** A text that is not empty, fit for a label. */
  text(...path: readonly string[]): string | undefined {
    const field = this.at(...path);
    const value = field.#value;
    if (field.isAbsent || value === '') return undefined;
    if (typeof value !== 'string' || value.length > maxText || controlCharacter.test(value))
      return field.reject();
    return value;
  }

  /** A point in time in milliseconds; negative where Go's zero time, the year 1, stands for none. */
  time(...path: readonly string[]): number | undefined {
    const text = this.text(...path);
    if (text === undefined) return undefined;
    const time = Date.parse(text);
    return Number.isNaN(time) ? this.at(...path).reject() : time;
  }

  /** The members of a list, the first hundred. */
  list(key: string): readonly ForeignDocument[] {
    const field = this.at(key);
    if (!Array.isArray(field.#value)) {
      if (!field.isAbsent) field.reject();
      return [];
    }
    if (field.#value.length > maxMembers) field.reject();
    return field.#value.slice(0, maxMembers).map((member) => field.#member(member));
  }

  /** The members of a map by key, the first hundred. */
  entries(key: string): readonly (readonly [string, ForeignDocument])[] {
    const field = this.at(key);
    if (!field.isObject) {
      if (!field.isAbsent) field.reject();
      return [];
    }
    const entries = Object.entries(field.#value as object);
    if (entries.length > maxMembers) field.reject();
    return entries.slice(0, maxMembers).map(([name, member]) => [name, field.#member(member)]);
  }

  /** The member of a map whose keys are data. */
  member(key: string): ForeignDocument {
    return this.#member(memberOf(this.#value, key));
  }

  #member(value: unknown): ForeignDocument {
    return new ForeignDocument(`${this.#field}.*`, value, this.#unknown);
  }
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
