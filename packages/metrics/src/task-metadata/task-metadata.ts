import { ForeignDocument } from './foreign-document.ts';

/** One container of the task. */
export interface ContainerMetadata {
  readonly id: string;
  readonly name: string;
  readonly isStopped: boolean;
  /** Absent without a restart policy. */
  readonly restarts?: number;
  /** vCPU that are the container's when the task is busy. */
  readonly cpuReserved?: number;
}

/** The answer of `${ECS_CONTAINER_METADATA_URI_V4}/task`, as far as metrics need it. Sizes in bytes, times in ms. */
export interface TaskMetadata {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly task: string;
  readonly family?: string;
  readonly revision?: string;
  readonly service?: string;
  readonly availabilityZone?: string;
  readonly launchType?: string;
  /** vCPU. */
  readonly cpuLimit?: number;
  readonly memoryLimit?: number;
  readonly ephemeralUsed?: number;
  readonly ephemeralReserved?: number;
  readonly pullStartedAt?: number;
  readonly pullStoppedAt?: number;
  /** When the first container was created, and when the first one started. */
  readonly createdAt?: number;
  readonly startedAt?: number;
  /** Whether all containers have one network and so the same counters; not so in bridge mode on EC2. */
  readonly sharesNetwork: boolean;
  readonly containers: readonly ContainerMetadata[];
  /** Fields that are not as expected. */
  readonly unknownFields: readonly string[];
}

/** The endpoint answered with something that is no task metadata. */
export class TaskMetadataError extends Error {
  override readonly name = 'TaskMetadataError';
}

const mebibyte = 1024 * 1024;
const unitsPerCpu = 1024;
const arnPattern = /^arn:[^:]+:ecs:([^:]+):([^:]+):task\/(?:(.+)\/)?([^/]+)$/;

/**
 * Reads the `/task` document of the task metadata endpoint version 4. Units differ inside it: the task's CPU is in
 * vCPU, a container's in units of 1/1024; memory and ephemeral storage are in MiB. A container's `Limits.Memory`
 * is not read: it may be its reservation, which is no limit.
 * @throws TaskMetadataError without the ARN of a task
 */
export function readTaskMetadata(value: unknown): TaskMetadata {
  const document = new ForeignDocument('task', value);
  const arn = document.text('TaskARN') ?? '';
  const [, region, account, clusterOfArn, task] = arnPattern.exec(arn) ?? [];
  if (region === undefined || account === undefined || task === undefined) {
    throw new TaskMetadataError(
      'the task document has no TaskARN: is this the task metadata endpoint version 4?',
    );
  }
  const containers = document.list('Containers').filter((one) => (one.text('Type') ?? 'NORMAL') === 'NORMAL');
  const cluster = document.text('Cluster');
  return {
    arn,
    account,
    region,
    cluster: cluster === undefined ? (clusterOfArn ?? 'default') : lastPart(cluster),
    task,
    ...optional('family', document.text('Family')),
    ...optional('revision', document.text('Revision')),
    ...optional('service', document.text('ServiceName') ?? serviceOfGroup(document.text('Group'))),
    ...optional('availabilityZone', document.text('AvailabilityZone')),
    ...optional('launchType', document.text('LaunchType')),
    ...optional('cpuLimit', limit(document.number('Limits', 'CPU'), 1)),
    ...optional('memoryLimit', limit(document.number('Limits', 'Memory'), mebibyte)),
    ...optional('ephemeralUsed', scaled(document.number('EphemeralStorageMetrics', 'Utilized'), mebibyte)),
    ...optional('ephemeralReserved', limit(document.number('EphemeralStorageMetrics', 'Reserved'), mebibyte)),
    ...optional('pullStartedAt', earliest([document.time('PullStartedAt')])),
    ...optional('pullStoppedAt', earliest([document.time('PullStoppedAt')])),
    ...optional('createdAt', earliest(containers.map((one) => one.time('CreatedAt')))),
    ...optional('startedAt', earliest(containers.map((one) => one.time('StartedAt')))),
    sharesNetwork: !containers.some((one) => isBridged(one)),
    containers: readContainers(containers),
    unknownFields: document.unknownFields,
  };
}

/** Containers by name; one without id or name, or of a name that is taken, is left out and noted. */
function readContainers(documents: readonly ForeignDocument[]): readonly ContainerMetadata[] {
  const byName = new Map<string, ContainerMetadata>();
  for (const document of documents) {
    const id = document.text('DockerId');
    const name = document.text('Name');
    if (id === undefined) document.at('DockerId').reject();
    else if (name === undefined || byName.has(name)) document.at('Name').reject();
    else byName.set(name, readContainer(document, id, name));
  }
  return [...byName.values()];
}

function readContainer(document: ForeignDocument, id: string, name: string): ContainerMetadata {
  return {
    id,
    name,
    isStopped: document.text('KnownStatus') === 'STOPPED',
    ...optional('restarts', document.number('RestartCount')),
    ...optional('cpuReserved', scaled(document.number('Limits', 'CPU'), 1 / unitsPerCpu)),
  };
}

function isBridged(container: ForeignDocument): boolean {
  return container.list('Networks').some((network) => network.text('NetworkMode') === 'bridge');
}

function serviceOfGroup(group: string | undefined): string | undefined {
  return group?.startsWith('service:') ? group.slice('service:'.length) : undefined;
}

/** The earliest point in time that is one: the year 1 is none. */
function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined).filter((time) => time > 0);
  return known.length === 0 ? undefined : Math.min(...known);
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

/** A limit of zero means that there is none. */
function limit(value: number | undefined, factor: number): number | undefined {
  return value === 0 ? undefined : scaled(value, factor);
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
