import type { Event, FieldType } from '@breakwater/model';
import { checkOperand } from '../check/check-operand.ts';
import { CheckProblem } from '../check/check-problem.ts';
import {
  type FieldReference,
  type FieldTable,
  findField,
  findParameter,
  maxNameLength,
} from '../check/field-table.ts';
import { compileOperand, type Extract } from '../compile/operand.ts';
import { type Operand, transformerNames } from '../condition/ast.ts';
import { SyntaxProblem } from '../condition/lexer.ts';
import { parseOperand } from '../condition/parser.ts';

/** A piece of an output: literal text, or a value with an optional width. */
export type OutputPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly extract: Extract; readonly type: FieldType; readonly width?: number };

/** A field that an output names: an entry of `output_fields`. */
export interface OutputField {
  readonly label: string;
  readonly extract: Extract;
  readonly type: FieldType;
}

export interface OutputFormat {
  readonly parts: readonly OutputPart[];
  /** Distinct, in the order of the text. */
  readonly fields: readonly OutputField[];
}

/** A `%` that starts no field, or a field that is none. */
export class FormatProblem extends Error {
  override readonly name = 'FormatProblem';
  readonly at: number;
  /** What starts the field is unknown: what `skip-if-unknown-filter` forgives. */
  readonly isUnknownName: boolean;

  constructor(message: string, at: number, isUnknownName = true) {
    super(message);
    this.at = at;
    this.isUnknownName = isUnknownName;
  }
}

const token = /%(\d*)([a-zA-Z][a-zA-Z0-9_.]*)/y;
const argument = /\[(?:"([^"\\]*)"|'([^'\\]*)'|([^\][\s"']+))\]/y;
const transformers: ReadonlySet<string> = new Set(transformerNames);

/** Reads an output text. Throws FormatProblem. A leading `*` is accepted and dropped. */
export function parseFormat(text: string, table: FieldTable): OutputFormat {
  const parts: OutputPart[] = [];
  const fields = new Map<string, OutputField>();
  let at = text.startsWith('*') ? 1 : 0;
  while (at < text.length) {
    const percent = text.indexOf('%', at);
    const end = percent === -1 ? text.length : percent;
    if (end > at) parts.push({ kind: 'text', text: text.slice(at, end) });
    if (percent === -1) break;
    token.lastIndex = percent;
    const match = token.exec(text);
    const name = match?.[2];
    if (match === null || name === undefined) {
      const isAtEnd = /^%\d*$/.test(text.slice(percent));
      const message = `"%" must be followed by a field: "${text.slice(percent, percent + 12)}"`;
      throw new FormatProblem(message, percent, !isAtEnd);
    }
    const nameAt = percent + 1 + (match[1]?.length ?? 0);
    const value = readTransformer(text, name, nameAt, table) ?? readField(text, name, nameAt, table);
    const width = Number(match[1]) === 0 ? {} : { width: Math.min(Number(match[1]), 4096) };
    parts.push({ kind: 'value', extract: value.extract, type: value.type, ...width });
    for (const field of value.fields) fields.set(field.label, field);
    at = value.end;
  }
  return { parts, fields: [...fields.values()] };
}

interface ReadValue {
  readonly extract: Extract;
  readonly type: FieldType;
  readonly fields: readonly OutputField[];
  readonly end: number;
}

/** `%tolower(proc.name)`: the inner fields get the entries in `output_fields`. */
function readTransformer(text: string, name: string, at: number, table: FieldTable): ReadValue | undefined {
  if (!transformers.has(name) || text.charAt(at + name.length) !== '(') return undefined;
  const closed = closingParenthesis(text, at + name.length);
  if (closed === undefined) throw new FormatProblem(`the transformer "${name}(" is not closed`, at);
  argument.lastIndex = closed;
  const end = name === 'getopt' ? closed + (argument.exec(text)?.[0].length ?? 0) : closed;
  try {
    const operand = parseOperand(text.slice(at, end));
    const typed = checkOperand(operand, table);
    const fields = [...fieldsOf(operand)].map((field) => outputField(checkedField(field, table)));
    return { extract: compileOperand(typed), type: typed.type, fields, end };
  } catch (error) {
    if (error instanceof SyntaxProblem || error instanceof CheckProblem)
      throw new FormatProblem(error.message, at);
    throw error;
  }
}

function closingParenthesis(text: string, open: number): number | undefined {
  let depth = 0;
  let quote = '';
  for (let index = open; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
}

function* fieldsOf(operand: Operand): Generator<{ name: string; argument?: string }> {
  if (operand.kind === 'field') yield operand;
  if (operand.kind === 'transformer' || operand.kind === 'list') {
    for (const inner of operand.operands) yield* fieldsOf(inner);
  }
}

function checkedField(field: { name: string; argument?: string }, table: FieldTable): FieldReference {
  const found = findField(table, field.name, field.argument);
  if ('message' in found) throw new CheckProblem(found.message, 0, found.isUnknown);
  return found;
}

/** The longest field name that the text starts with wins; what follows it is text. */
function readField(text: string, run: string, at: number, table: FieldTable): ReadValue {
  let problem: string | undefined;
  for (let length = Math.min(run.length, maxNameLength); length > 0; length -= 1) {
    const name = run.slice(0, length);
    const parameter = table.byName.has(name) ? undefined : findParameter(table, name);
    if (parameter !== undefined) return readReference(parameter, at + parameter.label.length);
    const field = table.byName.get(name);
    if (field === undefined) continue;
    argument.lastIndex = at + length;
    const match = (field.argument ?? 'none') === 'none' ? null : argument.exec(text);
    const inner = match?.[1] ?? match?.[2] ?? match?.[3];
    const withArgument = findField(table, name, inner);
    // An argument that the field does not take is text like any other.
    const found = 'message' in withArgument ? findField(table, name, undefined) : withArgument;
    if (field.isFilterOnly === true) problem ??= `"${name}" can be compared, but not shown`;
    else if ('message' in found) problem ??= found.message;
    else return readReference(found, at + length + (found === withArgument ? (match?.[0].length ?? 0) : 0));
  }
  const found = findField(table, run.replace(/\.+$/, ''), undefined);
  throw new FormatProblem(problem ?? ('message' in found ? found.message : `unknown field "${run}"`), at);
}

function readReference(reference: FieldReference, end: number): ReadValue {
  const field = outputField(reference);
  // In output_fields a time is nanoseconds, however the text shows it.
  const entry = timeFields.has(field.label) ? { ...field, extract: (event: Event) => event.time } : field;
  return { extract: field.extract, type: field.type, fields: [entry], end };
}

const timeFields: ReadonlySet<string> = new Set([
  'evt.time',
  'evt.time.s',
  'evt.time.iso8601',
  'evt.datetime',
  'evt.datetime.s',
]);

/** A field that is no list and yet yields several values, as the names of all ancestors, shows them in a row. */
function outputField({ field, argument: value, label }: FieldReference): OutputField {
  const read: Extract = value === undefined ? field.extract : (event) => field.extract(event, value);
  if (field.isList === true) return { label, extract: read, type: field.type };
  const extract: Extract = (event) => {
    const found = read(event);
    return Array.isArray(found) ? found.join(' ') : found;
  };
  return { label, extract, type: field.type };
}
