import type { CaptureEvent } from '../../capture-event.ts';
import type { ParameterType } from '../../schema/schema.ts';
import type { Descriptor } from '../../state/descriptor.ts';
import type { Thread } from '../../state/thread.ts';
import { mask, textsOf } from './mask.ts';
import { compilePattern, type Finder, finderOf, type Span } from './patterns.ts';
import { findArgumentSecrets } from './program-secrets.ts';
import { findSecrets, isSecretName } from './secrets.ts';

export interface RedactionOptions {
  /** Patterns (RE2) of what is hidden; of one with groups what the groups match. */
  readonly patterns?: readonly string[];
  /** Patterns of whole names of variables whose values are hidden. */
  readonly names?: readonly string[];
  /** Hides what is commonly secret: passwords, tokens, keys. */
  readonly secrets?: boolean;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const nul = 0;
const blank = 0x20;
const equals = 0x3d;
const maxDepth = 64;

/**
 * Hides parts of texts behind as many `*`: lengths and separators stay. Bytes that are given are never changed;
 * what has nothing to hide is given back as it is.
 */
export class Redaction {
  readonly #patterns: readonly Finder[];
  readonly #isHiddenName: (name: string) => boolean;
  readonly #hasSecrets: boolean;
  /** Parts that were hidden so far. */
  count = 0;

  /** @throws PatternProblem */
  constructor({ patterns = [], names = [], secrets = false }: RedactionOptions) {
    this.#patterns = patterns.map((text) => finderOf(compilePattern(text)));
    const compiled = names.map(compilePattern);
    this.#isHiddenName = (name) =>
      (secrets && isSecretName(name)) || compiled.some((pattern) => pattern.matches(name));
    this.#hasSecrets = secrets;
  }

  /** A text or other data. */
  bytes(bytes: Uint8Array): Uint8Array {
    if (bytes.length === 0) return bytes;
    return this.#mask(bytes, [...this.#secretsOf(bytes), ...this.#patterns.flatMap((find) => find(bytes))]);
  }

