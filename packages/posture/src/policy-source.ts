import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import { isObject, type Json } from './json.ts';
import { PolicyError } from './policy-error.ts';

const maximumBytes = 4 * 1024 * 1024;
const maximumNodes = 200_000;
const maximumDepth = 100;

/** A YAML file as plain data that still knows the line of every mapping and list. */
export interface PolicySource {
  readonly file: string;
  readonly root: Json;
  /** An error at the place of a mapping or list of this file. */
  readonly error: (at: unknown, message: string) => PolicyError;
  /** Gives a value made from a mapping or list of this file the same place; returns the new value. */
  readonly keepPlace: <T extends object>(original: object, value: T) => T;
}

/**
 * Reads YAML 1.1, as Custodian's policies are written: `yes` and `on` are booleans, `010` is octal, `<<`
 * merges, and of duplicate keys the last counts. Throws `PolicyError` with the line of the first mistake.
 */
export function readSource(text: string, file: string): PolicySource {
  if (text.length > maximumBytes) throw new PolicyError(`${file}: larger than ${maximumBytes} bytes`);
  const counter = new LineCounter();
  const document = parseDocument(text, {
    version: '1.1',
    uniqueKeys: false,
    lineCounter: counter,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const lines = new WeakMap<object, number>();
  const lineAt = (offset: number): number => counter.linePos(offset).line;
  const [mistake] = document.errors;
  if (mistake !== undefined) {
    throw new PolicyError(`${file}:${lineAt(mistake.pos[0])}: ${mistake.message}`);
  }
  const root = new Converter(document, file, lines, lineAt).convert(document.contents, 0);
  return {
    file,
    root,
    error: (at, message) => {
      const line = typeof at === 'object' && at !== null ? lines.get(at) : undefined;
      return new PolicyError(line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`);
    },
    keepPlace: (original, value) => {
      const line = lines.get(original);
      if (line !== undefined) lines.set(value, line);
      return value;
    },
  };
}

class Converter {
  readonly #document: Document;
  readonly #file: string;
  readonly #lines: WeakMap<object, number>;
  readonly #lineAt: (offset: number) => number;
  #nodes = 0;

  constructor(
    document: Document,
    file: string,
    lines: WeakMap<object, number>,
    lineAt: (offset: number) => number,
  ) {
    this.#document = document;
    this.#file = file;
    this.#lines = lines;
    this.#lineAt = lineAt;
  }

  convert(node: unknown, depth: number): Json {
    this.#nodes += 1;
    if (this.#nodes > maximumNodes)
      throw this.#error(node, `more than ${maximumNodes} values (aliases count)`);
    if (depth > maximumDepth) throw this.#error(node, `nested deeper than ${maximumDepth} levels`);
    if (isAlias(node)) return this.convert(this.#resolve(node), depth + 1);
    if (isScalar(node)) return scalar(node.value);
    if (isSeq(node)) {
      return this.#placed(
        node,
        node.items.map((item) => this.convert(item, depth + 1)),
      );
    }
    if (isMap(node)) return this.#map(node, depth);
    return null;
  }

  #map(node: { items: readonly { key: unknown; value: unknown }[] }, depth: number): Json {
    const merged: Record<string, Json> = Object.create(null);
    const own: Record<string, Json> = Object.create(null);
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? keyText(pair.key.value) : undefined;
      if (key === undefined) throw this.#error(node, 'a key must be plain text');
      const value = this.convert(pair.value, depth + 1);
      if (key !== '<<') own[key] = value;
      else for (const part of Array.isArray(value) ? value.toReversed() : [value]) assign(merged, part);
    }
    return this.#placed(node, Object.assign(merged, own));
  }

  #resolve(alias: Alias): Node {
    const target = alias.resolve(this.#document);
    if (target === undefined) throw this.#error(alias, `no anchor named ${alias.source}`);
    return target;
  }

  #placed<T extends object>(node: unknown, value: T): T {
    const offset = offsetOf(node);
    if (offset !== undefined) this.#lines.set(value, this.#lineAt(offset));
    return value;
  }

  #error(node: unknown, message: string): PolicyError {
    const offset = offsetOf(node);
    const line = offset === undefined ? '' : `:${this.#lineAt(offset)}`;
    return new PolicyError(`${this.#file}${line}: ${message}`);
  }
}

function assign(target: Record<string, Json>, part: unknown): void {
  if (!isObject(part)) return;
  for (const key of Object.keys(part)) target[key] = part[key] ?? null;
}

/** The parser reads the merge key as a symbol of that name. */
function keyText(value: unknown): string {
  return typeof value === 'symbol' ? (value.description ?? '') : String(value);
}

function offsetOf(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0];
}

function scalar(value: unknown): Json {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}
