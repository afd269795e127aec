import { z } from 'zod';
import { durationSchema, occurrences, type Schedule, scheduleFields } from './schedule.ts';
import { hexOf, sampleDigest, sampleTaskId, uuidOf } from './seeded.ts';

/** Share of a limit at the first and at the last sample. */
type Use = readonly [number, number];

/** What tasks are started from. */
interface Service {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  /** Absent for tasks that belong to no service. */
  readonly service?: string | undefined;
  readonly startedBy?: string | undefined;
  readonly family: string;
  /** 1024 are one vCPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly exec: boolean;
  readonly capacity: 'FARGATE' | 'FARGATE_SPOT';
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

/** Tasks that live alike. The schedule says when they reach RUNNING: one task for each occurrence. */
interface TaskTemplate extends Schedule {
  readonly name: string;
  /** A service of the file. */
  readonly of: string;
  readonly revision: number;
  /** Replaces the image of the first container. */
  readonly image?: string | undefined;
  /** From start to stop, in milliseconds; absent while it runs. */
  readonly life?: number | undefined;
  readonly stop?:
    | {
        readonly code: string;
        readonly reason: string;
        /** Of the first container. */
        readonly exitCode?: number | undefined;
        readonly containerReason?: string | undefined;
        /** It never ran. */
        readonly neverStarted: boolean;
      }
    | undefined;
  /** Metrics over so long a time before the end, in milliseconds. */
  readonly metrics?:
    | { readonly over: number; readonly step: number; readonly memory: Use; readonly cpu: Use }
    | undefined;
}

interface ServiceEventTemplate extends Schedule {
  readonly name: string;
  readonly of: string;
  readonly detailType: 'ECS Service Action' | 'ECS Deployment State Change';
  readonly eventType: 'INFO' | 'WARN' | 'ERROR';
  readonly eventName: string;
  readonly reason?: string | undefined;
}

/** The file of tasks: what runs where, which tasks lived when, and what services went through. */
export interface EcsFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly tasks: readonly TaskTemplate[];
  readonly serviceEvents: readonly ServiceEventTemplate[];
}

const use = z.tuple([z.number(), z.number()]);

export const ecsFileSchema: z.ZodType<EcsFile> = z.strictObject({
  services: z.record(
    z.string(),
    z.strictObject({
      account: z.string(),
      region: z.string(),
      cluster: z.string(),
      service: z.string().optional(),
      startedBy: z.string().optional(),
      family: z.string(),
      cpu: z.number(),
      memory: z.number(),
      exec: z.boolean().default(false),
      capacity: z.enum(['FARGATE', 'FARGATE_SPOT']).default('FARGATE'),
      containers: z.array(z.strictObject({ name: z.string(), image: z.string() })).min(1),
    }),
  ),
  tasks: z.array(
    z.strictObject({
      name: z.string(),
      of: z.string(),
      revision: z.number(),
      ...scheduleFields,
      image: z.string().optional(),
      life: durationSchema.optional(),
      stop: z
        .strictObject({
          code: z.string(),
          reason: z.string(),
          exitCode: z.number().optional(),
          containerReason: z.string().optional(),
          neverStarted: z.boolean().default(false),
        })
        .optional(),
      metrics: z
        .strictObject({ over: durationSchema, step: durationSchema, memory: use, cpu: use })
        .optional(),
    }),
  ),
  serviceEvents: z.array(
    z.strictObject({
      name: z.string(),
      of: z.string(),
      ...scheduleFields,
      detailType: z.enum(['ECS Service Action', 'ECS Deployment State Change']),
      eventType: z.enum(['INFO', 'WARN', 'ERROR']),
      eventName: z.string(),
      reason: z.string().optional(),
    }),
  ),
});

/** A task of the sample with its times in milliseconds since the epoch. */
export interface SampleTask {
  readonly id: string;
  readonly service: Service;
  readonly template: TaskTemplate;
  readonly startedAt: number;
  /** Undefined while it runs. */
  readonly stoppedAt: number | undefined;
}

/** Reference of each image by its name. */
export type References = ReadonlyMap<string, string>;

const second = 1000;

/** Every task; the name of one of several gets its number: `worker-crash-3`. */
export function sampleTasks(file: EcsFile, base: number): readonly SampleTask[] {
  return file.tasks.flatMap((template) => {
    const service = serviceOf(file, template);
    const starts = occurrences(template, template.name);
    return starts.map((offset, index) => ({
      id: sampleTaskId(starts.length === 1 ? template.name : `${template.name}-${index + 1}`),
      service,
      template,
      startedAt: base + offset,
      stoppedAt: template.life === undefined ? undefined : base + offset + template.life,
    }));
  });
}

