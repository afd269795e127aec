import type { RuleDiagnostic, RuleVerdict, ValidateBody } from '@breakwater/api';
import type { LoadError, LoadWarning } from '@breakwater/rules';
import { notFound } from '../http/http-error.ts';
import type { JudgedFiles, OutlinedRules, RuleOutline } from './compile-work.ts';
import { lostRules, type UnversionedFile } from './edit-rule-files.ts';
import type { RulesInForce } from './live-rules.ts';
import { inLoadOrder, problemText } from './load-rule-files.ts';
import type { RuleCompiler } from './rule-compiler.ts';

const draftId = 'draft';

/** A draft in its place among all files, in load order. */
export interface PlacedDraft {
  readonly id: string;
  readonly files: readonly UnversionedFile[];
}

/** @throws HttpError 404 when the file that it would replace does not exist */
export function placeDraft({ text, fileId }: ValidateBody, inForce: RulesInForce): PlacedDraft {
  const replaced = inForce.files.find(({ id }) => id === fileId);
  if (fileId !== undefined && replaced === undefined) throw notFound(`rule file ${fileId}`);
  const draft: UnversionedFile = {
    ...(replaced ?? { id: draftId, name: 'draft', origin: 'custom', position: Number.POSITIVE_INFINITY }),
    text,
    isEnabled: true,
  };
  return { id: draft.id, files: inLoadOrder([...inForce.files.filter((file) => file !== replaced), draft]) };
}

/**
 * What is wrong with a draft, as saving it would find.
 * @throws HttpError 409 when the owner asks about a newer one meanwhile
 */
export async function judgeDraft(
  body: ValidateBody,
  inForce: RulesInForce,
  compiler: RuleCompiler,
  owner: string,
): Promise<RuleVerdict> {
  const placed = placeDraft(body, inForce);
  const judged = await compiler.run('load', placed.files, owner);
  const diagnostics = diagnosticsOf(placed, judged, inForce);
  return {
    isValid: diagnostics.every(({ severity }) => severity !== 'error'),
    diagnostics,
    rules: definedBy(placed.id, judged).map(({ name }) => name),
  };
}

/** The rules that a file defines; none when the files do not load. */
export function definedBy(fileId: string, { ruleset }: JudgedFiles): readonly RuleOutline[] {
  return ruleset?.rules.filter(({ location }) => location.file === fileId) ?? [];
}

function diagnosticsOf(
  { id, files }: PlacedDraft,
  { ruleset, errors, warnings }: JudgedFiles,
  inForce: RulesInForce,
): readonly RuleDiagnostic[] {
  const own = ({ location }: LoadError | LoadWarning) => location.file === id;
  const elsewhere = errors.filter((error) => !own(error));
  return [
    ...errors.filter(own).map((error) => diagnosticOf('error', error)),
    ...elsewhere.map((error) =>
      atTop('error', error.code, `another file needs what this one had: ${problemText(error, files)}`),
    ),
    ...warnings.filter(own).map((warning) => diagnosticOf('warning', warning)),
    ...(ruleset === undefined ? [] : inUse(ruleset, inForce)),
    ...(ruleset === undefined ? [] : replaced(ruleset, id, inForce)),
  ];
}

function inUse(ruleset: OutlinedRules, inForce: RulesInForce): readonly RuleDiagnostic[] {
  return lostRules(ruleset, inForce).map(({ policy, rule }) =>
    atTop('error', 'RULE_IN_USE', `the policy "${policy}" runs the rule "${rule}", which would be gone`),
  );
}

/** Rules of other files that the draft defines anew: the language allows it, and it is easily done by accident. */
function replaced(ruleset: OutlinedRules, id: string, inForce: RulesInForce): readonly RuleDiagnostic[] {
  const before = new Map(inForce.ruleset.rules.map(({ name, location }) => [name, location.file]));
  return ruleset.rules.flatMap(({ name, location }): readonly RuleDiagnostic[] => {
    const owner = inForce.files.find((file) => file.id === before.get(name));
    if (location.file !== id || owner === undefined || owner.id === id) return [];
    const message = `takes the place of the rule "${name}" of ${owner.name}; give it a name of its own, or say override`;
    const { line, column } = location;
    return [{ severity: 'warning', code: 'RULE_REPLACED', message, item: `rule "${name}"`, line, column }];
  });
}

function diagnosticOf(
  severity: RuleDiagnostic['severity'],
  { code, message, location }: LoadError | LoadWarning,
): RuleDiagnostic {
  const { line, column, items } = location;
  const item = items.map(({ type, name }) => (name === '' ? type : `${type} "${name}"`)).join(' > ');
  return { severity, code, message, item, line, column };
}

function atTop(severity: RuleDiagnostic['severity'], code: string, message: string): RuleDiagnostic {
  return { severity, code, message, item: '', line: 1, column: 1 };
}
