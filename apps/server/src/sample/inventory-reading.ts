import { globalPlace, resourceTypes } from '@breakwater/inventory';
import type { Coverage, Resource } from '@breakwater/model';
import { z } from 'zod';
import type { AccountReading } from '../posture/assess-account.ts';
import { fill } from './fill.ts';
import { durationSchema } from './schedule.ts';

type Configuration = Readonly<Record<string, unknown>>;
type Texts = Readonly<Record<string, string>>;

interface ResourceTemplate {
  readonly id: string;
  readonly type: string;
  /** Absent for global resources. */
  readonly region?: string | undefined;
  readonly name: string;
  readonly place: Texts;
  readonly tags: Texts;
  /** It exists from then … */
  readonly since?: number | undefined;
  /** … until then. */
  readonly until?: number | undefined;
  readonly configuration: Configuration;
  /** What is different from then on, laid over the configuration key by key. */
  readonly changes: readonly { readonly at: number; readonly configuration: Configuration }[];
}

/** The file of an account: when it was read, what was there then, what could not be read. Times are offsets. */
export interface InventoryFile {
  readonly account: string;
  readonly name: string;
  readonly roleArn: string;
  readonly regions: readonly string[];
  /** Oldest first. */
  readonly readings: readonly number[];
  readonly problems: readonly {
    readonly region: string;
    readonly types: readonly string[];
    readonly status: 'denied' | 'throttled' | 'failed';
    readonly message: string;
  }[];
  readonly resources: readonly ResourceTemplate[];
}

const configuration = z.record(z.string(), z.unknown());
const texts = z.record(z.string(), z.string());

export const inventoryFileSchema: z.ZodType<InventoryFile> = z.strictObject({
  account: z.string(),
  name: z.string(),
  roleArn: z.string(),
  regions: z.array(z.string()).min(1),
  readings: z.array(durationSchema).min(1),
  problems: z
    .array(
      z.strictObject({
        region: z.string(),
        types: z.array(z.string()),
        status: z.enum(['denied', 'throttled', 'failed']),
        message: z.string(),
      }),
    )
    .default([]),
  resources: z.array(
    z.strictObject({
      id: z.string(),
      type: z.string(),
      region: z.string().optional(),
      name: z.string(),
      place: texts.default({}),
      tags: texts.default({}),
      since: durationSchema.optional(),
      until: durationSchema.optional(),
      configuration,
      changes: z.array(z.strictObject({ at: durationSchema, configuration })).default([]),
    }),
  ),
});

/** What a discovery of the account would have found at an offset from the time base. */
export function inventoryReading(file: InventoryFile, offset: number, base: number): AccountReading {
  const seenAt = new Date(base + offset).toISOString();
  const resources = file.resources
    .filter(({ since, until }) => (since ?? offset) <= offset && offset < (until ?? Number.POSITIVE_INFINITY))
    .map((template) => resourceAt(template, file.account, offset, seenAt));
  return { account: file.account, resources, coverage: coverageOf(file, resources), isSample: true };
}

function resourceAt(template: ResourceTemplate, account: string, offset: number, seenAt: string): Resource {
  const region = template.region ?? globalPlace;
  const changes = template.changes.filter((change) => change.at <= offset);
  const current = Object.assign({}, template.configuration, ...changes.map((change) => change.configuration));
  const { id, type, name, place, tags } = template;
  const filled = fill({ id, name, place, tags, current }, { account, region }, id);
  return {
    id: filled.id,
    type,
    name: filled.name,
    place: { provider: 'aws', account, region, ...filled.place },
    tags: filled.tags,
    seenAt,
    configuration: filled.current,
  };
}

function coverageOf(file: InventoryFile, resources: readonly Resource[]): readonly Coverage[] {
  return resourceTypes.flatMap(({ type, scope }) =>
    (scope === 'global' ? [globalPlace] : file.regions).map((region): Coverage => {
      const problem = file.problems.find((one) => one.region === region && one.types.includes(type));
      const count = resources.filter((one) => one.type === type && one.place.region === region).length;
      const at = { type, account: file.account, region, count };
      return problem === undefined
        ? { ...at, status: 'ok' }
        : { ...at, status: problem.status, message: problem.message };
    }),
  );
}
