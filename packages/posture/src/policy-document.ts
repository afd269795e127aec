import { isList, isObject, type Json, type JsonObject, listOf, property } from './json.ts';
import { EvaluationError } from './policy-error.ts';

const maximumLength = 1_000_000;

/**
 * The statements of an IAM policy document: an object, JSON text, or URL-encoded JSON text as IAM's raw
 * answers hold it. No document has no statements. Throws `EvaluationError` on text that is no policy.
 */
export function statementsOf(document: Json): readonly JsonObject[] {
  return listOf(property(parseDocument(document), 'Statement')).filter((statement) => isObject(statement));
}

function parseDocument(document: Json): Json {
  if (typeof document !== 'string' || document === '') return document;
  if (document.length > maximumLength) throw new EvaluationError('policy document is longer than 1 MB');
  try {
    return JSON.parse(document.startsWith('%') ? decodeURIComponent(document) : document) as Json;
  } catch (error) {
    throw new EvaluationError(`policy document: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The texts of an element that may be one or a list: Action, Resource. */
export function texts(value: Json | undefined): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}

/** Whether an action pattern (`s3:*`, `ecr:Get*`) covers an action; letter case does not count. */
export function coversAction(pattern: string, action: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
}

/** `*` is any run of characters, `?` any one. Linear in practice: backtracks to the last star only. */
function matchesWildcard(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p;
      mark = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      mark += 1;
      t = mark;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** Everybody: `"*"` or `{AWS: "*"}`. */
export function isEverybody(principal: Json): boolean {
  if (principal === '*') return true;
  return isObject(principal) && texts(principal.AWS).includes('*');
}

export function hasCondition(statement: JsonObject): boolean {
  const condition = statement.Condition ?? null;
  return isObject(condition) ? Object.keys(condition).length > 0 : isList(condition) && condition.length > 0;
}
