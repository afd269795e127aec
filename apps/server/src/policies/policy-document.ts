import { type PolicyBody, policyBodySchema, policyExceptionSchema } from '@breakwater/api';
import type { PolicyException, RuntimePolicy } from '@breakwater/model';
import type { StoredRuleFile } from '@breakwater/store';
import { type Document, isNode, LineCounter, parseDocument, stringify, visit } from 'yaml';
import { z } from 'zod';
import { type ErrorDetails, HttpError } from '../http/http-error.ts';
import { contentOf } from './policy-content.ts';

/** A policy as a file carries it from one installation to another. */
export interface PortablePolicy {
  readonly id: string;
  readonly policy: PolicyBody;
  readonly exceptions: readonly PolicyException[];
}

export interface PortableRuleFile {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly text: string;
}

/** Policies and rule files, in the order of the file; files in their load order. */
export interface PolicyDocument {
  readonly ruleFiles: readonly PortableRuleFile[];
  readonly policies: readonly PortablePolicy[];
  /** The line of a part of the document, or of the nearest thing around it. */
  readonly lineOf: (path: Path) => number;
}

type Path = readonly PropertyKey[];

const version = 1;
const maxProblems = 20;

const documentSchema = z.strictObject({
  breakwater: z.literal(version),
  ruleFiles: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'letters, digits, dots and dashes'),
        isEnabled: z.boolean(),
        text: z.string(),
      }),
    )
    .max(200)
    .default([]),
  policies: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/, 'letters, digits and dashes'),
        policy: policyBodySchema,
        exceptions: z.array(policyExceptionSchema).max(1000).default([]),
      }),
    )
    .max(2000)
    .default([]),
});

export function writeDocument(policies: readonly RuntimePolicy[], files: readonly StoredRuleFile[]): string {
  const document = {
    breakwater: version,
    ruleFiles: files
      .filter(({ origin }) => origin === 'custom')
      .map(({ name, isEnabled, text }) => ({ name, isEnabled, text })),
    policies: policies.map((policy) => ({
      id: policy.id,
      policy: { ...contentOf(policy), status: policy.status },
      exceptions: policy.exceptions,
    })),
  };
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** @throws HttpError 400 with the lines of what is wrong */
export function readDocument(text: string): PolicyDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const [mistake] = document.errors;
  if (mistake !== undefined)
    throw refusal([{ line: lineAt(lines, mistake.pos[0]), message: mistake.message }]);
  const read = documentSchema.safeParse(plainValue(document));
  if (!read.success) {
    const problems = read.error.issues.slice(0, maxProblems).map(({ path, message }) => ({
      line: lineOf(document, path, lines),
      message: path.length === 0 ? message : `${path.join('.')}: ${message}`,
    }));
    throw refusal(problems);
  }
  const twice = [
    ...repeated(read.data.policies, ({ id }) => id, 'policies', 'id'),
    ...repeated(read.data.policies, ({ policy }) => policy.name, 'policies', 'name'),
    ...repeated(read.data.ruleFiles, ({ name }) => name, 'ruleFiles', 'name'),
  ];
  if (twice.length > 0) {
    throw refusal(twice.map(({ path, message }) => ({ line: lineOf(document, path, lines), message })));
  }
  return { ...read.data, lineOf: (path) => lineOf(document, path, lines) };
}

/** Aliases can blow a small text up, and an export has none. */
function plainValue(document: Document): unknown {
  visit(document, {
    Alias: (_, { source }) => {
      throw refusal([{ line: 1, message: `the alias *${source} is not read: write the value out` }]);
    },
  });
  return document.toJS();
}

interface Problem {
  readonly line: number;
  readonly message: string;
}

function refusal(problems: readonly Problem[]): HttpError {
  const details: ErrorDetails = problems.map(({ line, message }) => ({
    path: `body.text:${line}:1`,
    message,
  }));
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const message = `line ${first?.line}: ${first?.message}${more}; nothing was imported`;
  return new HttpError(400, 'invalid-import', message, undefined, details);
}

function repeated<T>(
  list: readonly T[],
  read: (one: T) => string,
  key: string,
  what: string,
): readonly { readonly path: Path; readonly message: string }[] {
  const seen = new Set<string>();
  return list.flatMap((one, index) => {
    const value = read(one);
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [{ path: [key, index], message: `${key}.${index}: the ${what} "${value}" is there twice` }];
  });
}

/** The line of a place in the document, or of the nearest thing around it. */
function lineOf(document: Document, path: Path, lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lineAt(lines, node.range[0]);
  }
  return 1;
}

function lineAt(lines: LineCounter, offset: number): number {
  return lines.linePos(offset).line;
}
