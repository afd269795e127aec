import {
  type Detection,
  type Event,
  type FiredRule,
  priorities,
  type StoredEvent,
  severityFromPriority,
} from '@breakwater/model';
import type { Engine, Fired } from '@breakwater/rules';
import { type Matcher, matchFilter, type RuntimePolicy } from '@breakwater/store';
import { shortFields, shortText } from './shorten.ts';

/** The event source that each type of policy watches. */
const sourceOfType: Readonly<Record<RuntimePolicy['type'], string>> = {
  cloudtrail: 'aws_cloudtrail',
  ecs: 'ecs',
  workload: 'syscall',
  'kubernetes-audit': 'k8s_audit',
};

interface CompiledPolicy {
  readonly policy: RuntimePolicy;
  readonly source: string;
  readonly rules: ReadonlySet<string>;
  readonly isInScope: Matcher;
}

/** Runs the rules on an event and makes one detection row per policy whose rules fired. */
export class Detector {
  readonly #engine: Engine;
  readonly #policies: readonly CompiledPolicy[];

  constructor(engine: Engine, policies: readonly RuntimePolicy[]) {
    this.#engine = engine;
    this.#policies = policies
      .filter((policy) => policy.isEnabled)
      .map((policy) => ({
        policy,
        source: sourceOfType[policy.type],
        rules: new Set(policy.rules),
        isInScope: matchFilter(policy.scope),
      }));
  }

  /** The detections on an event; `sourceIp` is where it came from, when its source tells. */
  detect(event: Event, row: StoredEvent, sourceIp?: string): readonly StoredEvent[] {
    const fired = this.#engine.evaluate(event);
    if (fired.length === 0) return [];
    const rows: StoredEvent[] = [];
    for (const { policy, source, rules, isInScope } of this.#policies) {
      if (source !== event.source || !isInScope(row)) continue;
      const ofPolicy = rules.size === 0 ? fired : fired.filter((one) => rules.has(one.rule));
      const detection = detectionOf(policy, ofPolicy, row, sourceIp);
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
  return {
    id: `${policy.id}:${row.id}`,
    time: new Date(row.time).toISOString(),
    eventId: row.id,
    source: row.source,
    rule: leading.rule,
    priority: leading.priority,
    severity: severityFromPriority(leading.priority),
    policy: policy.name,
    output: shortText(leading.output),
    fields: shortFields(leading.fields),
    tags: [...new Set(fired.flatMap((one) => one.tags))],
    rules: fired.map(firedRule),
    place: row.place,
    ...(row.user === undefined ? {} : { user: row.user }),
    ...(sourceIp === undefined ? {} : { sourceIp }),
  };
}

function isWorse(a: Fired, b: Fired): boolean {
  return priorities.indexOf(a.priority) < priorities.indexOf(b.priority);
}

function firedRule({ rule, priority, description, output, tags }: Fired): FiredRule {
  return { rule, priority, description, output: shortText(output), tags };
}

function detectionRow(detection: Detection, row: StoredEvent): StoredEvent {
  return {
    ...row,
    kind: 'detection',
    id: detection.id,
    title: detection.rule,
    severity: detection.severity,
    rule: detection.rule,
    tags: detection.tags,
    body: detection,
  };
}