/** EventBridge envelopes of tasks and services, oldest first; nothing later than the time base. */
export function ecsEvents(file: EcsFile, references: References, base: number): readonly object[] {
  const events = [
    ...sampleTasks(file, base).flatMap((task) => taskEvents(task, references)),
    ...file.serviceEvents.flatMap((template) => serviceEvents(template, serviceOf(file, template), base)),
  ];
  return events
    .filter((event) => Date.parse(event.time) <= base)
    .toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

function serviceOf(file: EcsFile, template: { readonly name: string; readonly of: string }): Service {
  const service = file.services[template.of];
  if (service === undefined) throw new Error(`"${template.name}": there is no service "${template.of}"`);
  return service;
}

function taskEvents(task: SampleTask, references: References) {
  const { startedAt, stoppedAt, template } = task;
  const neverStarted = template.stop?.neverStarted === true;
  const events = [taskEvent(task, references, 'PENDING', 2, startedAt - 20 * second)];
  if (!neverStarted) events.push(taskEvent(task, references, 'RUNNING', 4, startedAt));
  if (stoppedAt !== undefined) events.push(taskEvent(task, references, 'STOPPED', 7, stoppedAt));
  return events;
}

function taskEvent(
  task: SampleTask,
  references: References,
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED',
  version: number,
  at: number,
) {
  const { id, service, template, startedAt, stoppedAt } = task;
  const { account, region, cluster } = service;
  const { stop } = template;
  const arn = (kind: string, name: string): string => `arn:aws:ecs:${region}:${account}:${kind}/${name}`;
  const taskArn = arn('task', `${cluster}/${id}`);
  const isStopped = lastStatus === 'STOPPED';
  return envelope(service, 'ECS Task State Change', at, taskArn, `${id} ${version}`, {
    taskArn,
    clusterArn: arn('cluster', cluster),
    taskDefinitionArn: arn('task-definition', `${service.family}:${template.revision}`),
    group: service.service === undefined ? `family:${service.family}` : `service:${service.service}`,
    startedBy: service.startedBy ?? `ecs-svc/${String(Number.parseInt(hexOf(service.family, 12), 16))}`,
    launchType: 'FARGATE',
    capacityProviderName: service.capacity,
    platformVersion: '1.4.0',
    availabilityZone: `${region}${'abc'[Number.parseInt(id.slice(0, 2), 16) % 3]}`,
    cpu: String(service.cpu),
    memory: String(service.memory),
    enableExecuteCommand: service.exec,
    ephemeralStorage: { sizeInGiB: 20 },
    attachments: [networkInterface(id)],
    containers: service.containers.map((container, index) => {
      const image = index === 0 ? (template.image ?? container.image) : container.image;
      const reference = references.get(image);
      if (reference === undefined)
        throw new Error(`task "${template.name}": there is no image "${image}" in images.yaml`);
      const ended = endOf(task, index);
      return {
        containerArn: arn('container', `${cluster}/${id}/${uuidOf(`${id} ${container.name}`)}`),
        name: container.name,
        image: reference,
        ...(stop?.neverStarted === true ? {} : { imageDigest: sampleDigest(image) }),
        ...(stop?.neverStarted === true ? {} : { runtimeId: `${id}-${hexOf(`${id} ${index}`, 10)}` }),
        lastStatus,
        ...(isStopped ? ended : {}),
      };
    }),
    createdAt: iso(startedAt - 42 * second),
    ...(lastStatus === 'PENDING' ? {} : { pullStartedAt: iso(startedAt - 18 * second) }),
    ...(lastStatus === 'PENDING' || stop?.neverStarted === true
      ? {}
      : { pullStoppedAt: iso(startedAt - 7 * second), startedAt: iso(startedAt) }),
    ...(isStopped && stoppedAt !== undefined
      ? {
          stoppingAt: iso(stoppedAt - 24 * second),
          executionStoppedAt: iso(stoppedAt - 4 * second),
          stoppedAt: iso(stoppedAt),
          stopCode: stop?.code,
          stoppedReason: stop?.reason,
        }
      : {}),
    desiredStatus: isStopped ? 'STOPPED' : 'RUNNING',
    lastStatus,
    connectivity: 'CONNECTED',
    updatedAt: iso(at),
    version,
  });
}

/** How a container ended: the first as the template says, the others by the SIGTERM that followed. */
function endOf({ template: { stop } }: SampleTask, index: number): object {
  if (stop === undefined || (stop.neverStarted && index > 0)) return {};
  if (index > 0) return { exitCode: 143 };
  return {
    ...(stop.exitCode === undefined ? {} : { exitCode: stop.exitCode }),
    ...(stop.containerReason === undefined ? {} : { reason: stop.containerReason }),
  };
}

function networkInterface(taskId: string): object {
  const octet = (from: number): number => Number.parseInt(taskId.slice(from, from + 2), 16);
  return {
    id: uuidOf(`attachment ${taskId}`),
    type: 'eni',
    status: 'ATTACHED',
    details: [
      { name: 'networkInterfaceId', value: `eni-0${hexOf(`eni ${taskId}`, 16)}` },
      { name: 'privateIPv4Address', value: `10.20.${octet(2)}.${octet(4)}` },
    ],
  };
}

function serviceEvents(template: ServiceEventTemplate, service: Service, base: number) {
  const { account, region, cluster } = service;
  const name = service.service ?? service.family;
  const serviceArn = `arn:aws:ecs:${region}:${account}:service/${cluster}/${name}`;
  return occurrences(template, template.name).map((offset, index) => {
    const isDeployment = template.detailType === 'ECS Deployment State Change';
    const at = base + offset;
    const seed = `${template.name} ${index}`;
    return envelope(service, template.detailType, at, serviceArn, seed, {
      eventType: template.eventType,
      eventName: template.eventName,
      ...(isDeployment
        ? { deploymentId: `ecs-svc/${String(Number.parseInt(hexOf(seed, 12), 16))}`, updatedAt: iso(at) }
        : { clusterArn: `arn:aws:ecs:${region}:${account}:cluster/${cluster}`, createdAt: iso(at) }),
      ...(template.reason === undefined ? {} : { reason: template.reason }),
    });
  });
}

function envelope(
  { account, region }: Service,
  detailType: string,
  at: number,
  resource: string,
  seed: string,
  detail: object,
) {
  return {
    version: '0',
    id: uuidOf(`envelope ${seed}`),
    'detail-type': detailType,
    source: 'aws.ecs',
    account,
    time: iso(at),
    region,
    resources: [resource],
    detail,
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
