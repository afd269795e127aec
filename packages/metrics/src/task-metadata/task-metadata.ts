import { listAt, numberAt, textAt } from './json.ts';

/** One container of the task that reads its own metadata. */
export interface ContainerMetadata {
  readonly id: string;
  readonly name: string;
  readonly image?: string;
  readonly restarts?: number;
  /** vCPU; ECS counts container CPU in units of 1/1024. */
  readonly cpuLimit?: number;
  /** Bytes. */
  readonly memoryLimit?: number;
}

/** The answer of `${ECS_CONTAINER_METADATA_URI_V4}/task`, as far as metrics need it. Sizes in bytes. */
export interface TaskMetadata {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly task: string;
  readonly family: string;
  readonly revision: string;
  readonly service?: string;
  readonly availabilityZone?: string;
  readonly launchType?: string;
  readonly cpuLimit?: number;
  readonly memoryLimit?: number;
  readonly ephemeralUsed?: number;
  readonly ephemeralReserved?: number;
  readonly createdAt?: string;
  readonly pullStartedAt?: string;
  readonly pullStoppedAt?: string;
  readonly startedAt?: string;
  readonly containers: readonly ContainerMetadata[];
}

/** The endpoint answered with something that is no task metadata. */
export class TaskMetadataError extends Error {
  override readonly name = 'TaskMetadataError';
}

const mebibyte = 1024 * 1024;
const unitsPerCpu = 1024;

/**
 * Reads the `/task` document of the task metadata endpoint version 4. Units differ inside it: the task's CPU is
 * in vCPU, a container's in units; memory and ephemeral storage are in MiB.
 * @throws TaskMetadataError without a TaskARN
 */
export function readTaskMetadata(document: unknown): TaskMetadata {
  const arn = textAt(document, 'TaskARN');
  if (arn === undefined)
    throw new TaskMetadataError('the task document has no TaskARN: is this the metadata endpoint version 4?');
  const [, , , region = '', account = ''] = arn.split(':');
  const containers = listAt(document, 'Containers').filter(
    (one) => (textAt(one, 'Type') ?? 'NORMAL') === 'NORMAL',
  );
  const started = containers
    .map((one) => textAt(one, 'StartedAt'))
    .filter((at) => at !== undefined)
    .sort();
  const created = containers
    .map((one) => textAt(one, 'CreatedAt'))
    .filter((at) => at !== undefined)
    .sort();
  return {
    arn,
    account,
    region,
    cluster: lastPart(textAt(document, 'Cluster') ?? ''),
    task: lastPart(arn),
    family: textAt(document, 'Family') ?? '',
    revision: textAt(document, 'Revision') ?? '',
    ...optional('service', textAt(document, 'ServiceName')),
    ...optional('availabilityZone', textAt(document, 'AvailabilityZone')),
    ...optional('launchType', textAt(document, 'LaunchType')),
    ...optional('cpuLimit', numberAt(document, 'Limits', 'CPU')),
    ...optional('memoryLimit', scaled(numberAt(document, 'Limits', 'Memory'), mebibyte)),
    ...optional('ephemeralUsed', scaled(numberAt(document, 'EphemeralStorageMetrics', 'Utilized'), mebibyte)),
    ...optional(
      'ephemeralReserved',
      scaled(numberAt(document, 'EphemeralStorageMetrics', 'Reserved'), mebibyte),
    ),
    ...optional('createdAt', created[0]),
    ...optional('pullStartedAt', textAt(document, 'PullStartedAt')),
    ...optional('pullStoppedAt', textAt(document, 'PullStoppedAt')),
    ...optional('startedAt', started[0]),
    containers: containers.map(readContainer),
  };
}

function readContainer(container: unknown): ContainerMetadata {
  return {
    id: textAt(container, 'DockerId') ?? '',
    name: textAt(container, 'Name') ?? '',
    ...optional('image', textAt(container, 'Image')),
    ...optional('restarts', numberAt(container, 'RestartCount')),
    ...optional('cpuLimit', scaled(numberAt(container, 'Limits', 'CPU'), 1 / unitsPerCpu)),
    ...optional('memoryLimit', scaled(numberAt(container, 'Limits', 'Memory'), mebibyte)),
  };
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined || value <= 0 ? undefined : value * factor;
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
