import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { everything } from '@breakwater/model';
import { type Account, accounts } from '@breakwater/store';
import { openAdvisories } from '@breakwater/vuln';
import type { ServerContext } from '../context.ts';
import { receivedReport, storeReport } from '../images/image-results.ts';
import type { Intake } from '../intake/intake.ts';
import { assessAccount } from '../posture/assess-account.ts';
import type { PostureContent } from '../posture/content.ts';
import { cloudTrailFileSchema, cloudTrailRecords } from './cloudtrail-records.ts';
import { ecsEvents, ecsFileSchema, sampleTasks } from './ecs-events.ts';
import { imageReport, imagesFileSchema, referenceOf } from './image-reports.ts';
import { type InventoryFile, inventoryFileSchema, inventoryReading } from './inventory-reading.ts';
import { readContent } from './read-content.ts';
import { taskMetrics } from './task-metrics.ts';

/** The pipelines that the sample goes through. */
export type SampleContext = Pick<ServerContext, 'state' | 'events' | 'live'> & {
  readonly intake: Pick<Intake, 'accept'>;
  readonly content: PostureContent;
};

/** A piece of the sample that is loaded at once and may be loaded again. */
export interface SamplePart {
  readonly name: string;
  /** @param base what the offsets of the files count from, in milliseconds since the epoch */
  readonly load: (base: number) => Promise<void>;
}

/** Records of one intake batch: small enough that others get a turn in between. */
const batchSize = 400;

/** What people look at first comes first. A file that cannot be read ends the list where its part would stand. */
export async function* sampleParts(context: SampleContext, folder: string): AsyncGenerator<SamplePart> {
  yield ecsPart(context, folder);
  for (const file of await yamlFiles(join(folder, 'cloudtrail'))) yield cloudTrailPart(context, file);
  yield imagesPart(context, folder);
  for (const file of await yamlFiles(join(folder, 'inventory'))) yield* inventoryParts(context, file);
}

function ecsPart({ intake }: SampleContext, folder: string): SamplePart {
  return {
    name: 'tasks',
    load: async (base) => {
      const file = await readContent(join(folder, 'ecs.yaml'), ecsFileSchema);
      const { images } = await readContent(join(folder, 'images.yaml'), imagesFileSchema);
      const references = new Map(
        Object.entries(images).map(([name, template]) => [name, referenceOf(template)]),
      );
      await acceptAll(intake, 'eventbridge', ecsEvents(file, references, base));
      const metrics = taskMetrics(sampleTasks(file, base), base);
      if (metrics !== '') await acceptWhole(intake, 'metrics', metrics);
    },
  };
}

function cloudTrailPart({ intake }: SampleContext, file: string): SamplePart {
  return {
    name: `cloudtrail ${basename(file, '.yaml')}`,
    load: async (base) => {
      const records = cloudTrailRecords(await readContent(file, cloudTrailFileSchema), base);
      await acceptAll(intake, 'cloudtrail', records);
    },
  };
}

function imagesPart({ state }: SampleContext, folder: string): SamplePart {
  return {
    name: 'images',
    load: async (base) => {
      const { images } = await readContent(join(folder, 'images.yaml'), imagesFileSchema);
      const cache = await mkdtemp(join(tmpdir(), 'breakwater-sample-'));
      try {
        const database = await openAdvisories([join(folder, 'advisories')], cache);
        try {
          for (const [name, template] of Object.entries(images)) {
            const { report, origins } = imageReport(name, template, database, base);
            const received = receivedReport(report);
            await state.transaction(async (transaction) => {
              for (const origin of origins) {
                const brought = { report: received, origin, isSample: true };
                await storeReport(transaction, everything, brought, new Date(base));
              }
            });
          }
        } finally {
          database.close();
        }
      } finally {
        await rm(cache, { recursive: true, force: true });
      }
    },
  };
}

/** One part for each reading of an account, so that an interrupted history goes on where it ended. */
async function* inventoryParts(context: SampleContext, file: string): AsyncGenerator<SamplePart> {
  const inventory = await readContent(file, inventoryFileSchema);
  for (const [index, offset] of inventory.readings.entries()) {
    yield {
      name: `inventory ${inventory.account} ${index + 1} of ${inventory.readings.length}`,
      load: async (base) => {
        const at = { ...context, now: () => base + offset };
        await context.state.transaction((transaction) =>
          transaction.table(accounts, everything).put(accountOf(inventory, offset, base)),
        );
        await assessAccount(at, context.content, inventoryReading(inventory, offset, base));
      },
    };
  }
}

function accountOf(file: InventoryFile, offset: number, base: number): Account {
  const [problem] = file.problems;
  const unread = file.problems.reduce((sum, one) => sum + one.types.length, 0);
  return {
    provider: 'aws',
    account: file.account,
    name: file.name,
    method: 'assumed-role',
    roleArn: file.roleArn,
    regions: file.regions,
    status: problem === undefined ? 'connected' : 'partial',
    ...(problem === undefined
      ? {}
      : {
          message: `${unread} parts could not be read; first: ${problem.types[0]} in ${problem.region}: ${problem.message}`,
        }),
    connectedAt: new Date(base + (file.readings[0] ?? 0)).toISOString(),
    lastSyncAt: new Date(base + offset).toISOString(),
    isSample: true,
  };
}

async function yamlFiles(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return names.map((name) => join(folder, name));
}

async function acceptAll(
  intake: SampleContext['intake'],
  kind: string,
  records: readonly object[],
): Promise<void> {
  for (let start = 0; start < records.length; start += batchSize) {
    const lines = records.slice(start, start + batchSize).map((record) => JSON.stringify(record));
    await acceptWhole(intake, kind, lines.join('\n'));
  }
}

/** @throws Error when the pipeline rejects anything: the sample is ours, so that is a defect */
async function acceptWhole(intake: SampleContext['intake'], kind: string, text: string): Promise<void> {
  const { rejected } = await intake.accept(kind, Buffer.from(text), true);
  const [first] = rejected;
  if (first !== undefined)
    throw new Error(`${rejected.length} records were rejected; record ${first.index}: ${first.error}`);
}
