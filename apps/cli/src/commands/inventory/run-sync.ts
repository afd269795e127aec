import {
  type DiscoveryPart,
  discover,
  InventoryError,
  type Progress,
  type SnapshotRecord,
  snapshotFormat,
} from '@breakwater/inventory';
import type { Coverage } from '@breakwater/model';
import { CommandError, exitCode } from '../../exit-code.ts';
import { openProgress } from '../../terminal/progress.ts';
import { connect } from './connect.ts';
import { plainText, printLines, tableLines, wrap } from './print.ts';
import { writeSnapshot } from './snapshot-file.ts';
import type { SyncOptions } from './sync.ts';

/** Different problems that are told in full. */
const mostProblems = 6;

/** What a sync did; `partial` when any type of any region could not be read whole. */
interface SyncResult {
  readonly status: 'complete' | 'partial' | 'failed';
  readonly account: string;
  readonly principal: string;
  readonly file?: string;
  readonly resources: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly coverage: readonly Coverage[];
}

/** Reads the account into the snapshot file and prints what came of it. */
export async function runSync(options: SyncOptions): Promise<void> {
  const result = await sync(options);
  if (result.status === 'failed') process.exitCode = exitCode.error;
  await report(result, options.json === true || options.format === 'json');
}

async function sync(options: SyncOptions): Promise<SyncResult> {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new CommandError('interrupted; nothing was changed'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const progress = openProgress();
  const startedAt = new Date().toISOString();
  const coverage: Coverage[] = [];
  let resources = 0;
  try {
    const connection = await connect(options, controller.signal);
    const parts = discover(connection, {
      ...(options.region !== undefined && { regions: options.region }),
      ...(options.type !== undefined && { types: options.type }),
      signal: controller.signal,
      now: () => new Date(),
      onProgress: (at) => progress.show(describeProgress(at)),
    });
    const records = async function* (): AsyncGenerator<SnapshotRecord> {
      yield { kind: 'snapshot', format: snapshotFormat, account: connection.account, startedAt };
      for await (const part of parts) {
        if (part.kind === 'coverage') coverage.push(part.coverage);
        else resources += part.resources.length;
        yield* recordsOf(part);
      }
      yield { kind: 'end', resources, endedAt: new Date().toISOString() };
    };
    const hasRead = (): boolean => coverage.some(({ status, count }) => status === 'ok' || count > 0);
    await writeSnapshot(options.output, records(), hasRead);
    connection.close();
    const isComplete = coverage.every(({ status }) => status === 'ok');
    return {
      status: hasRead() ? (isComplete ? 'complete' : 'partial') : 'failed',
      account: connection.account,
      principal: connection.principal,
      ...(hasRead() && { file: options.output }),
      resources,
      startedAt,
      endedAt: new Date().toISOString(),
      coverage,
    };
  } catch (error) {
    if (error instanceof InventoryError) throw new CommandError(error.message);
    throw error;
  } finally {
    progress.clear();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function* recordsOf(part: DiscoveryPart): Generator<SnapshotRecord> {
  if (part.kind === 'coverage') yield { kind: 'coverage', coverage: part.coverage };
  else for (const resource of part.resources) yield { kind: 'resource', resource };
}

async function report(result: SyncResult, isJson: boolean): Promise<void> {
  const problems = result.coverage.filter(({ status }) => status !== 'ok');
  if (isJson) await printLines([`${JSON.stringify(result, null, 2)}\n`]);
  else await printLines(summaryLines(result));
  if (problems.length === 0) return;
  if (result.status === 'failed')
    process.stderr.write('Nothing could be read; the snapshot file was not changed:\n');
  else {
    const count = `${problems.length} of ${result.coverage.length}`;
    process.stderr.write(`The inventory is partial: ${count} lists were not read whole:\n`);
  }
  for (const text of problemTexts(problems)) process.stderr.write(`${wrap(text, '  ')}\n`);
}

/** One text for all that failed in the same way; a run without any right would else fill the screen. */
function problemTexts(problems: readonly Coverage[]): readonly string[] {
  const byMessage = [...Map.groupBy(problems, ({ status, message }) => message ?? status)];
  const texts = byMessage.slice(0, mostProblems).map(([message, entries]) => {
    const types = [...new Set(entries.map(({ type }) => type))].join(', ');
    const regions = [...new Set(entries.map(({ region }) => region))].join(', ');
    return `${types} in ${regions}: ${message}`;
  });
  const rest = byMessage.slice(mostProblems).flatMap(([, entries]) => entries);
  if (rest.length === 0) return texts;
  return [...texts, `and ${rest.length} more lists; --json shows them all`];
}

function* summaryLines({ account, resources, file, coverage }: SyncResult): Generator<string> {
  const byType = Map.groupBy(coverage, ({ type }) => type);
  const rows = [...byType]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([type, entries]) => {
      const bad = entries.filter(({ status }) => status !== 'ok').length;
      const count = entries.reduce((sum, each) => sum + each.count, 0);
      return [type, String(count), String(entries.length), bad === 0 ? '' : `${bad} not read whole`];
    });
  yield* tableLines(['TYPE', 'RESOURCES', 'REGIONS', 'PROBLEMS'], rows);
  yield `\n${resources} resources of account ${account}${file === undefined ? '' : ` in ${plainText(file)}`}\n`;
}

function describeProgress({ done, total, resources, coverage }: Progress): string {
  return `${done}/${total} lists, ${resources} resources, ${coverage.region} ${coverage.type}`;
}
