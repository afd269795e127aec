import type { RuleDiagnostic, RuleVerdict, ValidateBody } from '@breakwater/api';
import type { LoadError, LoadWarning, Ruleset } from '@breakwater/rules';
import { notFound } from '../http/http-error.ts';
import { lostRules, type UnversionedFile } from './edit-rule-files.ts';
import type { RulesInForce } from './live-rules.ts';
import { inLoadOrder, type LoadedFiles, loadRuleFiles, problemText } from './load-rule-files.ts';
import { itemsOf } from './rule-items.ts';

const draftId = 'draft';

/** What all files load to with a draft in its place among them. */
export interface LoadedDraft extends LoadedFiles {
  readonly id: string;
  readonly files: readonly UnversionedFile[];
}

/** @throws HttpError 404 when the file that it would replace does not exist */
export function loadDraft({ text, fileId }: ValidateBody, inForce: RulesInForce): LoadedDraft {
  const replaced = inForce.files.find(({ id }) => id === fileId);
  if (fileId !== undefined && replaced === undefined) throw notFound(`rule file ${fileId}`);
  const draft: UnversionedFile = {
    ...(replaced ?? { id: draftId, name: 'draft', origin: 'custom', position: Number.POSITIVE_INFINITY }),
    text,
    isEnabled: true,
  };
  const files = inLoadOrder([...inForce.files.filter((file) => file !== replaced), draft]);
  return { id: draft.id, files, ...loadRuleFiles(files) };
}

/** What is wrong with a draft, as saving it would find. */
export function judgeDraft(body: ValidateBody, inForce: RulesInForce): RuleVerdict {
  const { id, files, ruleset, errors, warnings } = loadDraft(body, inForce);
  const own = ({ location }: LoadError | LoadWarning) => location.file === id;
  const elsewhere = errors.filter((error) => !own(error));
  const diagnostics: readonly RuleDiagnostic[] = [
    ...errors.filter(own).map((error) => diagnosticOf('error', error)),
    ...elsewhere.map((error) =>
      atTop('error', error.code, `another file needs what this one had: ${problemText(error, files)}`),
    ),
    ...warnings.filter(own).map((warning) => diagnosticOf('warning', warning)),
    ...(ruleset === undefined ? [] : inUse(ruleset, inForce)),
    ...(ruleset === undefined ? [] : replaced(ruleset, id, inForce)),
  ];
  const rules = itemsOf({ text: body.text }).filter(({ kind }) => kind === 'rule');
  return {
    isValid: diagnostics.every(({ severity }) => severity !== 'error'),
    diagnostics,
    rules: [...new Set(rules.map(({ name }) => name))],
  };
}

function inUse(ruleset: Ruleset, inForce: RulesInForce): readonly RuleDiagnostic[] {
  return lostRules(ruleset, inForce).map(({ policy, rule }) =>
    atTop('error', 'RULE_IN_USE', `the policy "${policy}" runs the rule "${rule}", which would be gone`),
  );
}

/** Rules of other files that the draft defines anew: the language allows it, and it is easily done by accident. */
function replaced(ruleset: Ruleset, id: string, inForce: RulesInForce): readonly RuleDiagnostic[] {
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
