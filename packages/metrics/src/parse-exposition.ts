import type { Sample } from './metric-family.ts';

/** A sample with the name it belongs to. */
export interface NamedSample extends Sample {
  readonly name: string;
}

export interface ParsedExposition {
  readonly samples: readonly NamedSample[];
  /** Lines that are not exposition, by number from 1, and why. */
  readonly rejected: readonly { readonly line: number; readonly error: string }[];
}

/** Longest line that is read; names and label names of the format are ASCII. */
const maxLine = 65_536;
const maxRejected = 100;
const namePattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const labelPattern = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"/;

/** Reads Prometheus text exposition 0.0.4. A bad line is reported, the others are kept. */
export function parseExposition(text: string): ParsedExposition {
  const samples: NamedSample[] = [];
  const rejected: { line: number; error: string }[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    const result = line.length > maxLine ? 'the line is too long' : parseLine(line);
    if (typeof result !== 'string') samples.push(result);
    else if (rejected.length < maxRejected) rejected.push({ line: index + 1, error: result });
  });
  return { samples, rejected };
}

/** A sample, or what is wrong with the line. */
function parseLine(line: string): NamedSample | string {
  const name = namePattern.exec(line)?.[0];
  if (name === undefined) return 'a metric name is expected';
  let rest = line.slice(name.length);
  let labels: Record<string, string> = {};
  if (rest.startsWith('{')) {
    const parsed = parseLabels(rest.slice(1));
    if (typeof parsed === 'string') return parsed;
    ({ labels, rest } = parsed);
  }
  const [valueText, timeText, ...extra] = rest.trim().split(/\s+/);
  const value = parseNumber(valueText ?? '');
  if (value === undefined) return `"${valueText ?? ''}" is not a number`;
  if (extra.length > 0) return 'more than a value and a time';
  if (timeText === undefined) return { name, labels, value };
  const timeMs = Number(timeText);
  return Number.isSafeInteger(timeMs)
    ? { name, labels, value, timeMs }
    : `"${timeText}" is not a time in milliseconds`;
}

function parseLabels(text: string): { labels: Record<string, string>; rest: string } | string {
  const labels: Record<string, string> = Object.create(null);
  let rest = text;
  while (!/^\s*}/.test(rest)) {
    const label = labelPattern.exec(rest);
    if (label?.[1] === undefined) return 'a label is expected';
    const value = parseQuoted(rest.slice(label[0].length));
    if (value === undefined) return `the value of label "${label[1]}" does not end`;
    labels[label[1]] = value.text;
    rest = value.rest.replace(/^\s*,/, '');
  }
  return { labels, rest: rest.replace(/^\s*}/, '') };
}

/** The text up to the closing quote, unescaped. */
function parseQuoted(text: string): { text: string; rest: string } | undefined {
  let value = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') return { text: value, rest: text.slice(index + 1) };
    if (character !== '\\') {
      value += character;
      continue;
    }
    index += 1;
    value += text[index] === 'n' ? '\n' : (text[index] ?? '');
  }
  return undefined;
}

function parseNumber(text: string): number | undefined {
  if (/^[+-]?Inf$/i.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^NaN$/i.test(text)) return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}