  /** Arguments of a program, which end in a NUL each. A pattern sees blanks between them. */
  args(bytes: Uint8Array, program = ''): Uint8Array {
    if (bytes.length === 0) return bytes;
    const spans = [...this.#secretsOf(bytes), ...this.#assignments(bytes)];
    if (this.#hasSecrets) spans.push(...findArgumentSecrets(program, bytes));
    if (this.#patterns.length > 0) {
      const line = bytes.map((byte) => (byte === nul ? blank : byte));
      for (const find of this.#patterns) spans.push(...find(line));
    }
    return this.#mask(bytes, spans);
  }

  /** Variables, `NAME=value` each, which end in a NUL each. A pattern sees one at a time. */
  environment(bytes: Uint8Array): Uint8Array {
    if (bytes.length === 0) return bytes;
    const spans = this.#assignments(bytes);
    for (const { start, end } of textsOf(bytes)) {
      const one = bytes.subarray(start, end);
      for (const found of [...this.#secretsOf(one), ...this.#patterns.flatMap((find) => find(one))]) {
        spans.push({ start: start + found.start, end: start + found.end });
      }
    }
    return this.#mask(bytes, spans);
  }

  text(text: string): string {
    const bytes = encoder.encode(text);
    const hidden = this.bytes(bytes);
    return hidden === bytes ? text : decoder.decode(hidden);
  }

  /** The texts of a JSON document; those of keys that name secrets as a whole. What is no JSON is a text. */
  json(text: string): string {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.text(text);
    }
    const before = this.count;
    const hidden = this.#value(value, maxDepth);
    return this.count === before ? text : JSON.stringify(hidden);
  }

  #value(value: unknown, left: number): unknown {
    if (typeof value === 'string') return decoder.decode(this.environment(encoder.encode(value)));
    if (typeof value !== 'object' || value === null) return value;
    // What lies deeper than any container record is not looked into, and not kept.
    if (left === 0) return null;
    if (Array.isArray(value)) return value.map((one: unknown) => this.#value(one, left - 1));
    const entries = Object.entries(value).map(([key, one]: [string, unknown]): [string, unknown] => {
      if (typeof one !== 'string' || one === '' || !this.#isHiddenName(key))
        return [key, this.#value(one, left - 1)];
      this.count += 1;
      return [key, '*'.repeat(encoder.encode(one).length)];
    });
    return Object.fromEntries(entries);
  }

  #secretsOf(bytes: Uint8Array): Span[] {
    return this.#hasSecrets ? findSecrets(bytes) : [];
  }

  /** Values of the texts `NAME=value` whose name says that they are secret. */
  #assignments(bytes: Uint8Array): Span[] {
    const spans: Span[] = [];
    for (const { start, end } of textsOf(bytes)) {
      const at = bytes.indexOf(equals, start);
      if (at <= start || at >= end - 1) continue;
      if (this.#isHiddenName(decoder.decode(bytes.subarray(start, at)))) spans.push({ start: at + 1, end });
    }
    return spans;
  }

  #mask(bytes: Uint8Array, spans: readonly Span[]): Uint8Array {
    if (spans.length === 0) return bytes;
    const { masked, count } = mask(bytes, spans);
    this.count += count;
    return masked;
  }
}

/** The parameters of an event with what is to be hidden hidden. Lengths stay, but those of JSON. */
export function redactEvent(event: CaptureEvent, redaction: Redaction): Uint8Array[] {
  return Array.from({ length: event.count }, (_, index) => {
    const parameter = event.type.parameters[index];
    const data = event.data(index);
    if (parameter === undefined) return redaction.bytes(data);
    if (parameter.type !== 'dyn')
      return redactParameter(parameter.type, parameter.name, event, data, redaction);
    const type = parameter.dynamic?.[data[0] ?? 0]?.type ?? 'none';
    const rest = redactParameter(type, parameter.name, event, data.subarray(1), redaction);
    return after(data, 1, rest);
  });
}

const unixFamily = 1;

function redactParameter(
  type: ParameterType,
  name: string,
  event: CaptureEvent,
  data: Uint8Array,
  redaction: Redaction,
): Uint8Array {
  switch (type) {
    case 'charbuf':
    case 'fspath':
    case 'fsrelpath':
      return event.type.name === 'container' ? jsonBytes(data, redaction) : redaction.bytes(data);
    case 'bytebuf':
      if (event.type.name === 'asyncevent') return jsonBytes(data, redaction);
      if (name === 'args') return redaction.args(data, programOf(event));
      return name === 'env' ? redaction.environment(data) : redaction.bytes(data);
    case 'charbufarray':
    case 'charbuf_pair_array':
      return redaction.environment(data);
    case 'sockaddr':
      return data[0] === unixFamily ? after(data, 1, redaction.bytes(data.subarray(1))) : data;
    case 'socktuple':
      return data[0] === unixFamily ? after(data, 17, redaction.bytes(data.subarray(17))) : data;
    default:
      return data;
  }
}

/** As it was called. */
function programOf(event: CaptureEvent): string {
  const place = event.type.parameters.findIndex((parameter) => parameter.name === 'exe');
  if (place < 0 || place >= event.count) return '';
  const data = event.data(place);
  return decoder.decode(data.subarray(0, data.at(-1) === nul ? -1 : undefined));
}

function after(data: Uint8Array, start: number, rest: Uint8Array): Uint8Array {
  const whole = data.slice();
  whole.set(rest, Math.min(start, whole.length));
  return whole;
}

function jsonBytes(data: Uint8Array, redaction: Redaction): Uint8Array {
  const end = data.indexOf(nul);
  const text = decoder.decode(end < 0 ? data : data.subarray(0, end));
  const hidden = redaction.json(text);
  return hidden === text ? data : encoder.encode(`${hidden}\0`);
}

/** A thread with what is to be hidden hidden in all of its texts. */
export function redactThread(thread: Thread, redaction: Redaction): Thread {
  const text = (value: string): string => redaction.text(value);
  const path = thread.enter?.path;
  return {
    ...thread,
    comm: text(thread.comm),
    exe: text(thread.exe),
    exepath: text(thread.exepath),
    cwd: text(thread.cwd),
    root: text(thread.root),
    args: texts(thread.args, (bytes) => redaction.args(bytes, thread.exe)),
    env: texts(thread.env, (bytes) => redaction.environment(bytes)),
    cgroups: texts(thread.cgroups, (bytes) => redaction.environment(bytes)),
    enter:
      thread.enter === undefined || path === undefined ? thread.enter : { ...thread.enter, path: text(path) },
  };
}

/** A descriptor with what is to be hidden hidden in its name. */
export function redactDescriptor(descriptor: Descriptor, redaction: Redaction): Descriptor {
  const { name, nameRaw } = descriptor;
  return {
    ...descriptor,
    name: redaction.text(name),
    nameRaw: nameRaw === undefined ? undefined : redaction.text(nameRaw),
  };
}

function texts(values: readonly string[], redact: (bytes: Uint8Array) => Uint8Array): readonly string[] {
  if (values.length === 0) return values;
  const bytes = encoder.encode(values.map((value) => `${value}\0`).join(''));
  const hidden = redact(bytes);
  if (hidden === bytes) return values;
  return textsOf(hidden).map(({ start, end }) => decoder.decode(hidden.subarray(start, end)));
}
