import type { PolicyResult } from '@breakwater/posture';
import { plainText, wrap } from '../inventory/print.ts';

const listedResources = 20;

/** What each policy matched, by account and region; and what it would do. */
export function* policyLines(results: readonly PolicyResult[]): Generator<string> {
  for (const { policy, place, matched, actions, error } of results) {
    if (matched.length === 0 && error === undefined) continue;
    yield `${plainText(policy)}  ${place.account ?? ''} ${place.region ?? ''}`.trimEnd();
    yield `  ${matched.length} matched\n`;
    if (error !== undefined) yield `${wrap(`could not be evaluated: ${error}`, '  ')}\n`;
    for (const resource of matched.slice(0, listedResources)) yield `  ${plainText(resource.id)}\n`;
    if (matched.length > listedResources)
      yield `  and ${matched.length - listedResources} more (--json has all)\n`;
    if (matched.length > 0 && actions.length > 0) {
      yield `${wrap(`would run: ${actions.map(actionName).join(', ')}`, '  ')}\n`;
    }
  }
  const names = new Set(results.map((result) => result.policy));
  const total = results.reduce((sum, result) => sum + result.matched.length, 0);
  yield `${names.size} policies matched ${total} resources\n`;
}

function actionName(action: unknown): string {
  if (typeof action === 'string') return action;
  const type = typeof action === 'object' && action !== null && 'type' in action ? action.type : undefined;
  return String(type ?? 'unknown action');
}
