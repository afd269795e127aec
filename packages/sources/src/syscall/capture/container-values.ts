import {
  type Container,
  type ContainerMount,
  containerOfCgroups,
  type Task,
  type Thread,
} from '@breakwater/capture';
import type { FieldValue } from '@breakwater/model';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';

const shortId = 12;

/** What stands for a container on the machine itself. */
const host: Container = { id: 'host', fullId: 'host', name: 'host', type: 'host', record: {} };

/**
 * The container of the thread, or the one that the event tells of; undefined when nothing but its id is known, or
 * there is no thread.
 */
function containerOf({ event, system }: CaptureRecord): Container | undefined {
  const { thread, containers, told } = system;
  if (told?.number === event.number) return told.container;
  if (thread === undefined) return undefined;
  if (thread.container === '') return host;
  return containers.get(thread.container) ?? namedContainer(thread);
}

/** Of runtimes that nobody asks the control group tells the id and the kind; there is no more to know. */
function namedContainer({ cgroups }: Thread): Container | undefined {
  const { id = '', type } = containerOfCgroups(cgroups) ?? {};
  return type === undefined ? undefined : { id, type, record: {} };
}

/** Of a container whose metadata is known. */
function of(value: (container: Container, record: CaptureRecord) => FieldValue | undefined): Extract {
  return (record) => {
    const container = containerOf(record);
    return container === undefined ? undefined : value(container, record);
  };
}

type Labels = Readonly<Record<string, string>>;

const hidden = ['annotation.', 'io.kubernetes.'];

/** `key:value` joined by commas, without what the runtime adds for itself. */
function keyValues(labels: Labels = {}): string {
  return Object.entries(labels)
    .filter(([key]) => !hidden.some((prefix) => key.startsWith(prefix)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => (value === '' ? key : `${key}:${value}`))
    .join(', ');
}

function mountText({ source, destination, mode, isWritable, propagation }: ContainerMount): string {
  return `${source}:${destination}:${mode}:${isWritable}:${propagation}`;
}

/** By its place, or by a path that its source or destination must match (`*` stands for anything). */
function mountBy(by: 'source' | 'destination', value: (mount: ContainerMount) => string): Extract {
  return (record, argument) => {
    const mounts = containerOf(record)?.mounts ?? [];
    if (argument === undefined) return undefined;
    const isPlace = /^\d+$/.test(argument);
    const found = isPlace ? mounts[Number(argument)] : mounts.find((mount) => isGlob(argument, mount[by]));
    return found === undefined ? undefined : value(found);
  };
}

function isGlob(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === text;
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (index === 0) {
      if (!text.startsWith(part)) return false;
      at = part.length;
    } else if (index === parts.length - 1) return text.length >= at + part.length && text.endsWith(part);
    else {
      at = text.indexOf(part, at);
      if (at < 0) return false;
      at += part.length;
    }
  }
  return true;
}

const podLabel = (name: string): Extract => of(({ labels }) => labels?.[name]);

/** A pod has a container of its own; what one does not say of it the other one does. */
function sandboxOf({ podSandboxId = '' }: Container, { system }: CaptureRecord): Container | undefined {
  return podSandboxId === '' ? undefined : system.containers.get(podSandboxId.slice(0, shortId));
}

const networkResultOf = ({ record }: Container): string => textOf(record.cni_json) ?? '';

function podLabelsOf(container: Container, record: CaptureRecord): Labels | undefined {
  const sandbox = networkResultOf(container) === '' ? sandboxOf(container, record) : undefined;
  return (sandbox ?? container).podSandboxLabels;
}

/** Of the container itself when it knows the network of its pod, else of the pod's own container. */
function ofNetwork(value: (container: Container) => string): Extract {
  return of((container, record) => {
    if (networkResultOf(container) !== '') return value(container);
    const sandbox = sandboxOf(container, record);
    return sandbox === undefined ? undefined : value(sandbox);
  });
}

