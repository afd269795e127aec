import type { Container, ContainerMount } from './containers.ts';

type Json = Readonly<Record<string, unknown>>;

const maxDepth = 64;
/** Container types of the plugin by their number. */
const types = [
  'docker',
  'lxc',
  'libvirt-lxc',
  'mesos',
  'rkt',
  '',
  'cri',
  'containerd',
  'cri-o',
  'bpm',
  '',
  'podman',
];

/** What a runtime says of a container, in the JSON of the container plugin. Undefined: it is none. */
export function containerOf(text: string): Container | undefined {
  const root = parse(text);
  const record = objectOf(root?.container);
  const id = record === undefined ? undefined : textOf(record.id);
  if (record === undefined || id === undefined) return undefined;
  const number = record.type;
  return defined({
    id,
    record,
    fullId: textOf(record.full_id),
    type: typeof number === 'number' ? types[number] : undefined,
    name: textOf(record.name),
    image: textOf(record.image),
    imageId: textOf(record.imageid),
    imageDigest: textOf(record.imagedigest),
    imageRepository: textOf(record.imagerepo),
    imageTag: textOf(record.imagetag),
    isPrivileged: flagOf(record.privileged),
    isHostNetwork: flagOf(record.host_network),
    isHostPid: flagOf(record.host_pid),
    isHostIpc: flagOf(record.host_ipc),
    ip: textOf(record.ip),
    labels: textsOf(record.labels),
    mounts: mountsOf(record.Mounts),
    podSandboxId: textOf(record.pod_sandbox_id),
    podSandboxLabels: textsOf(record.pod_sandbox_labels),
    createdAt: typeof record.created_time === 'number' ? record.created_time : undefined,
  });
}

function parse(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return depthOf(value, maxDepth) ? objectOf(value) : undefined;
  } catch {
    // What is no JSON tells of no container: the capture goes on.
    return undefined;
  }
}

function depthOf(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((child) => depthOf(child, left - 1));
}

function mountsOf(value: unknown): readonly ContainerMount[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((one: unknown): ContainerMount[] => {
    const mount = objectOf(one);
    if (mount === undefined) return [];
    return [
      {
        source: textOf(mount.Source) ?? '',
        destination: textOf(mount.Destination) ?? '',
        mode: textOf(mount.Mode) ?? '',
        isWritable: mount.RW === true,
        propagation: textOf(mount.Propagation) ?? '',
      },
    ];
  });
}

function textsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  const record = objectOf(value);
  if (record === undefined) return undefined;
  const entries = Object.entries(record).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
