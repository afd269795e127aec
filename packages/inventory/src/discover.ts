import type { Coverage, Resource } from '@breakwater/model';
import { resourceTypes } from './aws/index.ts';
import type { Service } from './clients.ts';
import { mergeStreams } from './concurrency.ts';
import type { Connection } from './connection.ts';
import type { DiscoverOptions, DiscoveryPart } from './discovery.ts';
import { explainFailure, failureKind, InventoryError } from './failure.ts';
import { CallError } from './paging.ts';
import { enabledRegions, globalRegion, requireRegion } from './region.ts';
import type { Described, Problem, ResourceType, Scope } from './resource-type.ts';

/** The region of what has none, in coverage and in lists. */
export const globalPlace = 'global';

/** What is read one after the other: the types of one service in one region, which share its quota. */
interface Lane {
  /** The name for people; `global` for global types. */
  readonly region: string;
  readonly endpointRegion: string;
  readonly types: readonly ResourceType[];
}

const defaultConcurrency = 8;
const defaultLimit = 100_000;
const largestPage = 1000;

/**
 * Reads the resources of an account as a stream: an account can hold more than memory does, and a store
 * wants them as they come. `collect` gathers a small one. Regions and services run side by side.
 *
 * One failure never ends the run: each type of each region ends with its coverage, which says what is missing.
 * Throws InventoryError for an unknown type or region, and the signal's reason once it is aborted.
 */
export async function* discover(
  connection: Connection,
  options: DiscoverOptions,
): AsyncGenerator<DiscoveryPart> {
  const types = selectTypes(options.types);
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const { regions, coverage: regionCoverage } = await chooseRegions(connection, options.regions, signal);
  if (regionCoverage !== undefined) yield { kind: 'coverage', coverage: regionCoverage };
  const lanes = lanesOf(types, regions, connection.partition);
  const streams = lanes.map((lane) => readLane(connection, lane, options, signal));
  const total = lanes.reduce((sum, lane) => sum + lane.types.length, 0);
  let done = 0;
  let resources = 0;
  for await (const part of mergeStreams(streams, options.concurrency ?? defaultConcurrency, signal)) {
    if (part.kind === 'resources') {
      resources += part.resources.length;
    } else {
      done += 1;
      options.onProgress?.({ done, total, resources, coverage: part.coverage });
    }
    yield part;
  }
}

/** The types by name and those they need, in the order of the list. */
function selectTypes(names: readonly string[] | undefined): readonly ResourceType[] {
  if (names === undefined) return resourceTypes;
  const wanted = new Set<string>();
  for (const name of names) {
    const type = resourceTypes.find((candidate) => candidate.type === name);
    if (type === undefined) {
      const known = resourceTypes.map((candidate) => candidate.type).join(', ');
      throw new InventoryError(`unknown resource type "${name}"; known are ${known}`);
    }
    for (const each of [...type.needs, name]) wanted.add(each);
  }
  return resourceTypes.filter(({ type }) => wanted.has(type));
}