const pod: Extracts = {
  'k8s.ns.name': podLabel('io.kubernetes.pod.namespace'),
  'k8s.pod.name': podLabel('io.kubernetes.pod.name'),
  'k8s.pod.uid': podLabel('io.kubernetes.pod.uid'),
  'k8s.pod.id': podLabel('io.kubernetes.pod.uid'),
  'k8s.pod.sandbox_id': of(({ podSandboxId = '' }) => podSandboxId.slice(0, shortId)),
  'k8s.pod.full_sandbox_id': of(({ podSandboxId = '' }) => podSandboxId),
  'k8s.pod.labels': of((container, record) => keyValues(podLabelsOf(container, record))),
  'k8s.pod.label': (record, argument) => {
    const container = containerOf(record);
    if (container === undefined || argument === undefined) return undefined;
    return podLabelsOf(container, record)?.[argument] ?? container.podSandboxLabels?.[argument];
  },
  'k8s.pod.ip': ofNetwork(({ ip = '' }) => ip),
  'k8s.pod.cni.json': ofNetwork(networkResultOf),
};

/** Of the task that the control groups of the thread name, as far as its metadata is known. */
function ofTask(value: (task: Task) => string | undefined): Extract {
  return ({ system }) => {
    const id = taskIdOf(system.thread?.cgroups);
    const task = id === undefined ? undefined : system.tasks.get(id);
    return task === undefined ? undefined : value(task);
  };
}

function taskIdOf(cgroups: readonly string[] | undefined): string | undefined {
  return cgroups === undefined ? undefined : containerOfCgroups(cgroups)?.task;
}

const task: Extracts = {
  'ecs.cluster': ofTask(({ cluster }) => cluster),
  'ecs.service': ofTask(({ service }) => service),
  'ecs.task': ({ system }) => taskIdOf(system.thread?.cgroups),
  'ecs.task.arn': ofTask(({ arn }) => arn),
  'ecs.task.definition': ofTask(({ definition }) => definition),
  'ecs.task.launch_type': ofTask(({ launchType }) => launchType),
  'ecs.task.availability_zone': ofTask(({ availabilityZone }) => availabilityZone),
  'ecs.container.name': of(({ task: ofTask, name }) => (ofTask === undefined ? undefined : name)),
};

/** Values of the fields of the container, pod and task that a process runs in. */
export const containerValues: Extracts = {
  'container.id': (record) => containerOf(record)?.id ?? record.system.thread?.container,
  'container.full_id': of(({ fullId = '' }) => fullId),
  'container.name': of(({ name = '' }) => name),
  'container.type': of(({ type = '' }) => type),
  'container.image': of(({ image = '' }) => image),
  'container.image.id': of(({ imageId = '' }) => imageId),
  'container.image.repository': of(({ imageRepository = '' }) => imageRepository),
  'container.image.tag': of(({ imageTag = '' }) => imageTag),
  'container.image.digest': of(({ imageDigest = '' }) => imageDigest),
  'container.ip': of(({ ip = '' }) => ip),
  'container.cni.json': of(networkResultOf),
  'container.labels': of(({ labels }) => keyValues(labels)),
  'container.label': (record, argument) => containerOf(record)?.labels?.[argument ?? ''],
  'container.privileged': of(({ isPrivileged = false }) => isPrivileged),
  'container.host_pid': of(({ isHostPid = false }) => isHostPid),
  'container.host_network': of(({ isHostNetwork = false }) => isHostNetwork),
  'container.host_ipc': of(({ isHostIpc = false }) => isHostIpc),
  'container.mounts': of(({ mounts = [] }) => mounts.map(mountText).join(',')),
  'container.mount': mountBy('source', mountText),
  'container.mount.source': mountBy('destination', ({ source }) => source),
  'container.mount.dest': mountBy('source', ({ destination }) => destination),
  'container.mount.mode': mountBy('source', ({ mode }) => mode),
  'container.mount.rdwr': mountBy('source', ({ isWritable }) => String(isWritable)),
  'container.mount.propagation': mountBy('source', ({ propagation }) => propagation),
  'container.start_ts': ({ system: { thread } }) => thread?.pidnsInitStart || undefined,
  'container.duration': ({ event, system: { thread } }) =>
    thread === undefined || thread.pidnsInitStart === 0n ? undefined : event.time - thread.pidnsInitStart,
  ...pod,
  ...task,
};

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
