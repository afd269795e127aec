/** What a container runtime, or ECS, says of a container. Absent: it is not known. */
export interface Container {
  readonly id: string;
  readonly fullId?: string;
  /** `docker`, `cri-o`, `containerd`, `podman`, `ecs` … */
  readonly type?: string;
  readonly name?: string;
  readonly image?: string;
  readonly imageId?: string;
  readonly imageDigest?: string;
  readonly imageRepository?: string;
  readonly imageTag?: string;
  readonly isPrivileged?: boolean;
  readonly isHostNetwork?: boolean;
  readonly isHostPid?: boolean;
  readonly isHostIpc?: boolean;
  readonly ip?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly mounts?: readonly ContainerMount[];
  readonly podSandboxId?: string;
  readonly podSandboxLabels?: Readonly<Record<string, string>>;
  /** Seconds since the epoch. */
  readonly createdAt?: number;
  /** ECS: the task that the container belongs to. */
  readonly task?: string;
  /** Other values as the runtime gave them. */
  readonly record: Readonly<Record<string, unknown>>;
}

export interface ContainerMount {
  readonly source: string;
  readonly destination: string;
  readonly mode: string;
  readonly isWritable: boolean;
  readonly propagation: string;
}

const shortId = 12;
const hexId = /^[0-9a-f]{64}$/;
const scopeId =
  /(?:^(?:docker|crio|cri-containerd|containerd|nerdctl|libpod)-|:(?:cri-containerd|containerd|crio|docker):)([0-9a-f]{64})(?:\.scope)?$/;
/** Podman puts the processes of a container into a group below its own. */
const podmanChild = /\/container$/;
const ecsPath = /\/ecs\/(?:[^/]+\/)?([0-9a-f]{32})\/\1-(\d+)$/;
const ecsContainer = /\/ecs\/(?:[^/]+\/)*([0-9a-f]{32})[/-]([0-9a-z-]+)$/;
const runtimes: readonly (readonly [RegExp, string])[] = [
  [/docker/, 'docker'],
  [/crio/, 'cri-o'],
  [/libpod/, 'podman'],
  [/containerd|cri/, 'containerd'],
];

/** What the control groups of a process say about its container. */
export interface CgroupContainer {
  readonly id: string;
  readonly fullId: string;
  readonly type?: string;
  readonly task?: string;
}

/**
 * The container that a control group names. Docker, containerd, CRI-O and podman end the path in 64 hex digits,
 * alone or in the name of a scope; ECS on Fargate in `/ecs/TASK/TASK-NUMBER`, which Falco does not know.
 */
export function containerOfCgroups(cgroups: readonly string[]): CgroupContainer | undefined {
  for (const cgroup of cgroups) {
    const path = cgroup.slice(cgroup.indexOf('=') + 1);
    if (path.length < 33) continue;
    const found = containerOfPath(path);
    if (found !== undefined) return found;
  }
  return undefined;
}

function containerOfPath(path: string): CgroupContainer | undefined {
  const group = path.includes('libpod-') ? path.replace(podmanChild, '') : path;
  const last = group.slice(group.lastIndexOf('/') + 1);
  const full = hexId.test(last) ? last : scopeId.exec(last)?.[1];
  if (full !== undefined) {
    const type = runtimes.find(([pattern]) => pattern.test(path))?.[1];
    return { id: full.slice(0, shortId), fullId: full, ...(type === undefined ? {} : { type }) };
  }
  const ecs = ecsPath.exec(path) ?? ecsContainer.exec(path);
  if (ecs === null) return undefined;
  const [, task = '', container = ''] = ecs;
  const id = `${task}-${container}`;
  return { id, fullId: id, type: 'ecs', task };
}

/** What is remembered of containers: so many, and so many bytes of what runtimes said of them. */
const limits = { containers: 65_536, bytes: 64 * 1024 * 1024 } as const;

/** Containers by their id. When there are too many the one that was told of first goes, and is counted. */
export class Containers {
  readonly #byId = new Map<string, { readonly container: Container; readonly bytes: number }>();
  #bytes = 0;
  dropped = 0;

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): Container | undefined {
    return this.#byId.get(id)?.container;
  }

  *values(): Generator<Container, void, undefined> {
    for (const { container } of this.#byId.values()) yield container;
  }

  /** Whether a container has the address. */
  hasAddress(address: string): boolean {
    for (const { container } of this.#byId.values()) if (container.ip === address) return true;
    return false;
  }

  /** `bytes`: how long the record was. */
  set(container: Container, bytes: number): void {
    this.#delete(container.id);
    this.#byId.set(container.id, { container, bytes });
    this.#bytes += bytes;
    for (const id of this.#byId.keys()) {
      if (this.#byId.size <= limits.containers && this.#bytes <= limits.bytes) return;
      this.#delete(id);
      this.dropped += 1;
    }
  }

  clear(): void {
    this.#byId.clear();
    this.#bytes = 0;
  }

  #delete(id: string): void {
    this.#bytes -= this.#byId.get(id)?.bytes ?? 0;
    this.#byId.delete(id);
  }
}
