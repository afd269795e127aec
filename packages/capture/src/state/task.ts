import { type Container, shortContainerId } from './containers.ts';

/** A task of ECS, as its metadata endpoint (version 4, `/task`) tells of it. Absent: it does not say. */
export interface Task {
  /** The last part of its ARN: the one that control groups hold. */
  readonly id: string;
  readonly arn: string;
  /** Name of the cluster, without the ARN around it. */
  readonly cluster?: string;
  readonly service?: string;
  /** `family:revision` */
  readonly definition?: string;
  readonly launchType?: string;
  readonly availabilityZone?: string;
  readonly containers: readonly Container[];
}

type Json = Readonly<Record<string, unknown>>;

const labelPrefix = 'com.amazonaws.ecs.';
const maxContainers = 100;

/** Reads the metadata of a task. Undefined: it is none, for it names no task. */
export function readTask(document: unknown): Task | undefined {
  const root = objectOf(document);
  const arn = textOf(root?.TaskARN);
  const id = arn?.slice(arn.lastIndexOf('/') + 1);
  if (root === undefined || arn === undefined || id === undefined || id === '') return undefined;
  const family = textOf(root.Family);
  const listed = Array.isArray(root.Containers) ? root.Containers.slice(0, maxContainers) : [];
  return {
    id,
    arn,
    ...optional('cluster', afterSlash(textOf(root.Cluster))),
    ...optional('service', textOf(root.ServiceName)),
    ...optional('definition', family === undefined ? undefined : definitionOf(family, root.Revision)),
    ...optional('launchType', textOf(root.LaunchType)),
    ...optional('availabilityZone', textOf(root.AvailabilityZone)),
    containers: listed.flatMap((one: unknown) => containerOf(objectOf(one), id) ?? []),
  };
}

function definitionOf(family: string, revision: unknown): string {
  const text = typeof revision === 'number' ? String(revision) : textOf(revision);
  return text === undefined ? family : `${family}:${text}`;
}

const hexId = /^[0-9a-f]{64}$/;

/** As captures show its id: that of Docker by its begin, that of Fargate whole. */
function containerOf(record: Json | undefined, task: string): Container | undefined {
  const fullId = textOf(record?.DockerId);
  if (record === undefined || fullId === undefined) return undefined;
  const labels = objectOf(record.Labels);
  const image = textOf(record.Image);
  return {
    id: hexId.test(fullId) ? fullId.slice(0, shortContainerId) : fullId,
    fullId,
    type: 'ecs',
    task,
    record,
    ...optional('name', textOf(record.Name) ?? textOf(labels?.[`${labelPrefix}container-name`])),
    ...(image === undefined ? {} : imageOf(image)),
    ...digestOf(textOf(record.ImageID)),
    ...optional('ip', addressOf(record.Networks)),
    ...(labels === undefined ? {} : { labels: textsOf(labels) }),
  };
}

/** The registry may have a port: only what stands behind the last slash has a tag. */
function imageOf(image: string): Partial<Container> {
  const [named = image, digest] = image.split('@', 2);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return {
    image,
    imageRepository: colon < 0 ? named : named.slice(0, colon),
    ...(colon < 0 ? {} : { imageTag: named.slice(colon + 1) }),
    ...optional('imageDigest', digest),
  };
}

/** Fargate gives the digest of the image in its registry as its id. */
function digestOf(imageId: string | undefined): Partial<Container> {
  if (imageId === undefined || imageId === '') return {};
  return { imageId: imageId.replace(/^sha256:/, ''), imageDigest: imageId };
}

function addressOf(networks: unknown): string | undefined {
  const [network] = Array.isArray(networks) ? networks : [];
  const addresses = objectOf(network)?.IPv4Addresses;
  return Array.isArray(addresses) ? textOf(addresses[0]) : undefined;
}

function textsOf(record: Json): Readonly<Record<string, string>> {
  const entries = Object.entries(record).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [P in K]?: string });
}

function afterSlash(text: string | undefined): string | undefined {
  return text?.slice(text.lastIndexOf('/') + 1);
}

function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
