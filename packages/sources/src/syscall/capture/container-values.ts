import type { Container, ContainerMount } from '@breakwater/capture';
import type { FieldValue } from '@breakwater/model';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';

const host = 'host';
const shortId = 12;

type Known = Container | typeof host | undefined;

/** The container of the thread; `host` when it is in none, undefined when nothing but the id is known. */
function containerOf({ system }: CaptureRecord): Known {
  const { thread, containers } = system;
  if (thread === undefined) return undefined;
  return thread.container === '' ? host : containers.get(thread.container);
}

/** Of a container whose metadata is known; a process outside of containers has `onHost`. */
function of(value: (container: Container) => FieldValue | undefined, onHost?: FieldValue): Extract {
  return (record) => {
    const container = containerOf(record);
    if (container === host) return onHost;
    return container === undefined ? undefined : value(container);
  };
}

function keyValues(labels: Readonly<Record<string, string>> | undefined): string | undefined {
  if (labels === undefined) return undefined;
  return Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}:${value}`)
    .join(',');
}

function mountText({ source, destination, mode, isWritable, propagation }: ContainerMount): string {
  return `${source}:${destination}:${mode}:${isWritable}:${propagation}`;
}

/** By its place, or by a path that its source or destination must match (`*` stands for anything). */
function mountBy(by: 'source' | 'destination', value: (mount: ContainerMount) => string): Extract {
  return (record, argument) => {
    const container = containerOf(record);
    if (container === undefined || container === host || argument === undefined) return undefined;
    const mounts = container.mounts ?? [];
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

function podLabel(name: string): Extract {
  return of(({ labels, podSandboxLabels }) => podSandboxLabels?.[name] ?? labels?.[name]);
}

/** Values of the fields of the container and pod that a process runs in. */
export const containerValues: Extracts = {
  'container.id': ({ system: { thread } }) =>
    thread === undefined ? undefined : thread.container === '' ? host : thread.container,
  'container.full_id': of(({ fullId, id }) => fullId ?? id, ''),
  'container.name': of(({ name }) => name, host),
  'container.type': of(({ type }) => type, host),
  'container.image': of(({ image }) => image, ''),
  'container.image.id': of(({ imageId }) => imageId, ''),
  'container.image.repository': of(({ imageRepository }) => imageRepository, ''),
  'container.image.tag': of(({ imageTag }) => imageTag, ''),
  'container.image.digest': of(({ imageDigest }) => imageDigest, ''),
  'container.ip': of(({ ip }) => ip, ''),
  'container.cni.json': of(({ record }) => textOf(record.cni_json), ''),
  'container.labels': of(({ labels }) => keyValues(labels)),
  'container.label': (record, argument) => {
    const container = containerOf(record);
    return container === undefined || container === host ? undefined : container.labels?.[argument ?? ''];
  },
  'container.privileged': of(({ isPrivileged }) => isPrivileged),
  'container.host_pid': of(({ isHostPid }) => isHostPid),
  'container.host_network': of(({ isHostNetwork }) => isHostNetwork),
  'container.host_ipc': of(({ isHostIpc }) => isHostIpc),
  'container.mounts': of(({ mounts }) => mounts?.map(mountText).join(',')),
  'container.mount': mountBy('source', mountText),
  'container.mount.source': mountBy('destination', ({ source }) => source),
  'container.mount.dest': mountBy('source', ({ destination }) => destination),
  'container.mount.mode': mountBy('source', ({ mode }) => mode),
  'container.mount.rdwr': mountBy('source', ({ isWritable }) => String(isWritable)),
  'container.mount.propagation': mountBy('source', ({ propagation }) => propagation),
  'container.start_ts': ({ system: { thread } }) => thread?.pidnsInitStart || undefined,
  'container.duration': ({ event, system: { thread } }) =>
    thread === undefined ? undefined : event.time - thread.pidnsInitStart,
  'k8s.ns.name': podLabel('io.kubernetes.pod.namespace'),
  'k8s.pod.name': podLabel('io.kubernetes.pod.name'),
  'k8s.pod.uid': podLabel('io.kubernetes.pod.uid'),
  'k8s.pod.id': podLabel('io.kubernetes.pod.uid'),
  'k8s.pod.sandbox_id': of(({ podSandboxId }) => podSandboxId?.slice(0, shortId) || undefined),
  'k8s.pod.full_sandbox_id': of(({ podSandboxId }) => podSandboxId || undefined),
  'k8s.pod.labels': of(({ podSandboxLabels }) => keyValues(podSandboxLabels) || undefined),
  'k8s.pod.label': (record, argument) => {
    const container = containerOf(record);
    return container === undefined || container === host
      ? undefined
      : container.podSandboxLabels?.[argument ?? ''];
  },
  'k8s.pod.ip': of(({ ip, podSandboxId }) => (podSandboxId ? ip : undefined)),
};

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
