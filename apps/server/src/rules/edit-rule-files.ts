import { randomUUID } from 'node:crypto';
import type { RuleFileBody } from '@breakwater/api';
import type { Diagnostic, Ruleset } from '@breakwater/rules';
import type { StoredRuleFile } from '@breakwater/store';
import { type ErrorDetails, HttpError, notFound } from '../http/http-error.ts';
import { missingRules } from '../policies/check-policy.ts';
import type { JudgedFiles, OutlinedRules } from './compile-work.ts';
import type { RulesInForce } from './live-rules.ts';
import { inLoadOrder, loadFiles, problemText } from './load-rule-files.ts';
import type { RuleCompiler } from './rule-compiler.ts';

const maxFiles = 200;

/** What a file is to be, and what all files load to with it. Nothing is stored yet. */
export type JudgedEdit =
  | {
      readonly kind: 'write';
      readonly file: UnversionedFile;
      readonly ruleset: Ruleset;
      readonly change: string;
    }
  | { readonly kind: 'delete'; readonly file: StoredRuleFile; readonly ruleset: Ruleset }
  /** It is so already. */
  | { readonly kind: 'keep'; readonly file: StoredRuleFile };

/** The rules in force, and who tries others out. */
export interface Judging {
  readonly inForce: RulesInForce;
  readonly compiler: RuleCompiler;
  /** Where in what was sent the text of a file stands, for errors; default `body.text`. */
  readonly textPath?: (fileId: string) => string;
}

export type UnversionedFile = Omit<StoredRuleFile, 'revision' | 'updatedAt' | 'updatedBy'>;

/** Edits of rule files: each is judged as the server would load it, and refused when that does not work. */
export async function createdFile(body: RuleFileBody, judging: Judging): Promise<JudgedEdit> {
  const { files } = judging.inForce;
  if (files.length >= maxFiles) {
    throw new HttpError(409, 'too-many-files', `there are ${maxFiles} rule files, the most there can be`);
  }
  refuseTakenName(body.name, undefined, files);
  const position = Math.max(-1, ...files.map((file) => file.position)) + 1;
  const file: UnversionedFile = { id: randomUUID(), ...body, origin: 'custom', position };
  return replacing(file, 'created', judging);
}

export async function updatedFile(
  id: string,
  revision: number,
  body: RuleFileBody,
  judging: Judging,
): Promise<JudgedEdit> {
  const { inForce } = judging;
  const stored = existing(id, inForce);
  if (stored.revision !== revision) {
    const { name, updatedBy, updatedAt } = stored;
    const now = `revision ${stored.revision} of ${updatedAt}; you edited revision ${revision}`;
    const message = `${updatedBy} has changed "${name}" since (${now}): load it again`;
    throw new HttpError(409, 'changed-meanwhile', message);
  }
  if (stored.origin === 'shipped' && (stored.text !== body.text || stored.name !== body.name)) {
    const message = `"${stored.name}" comes with Breakwater and can only be switched on and off: change its rules in a file of your own`;
    throw new HttpError(409, 'shipped-file', message);
  }
  if (isSame(stored, body)) return { kind: 'keep', file: stored };
  refuseTakenName(body.name, id, inForce.files);
  const { error: _, ...kept } = stored;
  return replacing({ ...kept, ...body }, editOf(stored, body), judging);
}

export async function deletedFile(id: string, judging: Judging): Promise<JudgedEdit> {
  const { inForce } = judging;
  const stored = existing(id, inForce);
  if (stored.origin === 'shipped') {
    const message = `"${stored.name}" comes with Breakwater and cannot be deleted: switch it off instead`;
    throw new HttpError(409, 'shipped-file', message);
  }
  const files = inForce.files.filter((file) => file.id !== id);
  return { kind: 'delete', file: stored, ruleset: await judgeFiles(new Set([id]), files, judging) };
}

/** An earlier state of a file of one's own as its newest, also of one that was deleted. */
export async function restoredFile(earlier: StoredRuleFile, judging: Judging): Promise<JudgedEdit> {
  if (earlier.origin === 'shipped') {
    const message = `"${earlier.name}" comes with Breakwater and follows its updates: copy the text into a file of your own`;
    throw new HttpError(409, 'shipped-file', message);
  }
  refuseTakenName(earlier.name, earlier.id, judging.inForce.files);
  const { error: _, ...file } = earlier;
  return replacing(file, `restored revision ${earlier.revision}`, judging);
}

