import { createHash } from 'node:crypto';
import {
  type Detection,
  type Event,
  type FiredRule,
  priorities,
  type RuntimePolicy,
  type StoredEvent,
  severityFromPriority,
} from '@breakwater/model';
import type { Engine, Fired } from '@breakwater/rules';
import { plannedActions } from '../actions/planned-actions.ts';
import { type CompiledPolicy, comparable, compilePolicy, type OnSuppressed } from './compiled-policy.ts';
import { shortFields, shortText } from './shorten.ts';

/** Marks detections of a policy that is only tried out. */
const dryRunTag = 'dry-run';

/** The ids of detections about earlier events begin with the policy's and this. */
const latePrefix = 'late-';

/** The most rules that a detection row repeats as a field; the body has all. */
const maxRuleField = 50;

export interface DetectorOptions {
  readonly now: () => number;
  readonly onSuppressed?: OnSuppressed;
}

/** What fired on one event, with the event's row. */
interface FiredOn {
  readonly row: StoredEvent;
  readonly sourceIp?: string;
  /** What the ids of the detections end with. */
  readonly id: string;
  readonly fired: readonly Fired[];
}

/**
 * Runs the rules on an event and makes one detection row per policy whose rules fired, and one more per earlier event
 * that only waited for this one.
 */
export class Detector {
  readonly #engine: Engine;
  readonly #policies: readonly CompiledPolicy[];

  constructor(engine: Engine, policies: readonly RuntimePolicy[], options: DetectorOptions) {
    const { now, onSuppressed = () => undefined } = options;
    this.#engine = engine;
    this.#policies = policies
      .filter(({ status }) => status !== 'disabled')
      .map((policy) => compilePolicy(policy, now, onSuppressed));
  }

  /** The detections on an event; `sourceIp` is where it came from, when its source tells. */
  detect(event: Event, row: StoredEvent, sourceIp?: string): readonly StoredEvent[] {
    const fired = this.#engine.evaluate(event);
    if (fired.length === 0) return [];
    const firedOn = byEvent(fired, row, sourceIp);
    const rows: StoredEvent[] = [];
    for (const { policy, source, isInScope, keep } of this.#policies) {
      for (const one of firedOn) {
        // A sequence may end with a late step of another source: the rule's own source decides.
        if (!one.fired.some((each) => each.source === source) || !isInScope(one.row)) continue;
        const detection = detectionOf(policy, { ...one, fired: keep(one.fired, one.row) });
        if (detection !== undefined) rows.push(detectionRow(detection, one.row));
      }
    }
    return rows;
  }
}

/** A sequence that a late step completes is about its last event, which came before. */
function byEvent(
  fired: readonly Fired[],
  row: StoredEvent,
  sourceIp: string | undefined,
): readonly FiredOn[] {
  const groups = Map.groupBy(fired, ({ about, source }) =>
    about === undefined ? '' : JSON.stringify([source, about.id]),
  );
  return [...groups.values()].flatMap((group): FiredOn | [] => {
    const [first] = group;
    if (first === undefined) return [];
    const { about } = first;
    if (about === undefined) {
      return { row, id: row.id, fired: group, ...(sourceIp === undefined ? {} : { sourceIp }) };
    }
    const id = createHash('sha256')
      .update(JSON.stringify([first.source, about.id, row.id]))
      .digest('hex');
    return { row: earlierRow(first, about, row), id: `${latePrefix}${id.slice(0, 32)}`, fired: group };
  });
}

/** Whether a detection is about an event that came before the one that completed it. */
export function isLate(row: StoredEvent): boolean {
  return row.kind === 'detection' && row.id.startsWith(`${(row.body as Detection).policyId}:${latePrefix}`);
}

/**
 * The row of an event that is no longer at hand. Only its output is known: who did the late step, and from where,
 * says nothing about it; the place does, for it decides whose detection it is.
 */
function earlierRow(
  { source, fields }: Fired,
  about: NonNullable<Fired['about']>,
  { user: _, ...row }: StoredEvent,
): StoredEvent {
  const time = Number(about.time / 1_000_000n);
  return { ...row, id: about.id, time, source, fields: comparable(shortFields(fields)) };
}

function detectionOf(policy: RuntimePolicy, { fired, row, sourceIp, id }: FiredOn): Detection | undefined {
  const [first, ...others] = fired;
  if (first === undefined) return undefined;
  const leading = others.reduce((worst, one) => (isWorse(one, worst) ? one : worst), first);
  const isDryRun = policy.status === 'dry-run';
  const tags = fired.flatMap((one) => one.tags);
  const actions = plannedActions(policy, row.place, row.isSample);
  return {
    id: `${policy.id}:${id}`,
    time: new Date(row.time).toISOString(),
    eventId: row.id,
    source: row.source,
    rule: leading.rule,
    priority: leading.priority,
    severity: isDryRun ? 'info' : severityFromPriority(leading.priority),
    policy: policy.name,
    policyId: policy.id,
    output: shortText(leading.output),
    fields: shortFields(leading.fields),
    tags: [...new Set(isDryRun ? [dryRunTag, ...tags] : tags)],
    rules: fired.map(firedRule),
    place: row.place,
    ...(row.user === undefined ? {} : { user: row.user }),
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(actions === undefined ? {} : { actions }),
  };
}

function isWorse(a: Fired, b: Fired): boolean {
  return priorities.indexOf(a.priority) < priorities.indexOf(b.priority);
}

function firedRule({ rule, priority, description, output, tags, correlation }: Fired): FiredRule {
  const said = { rule, priority, description, output: shortText(output), tags };
  return correlation === undefined ? said : { ...said, correlation };
}

/** The row has the event's fields, and those that say which policy and rules made it. */
function detectionRow(detection: Detection, row: StoredEvent): StoredEvent {
  return {
    ...row,
    kind: 'detection',
    id: detection.id,
    title: detection.rule,
    severity: detection.severity,
    rule: detection.rule,
    tags: detection.tags,
    fields: {
      ...row.fields,
      'detection.policy': detection.policy,
      'detection.policy_id': detection.policyId,
      'detection.rules': detection.rules.slice(0, maxRuleField).map(({ rule }) => rule),
    },
    body: detection,
  };
}
