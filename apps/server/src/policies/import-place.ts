import { HttpError } from '../http/http-error.ts';
import type { PolicyDocument, PortablePolicy } from './policy-document.ts';

/**
 * Runs a check of an imported policy.
 * @throws HttpError what the check throws, with the line of the part of the policy that it names
 */
export async function atPolicy(
  one: PortablePolicy,
  { policies, lineOf }: PolicyDocument,
  check: () => void | Promise<void>,
): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const index = policies.indexOf(one);
    const details = (error.details ?? [{ path: 'body', message: error.message }]).map((detail) => ({
      line: lineOf(['policies', index, ...partOf(detail.path)]),
      message: detail.message,
    }));
    const where = `line ${details[0]?.line ?? 1}: policy "${one.policy.name}"`;
    const message = `${where}: ${error.message.replace(/^body\./, '')}; nothing was imported`;
    const places = details.map(({ line, ...said }) => ({ path: `body.text:${line}:1`, ...said }));
    throw new HttpError(error.status, error.code, message, undefined, places);
  }
}

/** Where in the document the part of a policy stands that a check names: `body.actions.0.url`. */
function partOf(path: string): readonly (string | number)[] {
  const keys = path.split('.').slice(1);
  const part = keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  return part[0] === 'exceptions' ? part : ['policy', ...part];
}
