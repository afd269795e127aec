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

/** Ids are shown by so many characters. */
export const shortContainerId = 12;

export interface ContainerMount {
  readonly source: string;
  readonly destination: string;
  readonly mode: string;
  readonly isWritable: boolean;
  readonly propagation: string;
}

/** What is remembered of containers: so many, and so many bytes of what runtimes said of them. */
const limits = { containers: 65_536, bytes: 64 * 1024 * 1024 } as const;

/** Containers by their id. When there are too many the one that was told of first goes, and is counted. */
export class Containers {
  readonly #byId = new Map<string, { readonly container: Container; readonly bytes: number }>();
  readonly #given: readonly Container[];
  #bytes = 0;
  dropped = 0;

  /** `given`: containers that the captures themselves do not tell of. */
  constructor(given: readonly Container[] = []) {
    this.#given = given;
    this.clear();
  }

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

  /** The container is gone. */
  forget(id: string): void {
    this.#delete(id);
  }

  clear(): void {
    this.#byId.clear();
    this.#bytes = 0;
    for (const container of this.#given) this.#byId.set(container.id, { container, bytes: 0 });
  }

  #delete(id: string): void {
    this.#bytes -= this.#byId.get(id)?.bytes ?? 0;
    this.#byId.delete(id);
  }
}
