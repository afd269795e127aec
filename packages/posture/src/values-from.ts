import type { Evaluation } from './filter.ts';
import { compileExpression } from './jmespath/compile.ts';
import { isList, isObject, type Json, type JsonObject, textProperty } from './json.ts';
import { EvaluationError } from './policy-error.ts';

const formats = ['json', 'txt', 'csv', 'csv2dict'] as const;

/**
 * Reads the list of values that `value_from` names: `url`, `format` (by the extension when absent), `expr`.
 * Throws `EvaluationError` when the document is missing or has another form.
 */
export function readValuesFrom(from: JsonObject, evaluation: Evaluation): Json {
  const url = fillIn(textProperty(from, 'url') ?? '', evaluation);
  if (evaluation.remote === undefined)
    throw new EvaluationError(`value_from ${url}: no documents can be read here`);
  const text = evaluation.remote(url);
  const format = textProperty(from, 'format') ?? url.split('.').at(-1) ?? '';
  switch (formats.find((one) => one === format)) {
    case 'json':
      return select(parseJson(text, url), from.expr ?? null);
    case 'txt':
      return lines(text).map((line) => line.trim());
    case 'csv':
      return columns(lines(text).map(cells), from.expr ?? null);
    case 'csv2dict': {
      const rows = records(lines(text).map(cells));
      return from.expr === undefined || from.expr === null
        ? rows.flatMap((row) => Object.values(row))
        : select(rows, from.expr);
    }
    case undefined:
      throw new EvaluationError(
        `value_from ${url}: unknown format "${format}"; known are ${formats.join(', ')}`,
      );
  }
}

function fillIn(url: string, evaluation: Evaluation): string {
  return url.replaceAll('{account_id}', evaluation.accountId).replaceAll('{region}', evaluation.region);
}

function select(value: Json, expression: Json): Json {
  return typeof expression === 'string' ? compileExpression(expression)(value) : value;
}

function columns(rows: readonly (readonly string[])[], column: Json): Json {
  if (typeof column === 'number') return rows.map((row) => row[column] ?? null);
  if (typeof column === 'string') return select(rows, column);
  return rows.flat();
}

function records(rows: readonly (readonly string[])[]): readonly JsonObject[] {
  const [header = [], ...rest] = rows;
  return rest.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? null])));
}

function lines(text: string): readonly string[] {
  const all = text.split(/\r?\n/);
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

/** The cells of one line of CSV; quotes double inside quotes. */
function cells(line: string): readonly string[] {
  const found: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    found.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
  }
  return found;
}

function parseJson(text: string, url: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isList(value) || isObject(value) ? value : String(value);
  } catch (error) {
    throw new EvaluationError(`value_from ${url}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
