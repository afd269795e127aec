import type { Coverage, Resource } from '@breakwater/model';

export interface DiscoverOptions {
  /** Default: every region that is enabled in the account. Global types are read in any case. */
  readonly regions?: readonly string[];
  /** Default: all. Types that these need are read as well. */
  readonly types?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** The time that resources are stamped with. */
  readonly now: () => Date;
  /** Regions and services read at the same time; default 8. */
  readonly concurrency?: number;
  /** Largest page that is asked for; default: what each call allows. */
  readonly pageSize?: number;
  /** Most resources of one type in one region; more are reported as a failure of coverage. Default 100 000. */
  readonly limit?: number;
}

/** After each type of each region. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly resources: number;
  readonly coverage: Coverage;
}

/**
 * A step of a discovery, in this order for one type and region: any number of batches of resources, then
 * its coverage. A store may drop what it no longer saw of a (type, region) once its coverage is `ok`.
 */
export type DiscoveryPart =
  | { readonly kind: 'resources'; readonly resources: readonly Resource[] }
  | { readonly kind: 'coverage'; readonly coverage: Coverage };

/** A whole discovery in memory. */
export interface Discovery {
  readonly resources: readonly Resource[];
  readonly coverage: readonly Coverage[];
}

/** Gathers a discovery that is known to fit into memory. */
export async function collect(parts: AsyncIterable<DiscoveryPart>): Promise<Discovery> {
  const resources: Resource[] = [];
  const coverage: Coverage[] = [];
  for await (const part of parts) {
    if (part.kind === 'resources') resources.push(...part.resources);
    else coverage.push(part.coverage);
  }
  return { resources, coverage };
}
