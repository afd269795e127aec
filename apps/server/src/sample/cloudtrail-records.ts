import { z } from 'zod';
import { fill, type Values } from './fill.ts';
import { occurrences, type Schedule, scheduleFields } from './schedule.ts';
import { randomOf, uuidOf } from './seeded.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** What an identity does when; `record` is laid over the identity and the file's defaults. */
interface Template extends Schedule {
  readonly name: string;
  readonly account: string;
  /** One of them is taken by chance. */
  readonly regions: readonly string[];
  /** An identity of the file. */
  readonly as: string;
  /** Further names for braces; one of the values of each is taken by chance. */
  readonly pick: Readonly<Record<string, readonly Values[string][]>>;
  readonly record: JsonRecord;
}

/** A file of CloudTrail templates: what every record has, who acts, and what they do when. */
export interface CloudTrailFile {
  readonly defaults: JsonRecord;
  readonly identities: Readonly<Record<string, JsonRecord>>;
  readonly templates: readonly Template[];
}

const recordSchema = z.record(z.string(), z.unknown());
const value = z.union([z.string(), z.number(), z.boolean()]);

export const cloudTrailFileSchema: z.ZodType<CloudTrailFile> = z.strictObject({
  defaults: recordSchema,
  identities: z.record(z.string(), recordSchema),
  templates: z.array(
    z.strictObject({
      name: z.string(),
      ...scheduleFields,
      account: z.string(),
      regions: z.array(z.string()).min(1),
      as: z.string(),
      pick: z.record(z.string(), z.array(value).min(1)).default({}),
      record: recordSchema,
    }),
  ),
});

/** The records of a file, oldest first; their ids depend on the templates alone. */
export function cloudTrailRecords(file: CloudTrailFile, base: number): readonly object[] {
  const records = file.templates.flatMap((template) => recordsOf(template, file, base));
  return records.toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
}

function recordsOf(
  template: Template,
  { defaults, identities }: CloudTrailFile,
  base: number,
): readonly { readonly eventTime: string }[] {
  const { name, account } = template;
  const identity = identities[template.as];
  if (identity === undefined) throw new Error(`template "${name}": there is no identity "${template.as}"`);
  const random = randomOf(`record ${name}`);
  const one = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return occurrences(template, name).map((offset, index) => {
    const seed = `${name} ${index}`;
    const values: Record<string, Values[string]> = { account, region: one(template.regions) };
    for (const [key, items] of Object.entries(template.pick)) values[key] = one(items);
    return {
      ...fill({ ...defaults, ...identity, ...template.record }, values, seed),
      eventID: uuidOf(`event ${seed}`),
      requestID: uuidOf(`request ${seed}`),
      // CloudTrail tells whole seconds.
      eventTime: new Date(base + offset).toISOString().replace(/\.\d+Z$/, 'Z'),
    };
  });
}
