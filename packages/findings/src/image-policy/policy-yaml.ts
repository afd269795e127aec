import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { suggestion } from './suggestion.ts';

/** A mistake in a policy file. Lines and columns count from 1. */
export interface PolicyProblem {
  readonly line: number;
  readonly column: number;
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
    const lines = problems.map(({ line, column, field, message }) => {
      return `${file}:${line}:${column}: ${field === '' ? '' : `${field}: `}${message}`;
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
  readonly column: number;
}

const maxPolicyLength = 1 << 20;
/** More mistakes are counted, not listed. */
const maxProblems = 100;
const maxEntries = 10_000;
const start: Pick<Place, 'line' | 'column'> = { line: 1, column: 1 };

/**
 * Reads fields of a YAML document, keeping a list of everything that is wrong. Each reader answers undefined
 * for a field that is absent or bad. Aliases are refused: a policy says in each place what holds there.
 */
export class PolicyReader {
  readonly #problems: PolicyProblem[] = [];
  readonly root: Place;
  readonly #lines: LineCounter = new LineCounter();
  #unlisted = 0;

  constructor(text: string) {
    const isTooLong = text.length > maxPolicyLength;
    // Keys given twice are found by `map`: the library compares every key with every other.
    const document = parseDocument(isTooLong ? '' : text, {
      lineCounter: this.#lines,
      version: '1.2',
      strict: true,
      uniqueKeys: false,
      logLevel: 'error',
    });
    this.root = { node: document.contents, field: '', ...start };
    if (isTooLong) this.problem(this.root, `longer than ${maxPolicyLength} characters`);
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 };
      this.problem({ field: '', line, column: col }, firstLine(error.message));
    }
  }

  /** Every mistake so far, in the order of the file. */
  get problems(): readonly PolicyProblem[] {
    const listed = this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    if (this.#unlisted === 0) return listed;
    return [...listed, { ...start, field: '', message: `and ${this.#unlisted} more mistakes` }];
  }

  problem({ line, column, field }: Omit<Place, 'node'>, message: string): undefined {
    if (this.#problems.length < maxProblems) this.#problems.push({ line, column, field, message });
    else this.#unlisted += 1;
    return undefined;
  }

  /** The map at a place, and a remark for every key that is not `known` or given twice. */
  map(place: Place, known: readonly string[]): YAMLMap | undefined {
    const entries = this.entries(place, `must be a map with ${known.join(', ')}`);
    if (entries === undefined || !isMap(place.node)) return undefined;
    for (const { key, at } of entries) {
      if (known.includes(key)) continue;
      const meant = suggestion(key, known);
      const advice = meant === '' ? `; known are ${known.join(', ')}` : meant;
      this.problem(at, `unknown field "${shortened(key)}"${advice}`);
    }
    return place.node;
  }

  /** The keys of a map and what each names, and a remark for every key given twice. */
  entries(place: Place, otherwise: string): readonly { key: string; at: Place; value: Place }[] | undefined {
    if (!isMap(place.node)) return this.problem(place, this.#refusal(place, otherwise));
    const seen = new Set<string>();
    if (place.node.items.length > maxEntries)
      return this.problem(place, `has more than ${maxEntries} entries`);
    return place.node.items.map((pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const at = this.#at(isScalar(pair.key) ? pair.key : null, place.field, place);
      if (seen.has(key)) this.problem(at, `"${shortened(key)}" is given twice; keys must be unique`);
      seen.add(key);
      const field = place.field === '' ? shortened(key) : `${place.field}.${shortened(key)}`;
      return { key, at, value: this.#at(pair.value as Node | null, field, at) };
    });
  }

  at(map: YAMLMap, parent: string, key: string): Place | undefined {
    const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (pair === undefined) return undefined;
    const field = parent === '' ? key : `${parent}.${key}`;
    return this.#at(pair.value as Node | null, field, this.#at(pair.key as Node, field, undefined));
  }

  list(place: Place | undefined): Place[] | undefined {
    if (place === undefined) return undefined;
    if (!isSeq(place.node)) return this.problem(place, this.#refusal(place, 'must be a list'));
    if (place.node.items.length > maxEntries)
      return this.problem(place, `has more than ${maxEntries} entries`);
    return place.node.items.map((item, index) =>
      this.#at(item as Node | null, `${place.field}[${index}]`, place),
    );
  }

  text(place: Place | undefined): string | undefined {
    if (place === undefined) return undefined;
    const value = scalarOf(place);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    const isUnquoted = typeof value === 'number' || typeof value === 'boolean';
    return this.problem(
      place,
      this.#refusal(place, isUnquoted ? `must be text; write "${value}"` : 'must be text'),
    );
  }

  texts(place: Place | undefined): string[] | undefined {
    return this.list(place)?.flatMap((item) => this.text(item) ?? []);
  }

  number(place: Place | undefined, min: number, max: number): number | undefined {
    if (place === undefined) return undefined;
    const value = scalarOf(place);
    if (typeof value === 'number' && value >= min && value <= max) return value;
    return this.problem(place, this.#refusal(place, `must be a number from ${min} to ${max}`));
  }

  boolean(place: Place | undefined): boolean | undefined {
    if (place === undefined) return undefined;
    const value = scalarOf(place);
    if (typeof value === 'boolean') return value;
    return this.problem(place, this.#refusal(place, 'must be true or false'));
  }

  oneOf<T extends string>(place: Place | undefined, values: readonly T[]): T | undefined {
    if (place === undefined) return undefined;
    const value = scalarOf(place);
    const found = values.find((one) => one === value);
    if (found !== undefined) return found;
    const meant = typeof value === 'string' ? suggestion(value, values) : '';
    return this.problem(place, this.#refusal(place, `must be one of ${values.join(', ')}${meant}`));
  }

  #refusal({ node }: Place, otherwise: string): string {
    return isAlias(node) ? 'aliases are not read here; write it out' : otherwise;
  }

  #at(node: Node | null, field: string, otherwise: Pick<Place, 'line' | 'column'> | undefined): Place {
    const offset = node?.range?.[0];
    if (offset === undefined) return { node, field, ...(otherwise ?? start) };
    const { line, col } = this.#lines.linePos(offset);
    return { node, field, line, column: col };
  }
}

function scalarOf({ node }: Place): unknown {
  return isScalar(node) ? node.value : undefined;
}

function shortened(key: string): string {
  return key.length > 60 ? `${key.slice(0, 60)}…` : key;
}

/** The parser of the library reports its own exhausted stack as a mistake of the text. */
function firstLine(message: string): string {
  if (/call stack|Stack overflow/.test(message)) return 'nested too deeply';
  return message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}
