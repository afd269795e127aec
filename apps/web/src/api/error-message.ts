import { ApiError } from '@breakwater/api';
import type { MessageKey } from '../i18n/en.ts';
import type { Translate } from '../i18n/i18n.tsx';

/**
 * Codes of the API that say what to do in the reader's language, some of them with the server's words as `reason`; the
 * others carry the server's own words only.
 */
const messageOfCode: ReadonlyMap<string, MessageKey> = new Map<string, MessageKey>([
  ['network', 'error.network'],
  ['forbidden', 'error.forbidden'],
  ['csrf', 'error.csrf'],
  ['not-found', 'error.notFound'],
  ['no-such-route', 'error.notFound'],
  ['conflict', 'error.conflict'],
  ['name-taken', 'error.conflict'],
  ['changed-meanwhile', 'error.changedMeanwhile'],
  ['store-full', 'error.full'],
  ['internal', 'error.server'],
  ['wrong-credentials', 'error.wrongCredentials'],
  ['wrong-password', 'error.wrongPassword'],
  ['invalid-setup-token', 'error.setupToken'],
  ['last-administrator', 'error.lastAdministrator'],
  ['built-in-team', 'error.builtInTeam'],
  ['sample-account', 'error.sampleAccount'],
  ['endpoint-refused', 'error.endpointRefused'],
  ['rules-do-not-load', 'error.rulesDoNotLoad'],
  ['rules-needed', 'error.rulesNeeded'],
  ['order-does-not-load', 'error.orderDoesNotLoad'],
  ['rule-in-use', 'error.ruleInUse'],
  ['unknown-rule', 'error.unknownRule'],
  ['invalid-import', 'error.invalidImport'],
  ['private-address', 'error.privateAddress'],
  ['no-task', 'error.noTask'],
  ['shipped-file', 'error.shippedFile'],
  ['shipped-policy', 'error.shippedPolicy'],
  ['too-many-files', 'error.tooManyFiles'],
  ['too-many-exceptions', 'error.tooManyExceptions'],
  ['empty-exception', 'error.emptyException'],
  ['expired', 'error.expired'],
  ['superseded', 'error.superseded'],
  ['rules-too-slow', 'error.rulesTooSlow'],
  ['rules-too-large', 'error.rulesTooLarge'],
  ['no-rules', 'error.noRules'],
  ['empty-range', 'error.emptyRange'],
  ['long-range', 'error.longRange'],
  ['no-event', 'error.noEvent'],
]);

/** What went wrong, for a person, and what to do. */
export function errorMessage(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  const known = messageOfCode.get(error.code);
  if (known !== undefined) return t(known, { reason: error.message });
  if (error.status === 429) return t('error.limited');
  if (error.status >= 500) return t('error.server');
  if (error.details.length === 0) return error.message;
  return error.details
    .map((detail) => t('error.where', { where: withoutPlace(detail.path), message: detail.message }))
    .join(' ');
}

/** What to say at each field of a form, and what at its end. */
export interface FormProblems {
  readonly at: (field: string) => string | undefined;
  readonly form: string | undefined;
}

/**
 * Shares out an error over the fields that caused it, by the paths of the API's `details`. `fieldOfCode` names the field
 * for codes that have one cause only: `{ conflict: 'username' }`.
 */
export function formProblems(
  error: Error | null,
  fields: readonly string[],
  t: Translate,
  fieldOfCode: Readonly<Record<string, string>> = {},
): FormProblems {
  if (!error) return { at: () => undefined, form: undefined };
  const field = error instanceof ApiError ? fieldOfCode[error.code] : undefined;
  if (field !== undefined) {
    return { at: (name) => (name === field ? errorMessage(error, t) : undefined), form: undefined };
  }
  const details = error instanceof ApiError ? error.details : [];
  const fieldAt = (path: string) =>
    fields.find((name) => withoutPlace(path) === name || withoutPlace(path).startsWith(`${name}.`));
  const isShared = details.length > 0 && details.every((detail) => fieldAt(detail.path) !== undefined);
  return {
    at: (name) => details.find((detail) => fieldAt(detail.path) === name)?.message,
    form: isShared ? undefined : errorMessage(error, t),
  };
}

/** `body.credentials.roleArn` is `credentials.roleArn` to who filled in the form. */
function withoutPlace(path: string): string {
  return path.replace(/^(body|params|querystring|query)\./, '');
}
