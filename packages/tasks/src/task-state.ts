import type { Place } from '@breakwater/model';

/** One container of a task as its state change tells it. */
export interface ContainerState {
  readonly name: string;
  readonly image?: string;
  readonly imageDigest?: string;
  readonly runtimeId?: string;
  readonly lastStatus: string;
  readonly exitCode?: number;
  readonly reason?: string;
}

/** An ECS task as one `ECS Task State Change` event tells it. Times are ISO 8601 as AWS gives them. */
export interface TaskState {
  readonly arn: string;
  /** `detail.version`: of two states of a task the higher one is the newer. */
  readonly version: number;
  readonly place: Place;
  /** `family:revision`. */
  readonly taskDefinition: string;
  readonly family: string;
  readonly group?: string;
  readonly launchType?: string;
  readonly platformVersion?: string;
  readonly startedBy?: string;
  readonly lastStatus: string;
  readonly desiredStatus?: string;
  readonly healthStatus?: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly createdAt?: string;
  readonly pullStartedAt?: string;
  readonly pullStoppedAt?: string;
  readonly startedAt?: string;
  readonly stoppingAt?: string;
  readonly executionStoppedAt?: string;
  readonly stoppedAt?: string;
  /** vCPU. */
  readonly cpu?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly containers: readonly ContainerState[];
}

/** Why an event is no task state: the field and what is wrong with it. */
export class TaskStateError extends Error {
  override readonly name = 'TaskStateError';
}

const maxContainers = 100;
const maxText = 2048;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the EventBridge envelope of an `ECS Task State Change`. Unknown fields and stop codes are let through:
 * AWS adds some without notice.
 * @throws TaskStateError when `detail.taskArn`, `version` or `lastStatus` are missing or of another type
 */
export function readTaskState(envelope: unknown): TaskState {
  const event = asObject(envelope, 'the event');
  const detail = asObject(event.detail, 'detail');
  const arn = requiredText(detail, 'taskArn');
  const [account, region] = accountAndRegion(arn);
  const group = text(detail, 'group');
  const service = group?.startsWith('service:') ? group.slice('service:'.length) : undefined;
  const definition = afterSlash(text(detail, 'taskDefinitionArn') ?? '');
  const containers = Array.isArray(detail.containers) ? detail.containers.slice(0, maxContainers) : [];
  return {
    arn,
    version: requiredVersion(detail),
    place: withoutUndefined({
      provider: 'aws',
      account: text(event, 'account') ?? account,
      region: text(event, 'region') ?? region,
      cluster: afterSlash(text(detail, 'clusterArn') ?? '') || undefined,
      service,
      task: afterSlash(arn),
    }),
    taskDefinition: definition,
    family: definition.split(':')[0] ?? definition,
    lastStatus: requiredText(detail, 'lastStatus'),
    containers: containers.map(readContainer),
    ...withoutUndefined({
      group,
      launchType: text(detail, 'launchType'),
      platformVersion: text(detail, 'platformVersion'),
      startedBy: text(detail, 'startedBy'),
      desiredStatus: text(detail, 'desiredStatus'),
      healthStatus: text(detail, 'healthStatus'),
      stopCode: text(detail, 'stopCode'),
      stoppedReason: text(detail, 'stoppedReason'),
      createdAt: time(detail, 'createdAt'),
      pullStartedAt: time(detail, 'pullStartedAt'),
      pullStoppedAt: time(detail, 'pullStoppedAt'),
      startedAt: time(detail, 'startedAt'),
      stoppingAt: time(detail, 'stoppingAt'),
      executionStoppedAt: time(detail, 'executionStoppedAt'),
      stoppedAt: time(detail, 'stoppedAt'),
      cpu: scaled(detail, 'cpu', 1 / 1024),
      memory: scaled(detail, 'memory', 1024 * 1024),
    }),
  };
}

function readContainer(value: unknown): ContainerState {
  const container = asObject(value, 'detail.containers[]');
  const exitCode = container.exitCode;
  return {
    name: text(container, 'name') ?? '',
    lastStatus: text(container, 'lastStatus') ?? 'UNKNOWN',
    ...withoutUndefined({
      image: text(container, 'image'),
      imageDigest: text(container, 'imageDigest'),
      runtimeId: text(container, 'runtimeId'),
      exitCode: Number.isInteger(exitCode) ? (exitCode as number) : undefined,
      reason: text(container, 'reason'),
    }),
  };
}

function asObject(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new TaskStateError(`${what} is not an object`);
}

function text(object: Json, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value.slice(0, maxText) : undefined;
}

function requiredText(object: Json, key: string): string {
  const value = text(object, key);
  if (value === undefined) throw new TaskStateError(`detail.${key} is missing or not text`);
  return value;
}

function requiredVersion(object: Json): number {
  const value = object.version;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new TaskStateError('detail.version is missing or not a number');
}

/** A time that a clock can show, in one form; anything else is as good as absent. */
function time(object: Json, key: string): string | undefined {
  const parsed = Date.parse(text(object, key) ?? '');
  return Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString();
}

/** ECS writes CPU units and MiB as text of digits. */
function scaled(object: Json, key: string, factor: number): number | undefined {
  const value = Number(object[key]);
  return Number.isFinite(value) && value > 0 ? value * factor : undefined;
}

function afterSlash(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** `arn:partition:ecs:REGION:ACCOUNT:…` */
function accountAndRegion(arn: string): readonly [string | undefined, string | undefined] {
  const parts = arn.split(':');
  return [parts[4] || undefined, parts[3] || undefined];
}

function withoutUndefined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
