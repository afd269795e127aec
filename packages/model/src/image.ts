/** The part of an OCI image configuration that is judged or shown. */
export interface ImageConfig {
  readonly os: string;
  readonly architecture: string;
  readonly created?: string;
  readonly user?: string;
  readonly env: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly hasHealthcheck: boolean;
  /** `SIGTERM`, `9` …; absent where the image says nothing, which means SIGTERM. */
  readonly stopSignal?: string;
  /** Folders that get a volume of their own. */
  readonly volumes?: readonly string[];
  readonly history: readonly ImageHistory[];
}

export interface ImageHistory {
  readonly createdBy: string;
  readonly created?: string;
  readonly isEmptyLayer: boolean;
}

/** One layer as stored; sizes in bytes. */
export interface ImageLayer {
  readonly digest: string;
  readonly diffId: string;
  readonly mediaType: string;
  readonly size: number;
  readonly uncompressedSize: number;
  readonly createdBy?: string;
}

/** Where a scan was asked for: product I8's fixed list. */
export const imageOrigins = [
  'aws-fargate',
  'cli',
  'ci-cd',
  'aws-registry',
  'in-account-scanner',
  'runtime-alert',
  'console',
  'imported-sbom',
  'untagged',
] as const;

export type ImageOrigin = (typeof imageOrigins)[number];

/** Something that was not examined, and why: what makes a result incomplete. */
export interface Gap {
  /** What was not examined: a path, a layer, a data set. */
  readonly what: string;
  readonly reason: string;
}