async function chooseRegions(
  connection: Connection,
  asked: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<{ readonly regions: readonly string[]; readonly coverage?: Coverage }> {
  if (asked !== undefined) return { regions: [...new Set(asked.map(requireRegion))] };
  try {
    const regions = await enabledRegions(connection, signal);
    return { regions };
  } catch (error) {
    signal.throwIfAborted();
    const problem: Problem = { error, action: 'ec2:DescribeRegions' };
    const coverage: Coverage = {
      type: 'aws.region',
      account: connection.account,
      region: connection.region,
      status: statusOf(problem),
      count: 0,
      message: `${explainFailure(error, problem.action)}; of the regional types only ${connection.region} was read`,
    };
    return { regions: [connection.region], coverage };
  }
}

function lanesOf(
  types: readonly ResourceType[],
  regions: readonly string[],
  partition: string,
): readonly Lane[] {
  const services = [...new Set(types.map(({ service }) => service))];
  const ofService = (service: Service, scope: ResourceType['scope']): readonly ResourceType[] =>
    types.filter((type) => type.service === service && type.scope === scope);
  const lanes: Lane[] = services.map((service) => ({
    region: globalPlace,
    endpointRegion: globalRegion(partition),
    types: ofService(service, 'global'),
  }));
  for (const region of regions) {
    for (const service of services) {
      lanes.push({ region, endpointRegion: region, types: ofService(service, 'regional') });
    }
  }
  return lanes.filter((lane) => lane.types.length > 0);
}

async function* readLane(
  connection: Connection,
  lane: Lane,
  options: DiscoverOptions,
  signal: AbortSignal,
): AsyncGenerator<DiscoveryPart> {
  const references = new Set<string>();
  const scope: Scope = {
    account: connection.account,
    partition: connection.partition,
    region: lane.endpointRegion,
    clients: connection.clients(lane.endpointRegion, signal),
    pageSize: options.pageSize ?? largestPage,
    references,
    signal,
  };
  const failed = new Map<string, Coverage>();
  for (const type of lane.types) {
    const coverage = yield* readOneType(type, scope, lane.region, options, references);
    const missing = type.needs.map((name) => failed.get(name)).find((each) => each !== undefined);
    const told = coverage.status === 'ok' && missing !== undefined ? incomplete(coverage, missing) : coverage;
    if (told.status !== 'ok') failed.set(type.type, told);
    yield { kind: 'coverage', coverage: told };
  }
}

/** Yields the resources of a type and returns how that went. */
async function* readOneType(
  type: ResourceType,
  scope: Scope,
  region: string,
  options: DiscoverOptions,
  references: Set<string>,
): AsyncGenerator<DiscoveryPart, Coverage> {
  const limit = options.limit ?? defaultLimit;
  const problems = new Map<string, { readonly problem: Problem; times: number }>();
  const note = (problem: Problem): void => {
    const known = problems.get(problem.action);
    if (known === undefined) problems.set(problem.action, { problem, times: 1 });
    else known.times += 1;
  };
  let count = 0;
  try {
    for await (const batch of type.read(scope)) {
      for (const problem of batch.problems) note(problem);
      const kept = batch.resources.slice(0, limit - count);
      count += kept.length;
      for (const { references: arns } of kept) for (const arn of arns) references.add(arn);
      if (kept.length > 0) {
        yield {
          kind: 'resources',
          resources: kept.map((each) => place(each, type, scope, region, options.now())),
        };
      }
      if (kept.length < batch.resources.length) {
        note({
          action: type.type,
          error: new InventoryError(`more than ${limit} resources; the rest was not read`),
        });
        break;
      }
    }
  } catch (error) {
    scope.signal.throwIfAborted();
    note(
      error instanceof CallError
        ? { action: error.action, error: error.cause }
        : { action: type.type, error },
    );
  }
  const worst = [...problems.values()];
  return {
    type: type.type,
    account: scope.account,
    region,
    status: worst[0] === undefined ? 'ok' : statusOf(worst[0].problem),
    count,
    ...(worst.length > 0 && {
      message: worst
        .map(
          ({ problem, times }) =>
            explainFailure(problem.error, problem.action) + (times > 1 ? ` (${times} times)` : ''),
        )
        .join('; '),
    }),
  };
}

function place(described: Described, type: ResourceType, scope: Scope, region: string, now: Date): Resource {
  const { id, name, tags, configuration, unread } = described;
  return {
    id,
    type: type.type,
    name,
    place: {
      provider: 'aws',
      account: scope.account,
      ...(region !== globalPlace && { region }),
      ...described.place,
    },
    tags,
    seenAt: now.toISOString(),
    configuration,
    ...(unread.length > 0 && { unread }),
  };
}

function statusOf({ error }: Problem): Coverage['status'] {
  const kind = failureKind(error);
  return kind === 'denied' || kind === 'throttled' ? kind : 'failed';
}

/** A type that depends on one that failed may lack what that one would have pointed to. */
function incomplete(coverage: Coverage, missing: Coverage): Coverage {
  return {
    ...coverage,
    status: missing.status,
    message: `incomplete, because ${missing.type} could not be read: ${missing.message ?? missing.status}`,
  };
}
