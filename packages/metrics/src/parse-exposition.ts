import type { Sample } from './metric-family.ts';

/** A sample with the name it belongs to. */
export interface NamedSample extends Sample {
  readonly name: string;
}

export interface ParsedExposition {
  readonly samples: readonly NamedSample[];
  /** Lines that are not exposition, by number from 1, and why; past a hundred, the last entry counts the others. */
  readonly rejected: readonly { readonly line: number; readonly error: string }[];
}

export interface ExpositionLimits {
  /** Most samples that are read. */
  readonly maxSamples: number;
}

/** Longest line that is read, in UTF-16 units. */
const maxLine = 65_536;
const maxLabels = 64;
const maxRejected = 100;
/** Largest time that a Date can hold. */
const maxTimeMs = 8.64e15;
const blanks = /[ \t]+/;
const namePattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const labelPattern = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"/y;
const labelEndPattern = /[ \t]*(,)?[ \t]*(})?/y;

/**
 * Reads the samples of Prometheus text exposition 0.0.4; comments, HELP and TYPE are passed over. A bad line is
 * reported, the others are kept; never throws.
 */
export function parseExposition(
  text: string,
  limits: ExpositionLimits = { maxSamples: 200_000 },
): ParsedExposition {
  const samples: NamedSample[] = [];
  const rejected = new RejectedLines();
  for (const [number, line] of linesOf(text)) {
    if (line === undefined) rejected.add(number, `the line is longer than ${maxLine} characters`);
    else if (samples.length >= limits.maxSamples) {
      rejected.add(number, `only ${limits.maxSamples} samples are read at once: send less in one batch`);
    } else {
      const sample = parseLine(line);
      if (typeof sample === 'string') rejected.add(number, sample);
      else samples.push(sample);
    }
  }
  return { samples, rejected: rejected.list() };
}

/** The lines that hold something, with their number; undefined in place of one that is too long. */
function* linesOf(text: string): Generator<readonly [number, string | undefined]> {
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    number += 1;
    const line = end - start > maxLine ? undefined : trimBlanks(text.slice(start, end));
    const isComment = text[start] === '#' || line === '' || line?.startsWith('#');
    if (!isComment) yield [number, line];
    start = end + 1;
  }
}

class RejectedLines {
  readonly #lines: { readonly line: number; readonly error: string }[] = [];
  #others = 0;
  #firstOther = 0;

  add(line: number, error: string): void {
    if (this.#lines.length < maxRejected) this.#lines.push({ line, error });
    else {
      if (this.#others === 0) this.#firstOther = line;
      this.#others += 1;
    }
  }

  list(): readonly { readonly line: number; readonly error: string }[] {
    if (this.#others === 0) return this.#lines;
    const error = `from here on ${this.#others} more lines were not taken`;
    return [...this.#lines, { line: this.#firstOther, error }];
  }
}

/** A sample, or what is wrong with the line. */
function parseLine(line: string): NamedSample | string {
  const name = namePattern.exec(line)?.[0];
  if (name === undefined) return 'a metric name is expected';
  const open = /^[ \t]*\{/.exec(line.slice(name.length))?.[0];
  const parsed =
    open === undefined
      ? { labels: emptyLabels(), end: name.length }
      : parseLabels(line, name.length + open.length);
  if (typeof parsed === 'string') return parsed;
  const [valueText = '', timeText, ...extra] = trimBlanks(line.slice(parsed.end)).split(blanks);
  const value = parseNumber(valueText);
  if (value === undefined) return `"${shortened(valueText)}" is not a number`;
  if (extra.length > 0) return 'more than a value and a time';
  if (timeText === undefined) return { name, labels: parsed.labels, value };
  const timeMs = /^-?\d{1,16}$/.test(timeText) ? Number(timeText) : Number.NaN;
  return Math.abs(timeMs) <= maxTimeMs
    ? { name, labels: parsed.labels, value, timeMs }
    : `"${shortened(timeText)}" is not a time in milliseconds`;
}

interface ParsedLabels {
  readonly labels: Readonly<Record<string, string>>;
  /** Where the line goes on. */
  readonly end: number;
}

/** Labels from behind the opening brace on, or what is wrong with them. */
function parseLabels(line: string, start: number): ParsedLabels | string {
  const labels = emptyLabels();
  const first = matchAt(labelEndPattern, line, start);
  if (first?.[2] !== undefined) {
    return first[1] === undefined ? { labels, end: start + first[0].length } : 'a label is expected';
  }
  for (let count = 0, at = start; count < maxLabels; count += 1) {
    const label = matchAt(labelPattern, line, at);
    const name = label?.[1];
    if (label === undefined || name === undefined) return 'a label is expected';
    if (name in labels) return `the label "${shortened(name)}" is there twice`;
    const quoted = parseQuoted(line, at + label[0].length);
    if (quoted === undefined)
      return `the value of label "${shortened(name)}" does not end, or has a wrong escape`;
    labels[name] = quoted.text;
    const separator = matchAt(labelEndPattern, line, quoted.end);
    at = quoted.end + (separator?.[0].length ?? 0);
    if (separator?.[2] !== undefined) return { labels, end: at };
    if (separator?.[1] === undefined) return 'a comma or a closing brace is expected behind a label';
  }
  return `more than ${maxLabels} labels`;
}

/** The text up to the closing quote, unescaped, and the place behind the quote. */
function parseQuoted(line: string, start: number): { text: string; end: number } | undefined {
  let text = '';
  let from = start;
  for (let index = start; index < line.length; index += 1) {
    const character = line[index];
    if (character === '"') return { text: text + line.slice(from, index), end: index + 1 };
    if (character !== '\\') continue;
    const escaped = unescapeCharacter(line[index + 1]);
    if (escaped === undefined) return undefined;
    text += line.slice(from, index) + escaped;
    index += 1;
    from = index + 1;
  }
  return undefined;
}

function unescapeCharacter(character: string | undefined): string | undefined {
  if (character === 'n') return '\n';
  return character === '\\' || character === '"' ? character : undefined;
}

function parseNumber(text: string): number | undefined {
  if (/^[+-]?inf(inity)?$/i.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** Without a prototype: names come from outside. */
function emptyLabels(): Record<string, string> {
  return Object.create(null);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r';
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