async function replacing(file: UnversionedFile, change: string, judging: Judging): Promise<JudgedEdit> {
  const others = judging.inForce.files.filter((other) => other.id !== file.id);
  const ruleset = await judgeFiles(new Set([file.id]), [...others, file], judging);
  return { kind: 'write', file, ruleset, change };
}

/**
 * What the files load to. They are read and tried out in another thread first; only what loads is compiled here, where
 * events are judged by it.
 * @throws HttpError 400 when an edited file does not load, 409 when another file or a policy needs what it had, or
 * none is edited and they do not load in their new order
 */
export async function judgeFiles(
  editedIds: ReadonlySet<string>,
  files: readonly UnversionedFile[],
  { inForce, compiler, textPath = () => 'body.text' }: Judging,
): Promise<Ruleset> {
  const ordered = inLoadOrder(files);
  const judged = await compiler.run('build', ordered);
  if (judged.ruleset === undefined || judged.read === undefined)
    throw refusal(editedIds, ordered, judged, textPath);
  refuseLostRules(judged.ruleset, inForce);
  const { ruleset } = loadFiles(judged.read);
  if (ruleset === undefined) throw new Error('rules that load in one thread do not in another');
  return ruleset;
}

function refusal(
  editedIds: ReadonlySet<string>,
  files: readonly UnversionedFile[],
  { errors }: JudgedFiles,
  textPath: (fileId: string) => string,
): HttpError {
  const own = errors.filter(({ location }) => editedIds.has(location.file));
  const texts = errors.map((error) => problemText(error, files));
  if (own.length > 0) {
    const message = `the rules do not load: ${texts[0]}`;
    return new HttpError(
      400,
      'rules-do-not-load',
      message,
      undefined,
      own.map((error) => detailOf(error, textPath)),
    );
  }
  if (editedIds.size === 0) {
    return new HttpError(409, 'order-does-not-load', `in this order the rules do not load: ${texts[0]}`);
  }
  return new HttpError(409, 'rules-needed', `another file needs what this one had: ${texts[0]}`);
}

function refuseLostRules(ruleset: OutlinedRules, inForce: RulesInForce): void {
  const lost = lostRules(ruleset, inForce);
  const [first] = lost;
  if (first === undefined) return;
  const details = lost.map(({ policy, rule }) => ({ path: 'body', message: `"${policy}" runs "${rule}"` }));
  const more = lost.length > 1 ? ` (and ${lost.length - 1} more)` : '';
  const message = `the policy "${first.policy}" runs the rule "${first.rule}", which would be gone${more}: change the policy first`;
  throw new HttpError(409, 'rule-in-use', message, undefined, details);
}

/** Rules that policies name, that run now and would not with another ruleset. */
export function lostRules(
  ruleset: OutlinedRules,
  inForce: RulesInForce,
): readonly { readonly policy: string; readonly rule: string }[] {
  return inForce.policies.flatMap((policy) => {
    const missingNow = new Set(missingRules(policy, inForce.ruleset));
    const lost = missingRules(policy, ruleset).filter((name) => !missingNow.has(name));
    return lost.map((rule) => ({ policy: policy.name, rule }));
  });
}

function detailOf(
  { location, code, message }: Diagnostic,
  textPath: (fileId: string) => string,
): ErrorDetails[number] {
  const items = location.items.map(({ type, name }) => (name === '' ? type : `${type} "${name}"`));
  const where = items.length === 0 ? '' : ` in ${items.join(' > ')}`;
  const path = `${textPath(location.file)}:${location.line}:${location.column}`;
  return { path, message: `${code}${where}: ${message}` };
}

function existing(id: string, { files }: RulesInForce): StoredRuleFile {
  const stored = files.find((file) => file.id === id);
  if (stored === undefined) throw notFound(`rule file ${id}`);
  return stored;
}

function refuseTakenName(name: string, id: string | undefined, files: readonly StoredRuleFile[]): void {
  if (!files.some((file) => file.name === name && file.id !== id)) return;
  throw new HttpError(409, 'name-taken', `there is another rule file "${name}": choose another name`);
}

function isSame(stored: StoredRuleFile, { name, text, isEnabled }: RuleFileBody): boolean {
  return stored.name === name && stored.text === text && stored.isEnabled === isEnabled;
}

function editOf(before: StoredRuleFile, body: RuleFileBody): string {
  const isSwitched = before.isEnabled !== body.isEnabled;
  if (!isSwitched) return 'edited';
  const switched = body.isEnabled ? 'switched on' : 'switched off';
  return before.text === body.text && before.name === body.name ? switched : `edited and ${switched}`;
}
