import type { ExplainBody } from '@breakwater/api';
import type { Detection, Event, Explanation, Filter, StoredEvent } from '@breakwater/model';
import { explainRule, type Ruleset } from '@breakwater/rules';
import { findSource, restoreEvent } from '@breakwater/sources';
import type { EventStore } from '@breakwater/store';
import { HttpError, notFound } from '../http/http-error.ts';
import { loadDraft } from './judge-draft.ts';
import type { RulesInForce } from './live-rules.ts';
import { problemText } from './load-rule-files.ts';

/** Why a rule, saved or only drafted, fires on a stored event or does not. */
export async function explainEvent(
  events: EventStore,
  scope: Filter,
  { rule, event: asked, draft }: ExplainBody,
  inForce: RulesInForce,
): Promise<Explanation> {
  const event = eventOf(await storedEvent(events, scope, asked));
  const ruleset = draft === undefined ? inForce.ruleset : rulesetOf(draft, inForce);
  if (!ruleset.rules.some(({ name }) => name === rule)) throw notFound(`rule "${rule}"`);
  return explainRule(ruleset, rule, event);
}

/** The event itself, or the one that a detection was made on. */
async function storedEvent(
  events: EventStore,
  scope: Filter,
  { kind, id }: ExplainBody['event'],
): Promise<StoredEvent> {
  const row = await events.get(scope, kind, id);
  if (row === undefined) throw notFound(`${kind} ${id}`);
  if (row.kind === 'event') return row;
  if (row.kind === 'transition') {
    throw new HttpError(400, 'no-event', 'a change of a finding is no event: rules are about events');
  }
  const { eventId } = row.body as Detection;
  const event = await events.get(scope, 'event', eventId);
  if (event === undefined) throw notFound(`event ${eventId}, which the detection was made on,`);
  return event;
}

/** The event as rules saw it when it came in. */
function eventOf(row: StoredEvent): Event {
  const source = findSource(row.source);
  if (source === undefined) throw new HttpError(409, 'unknown-source', `nothing reads ${row.source} events`);
  return restoreEvent(source, { id: row.id, time: row.time, record: row.body });
}

function rulesetOf(draft: NonNullable<ExplainBody['draft']>, inForce: RulesInForce): Ruleset {
  const { ruleset, errors, files } = loadDraft(draft, inForce);
  if (ruleset !== undefined) return ruleset;
  const [first] = errors.map((error) => problemText(error, files));
  throw new HttpError(400, 'rules-do-not-load', `the draft does not load: ${first}`);
}
