import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';

/** A mistake in a policy file. Lines count from 1. */
export interface PolicyProblem {
  readonly line: number;
  /** Path of the field: `gates[0].epssAtLeast`. */
  readonly field: string;
  readonly message: string;
}

/** A policy file that cannot be used, with all its mistakes. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly file: string;
  readonly problems: readonly PolicyProblem[];

  constructor(file: string, problems: readonly PolicyProblem[]) {
    const lines = problems.map(({ line, field, message }) => {
      return `${file}:${line}: ${field === '' ? '' : `${field}: `}${message}`;
    });
    super(lines.join('\n'));
    this.file = file;
    this.problems = problems;
  }
}

/** A place in the document: what is there, and how to name it. */
export interface Place {
  readonly node: Node | null | undefined;
  readonly field: string;
  readonly line: number;
}

const maxPolicyLength = 1 << 20;

/**
 * Reads fields of a YAML document, keeping a list of everything that is wrong. Each reader answers undefined
 * for a field that is absent or bad.
 */
export class PolicyReader {
  readonly problems: PolicyProblem[] = [];
  readonly root: Place;
  readonly #lines: LineCounter = new LineCounter();

  constructor(text: string) {
    const isTooLong = text.length > maxPolicyLength;
    const document = parseDocument(isTooLong ? '' : text, {
      lineCounter: this.#lines,
      version: '1.2',
      strict: true,
    });
    this.root = { node: document.contents, field: '', line: 1 };
    if (isTooLong) this.problem(this.root, `longer than ${maxPolicyLength} characters`);
    const [error] = document.errors;
    if (error !== undefined) {
      this.problems.push({
        line: error.linePos?.[0].line ?? 1,
        field: '',
        message: firstLine(error.message),
      });
    }
  }

  problem({ line, field }: Place, message: string): undefined {
    this.problems.push({ line, field, message });
    return undefined;
  }

  /** The map at a place, and a remark for every key that is not `known`. */
  map(place: Place, known: readonly string[]): YAMLMap | undefined {
    if (!isMap(place.node)) return this.problem(place, `must be a map with ${known.join(', ')}`);
    for (const { key } of place.node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (known.includes(name)) continue;
      const at = isScalar(key) ? this.#at(key, place.field) : place;
      this.problem(at, `unknown field "${name}"; known are ${known.join(', ')}`);
    }
    return place.node;
  }

  at(map: YAMLMap, parent: string, key: string): Place | undefined {
    const node = map.get(key, true);
    return node === undefined ? undefined : this.#at(node as Node, parent === '' ? key : `${parent}.${key}`);
  }

  list(place: Place | undefined): Place[] | undefined {
    if (place === undefined) return undefined;
    if (!isSeq(place.node)) return this.problem(place, 'must be a list');
    return place.node.items.map((item, index) =>
      this.#at(item as Node, `${place.field}[${index}]`, place.line),
    );
  }

  text(place: Place | undefined): string | undefined {
    if (place === undefined) return undefined;
    const value: unknown = isScalar(place.node) ? place.node.value : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    return this.problem(place, 'must be text');
  }

  texts(place: Place | undefined): string[] | undefined {
    return this.list(place)?.flatMap((item) => this.text(item) ?? []);
  }

  number(place: Place | undefined, min: number, max: number): number | undefined {
    if (place === undefined) return undefined;
    const value: unknown = isScalar(place.node) ? place.node.value : undefined;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    return this.problem(place, `must be a number from ${min} to ${max}`);
  }

  /** Only `true` says something; `false` is the same as leaving it out. */
  flag(place: Place | undefined): true | undefined {
    if (place === undefined) return undefined;
    const value: unknown = isScalar(place.node) ? place.node.value : undefined;
    if (typeof value !== 'boolean') return this.problem(place, 'must be true or false');
    return value ? true : undefined;
  }

  oneOf<T extends string>(place: Place | undefined, values: readonly T[]): T | undefined {
    if (place === undefined) return undefined;
    const value: unknown = isScalar(place.node) ? place.node.value : undefined;
    return values.find((one) => one === value) ?? this.problem(place, `must be one of ${values.join(', ')}`);
  }

  #at(node: Node | null, field: string, otherwise = 1): Place {
    const start = node?.range?.[0];
    return { node, field, line: start === undefined ? otherwise : this.#lines.linePos(start).line };
  }
}

/** The parser of the library reports its own exhausted stack as a mistake of the text. */
function firstLine(message: string): string {
  if (/call stack|Stack overflow/.test(message)) return 'nested too deeply';
  return message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}
