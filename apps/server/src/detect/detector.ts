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
import { type CompiledPolicy, compilePolicy, type OnSuppressed } from './compiled-policy.ts';
import { shortFields, shortText } from './shorten.ts';

/** Marks detections of a policy that is only tried out. */
const dryRunTag = 'dry-run';

/** The most rules that a detection row repeats as a field; the body has all. */
const maxRuleField = 50;

export interface DetectorOptions {
  readonly now: () => number;
  readonly onSuppressed?: OnSuppressed;
}

/** Runs the rules on an event and makes one detection row per policy whose rules fired. */
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
    const rows: StoredEvent[] = [];
    for (const { policy, source, isInScope, keep } of this.#policies) {
      // A sequence may end with a late step of another source: the rule's own source decides.
      if (!fired.some((one) => one.source === source) || !isInScope(row)) continue;
      const detection = detectionOf(policy, keep(fired, row), row, sourceIp);
      if (detection !== undefined) rows.push(detectionRow(detection, row));
    }
    return rows;
  }
}

function detectionOf(
  policy: RuntimePolicy,
  fired: readonly Fired[],
  row: StoredEvent,
  sourceIp: string | undefined,
): Detection | undefined {
  const [first, ...others] = fired;
  if (first === undefined) return undefined;
  const leading = others.reduce((worst, one) => (isWorse(one, worst) ? one : worst), first);
  const isDryRun = policy.status === 'dry-run';
  const tags = fired.flatMap((one) => one.tags);
  const actions = plannedActions(policy, row.place, row.isSample);
  return {
    id: `${policy.id}:${row.id}`,
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
