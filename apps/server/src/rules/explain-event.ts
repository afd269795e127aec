import type { ExplainBody } from '@breakwater/api';
import type { Detection, Explanation, Filter, StoredEvent } from '@breakwater/model';
import { explainRule } from '@breakwater/rules';
import { findSource, restoreEvent } from '@breakwater/sources';
import type { EventStore } from '@breakwater/store';
import { HttpError, notFound } from '../http/http-error.ts';
import { placeDraft } from './judge-draft.ts';
import type { RulesInForce } from './live-rules.ts';
import { problemText } from './load-rule-files.ts';
import type { RuleCompiler } from './rule-compiler.ts';

interface Context {
  readonly events: EventStore;
  readonly inForce: RulesInForce;
  /** For drafts. */
  readonly compiler: RuleCompiler;
  readonly owner: string;
}

/** Why a rule, saved or only drafted, fires on a stored event or does not. */
export async function explainEvent(
  { events, inForce, compiler, owner }: Context,
  scope: Filter,
  { rule, event: asked, draft }: ExplainBody,
): Promise<Explanation> {
  const { event: row, detection } = await storedEvent(events, scope, asked);
  const source = findSource(row.source);
  if (source === undefined) throw new HttpError(409, 'unknown-source', `nothing reads ${row.source} events`);
  // The event as rules saw it when it came in.
  const event = { id: row.id, time: row.time, record: row.body };
  if (draft === undefined) {
    if (!inForce.ruleset.rules.some(({ name }) => name === rule)) throw notFound(`rule "${rule}"`);
    const ofLast = explainRule(inForce.ruleset, rule, restoreEvent(source, event));
    return inJson(asDetected(ofLast, detection));
  }
  const { files } = placeDraft(draft, inForce);
  const asDrafted = { files, rule, event: { ...event, source: row.source } };
  const { explanation, errors } = await compiler.run('explain', asDrafted, owner);
  if (explanation !== undefined) return inJson(explanation);
  const [first] = errors.map((error) => problemText(error, files));
  if (first === undefined) throw notFound(`rule "${rule}"`);
  throw new HttpError(400, 'rules-do-not-load', `the draft does not load: ${first}`);
}

interface AskedEvent {
  readonly event: StoredEvent;
  /** When it was asked about a detection. */
  readonly detection?: Detection;
}

/** The event itself, or the one that a detection was made on. */
async function storedEvent(
  events: EventStore,
  scope: Filter,
  { kind, id }: ExplainBody['event'],
): Promise<AskedEvent> {
  const row = await events.get(scope, kind, id);
  if (row === undefined) throw notFound(`${kind} ${id}`);
  if (row.kind === 'event') return { event: row };
  if (row.kind === 'transition') {
    throw new HttpError(400, 'no-event', 'a change of a finding is no event: rules are about events');
  }
  const detection = row.body as Detection;
  const { eventId } = detection;
  const event = await events.get(scope, 'event', eventId);
  if (event === undefined) throw notFound(`event ${eventId}, which the detection was made on,`);
  return { event, detection };
}

/** A rule that counts fires on no event alone; of its detection it is known on which events it did. */
function asDetected(ofLast: Explanation, detection: Detection | undefined): Explanation {
  const correlation = detection?.rules.find(({ rule }) => rule === ofLast.rule)?.correlation;
  if (correlation === undefined) return ofLast;
  const { kind, count, firstTime, lastTime } = correlation;
  const times = firstTime === lastTime ? `at ${firstTime}` : `from ${firstTime} to ${lastTime}`;
  const verdict = ofLast.tree.verdict ? 'holds' : 'as it is now does not hold';
  const reason = `Fired: the ${kind} was reached with a count of ${count}, ${times}; on the last event the condition ${verdict}.`;
  return { ...ofLast, fired: true, reason, correlation };
}

/** Whole numbers that JSON cannot hold are text, as in stored rows. */
function inJson(explanation: Explanation): Explanation {
  const text = JSON.stringify(explanation, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return JSON.parse(text) as Explanation;
}
