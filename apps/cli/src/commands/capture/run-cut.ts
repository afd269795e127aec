import { type CaptureHandler, CaptureReader, type CaptureSummary, type Task } from '@breakwater/capture';
import { CutPlanner, CutWriter, PatternProblem, Redaction } from '@breakwater/capture/cut';
import { createEngine } from '@breakwater/rules';
import { streamFile } from '@breakwater/sources';
import { CommandError } from '../../exit-code.ts';
import { writeOut } from '../../terminal/output.ts';
import { printable } from '../../terminal/printable.ts';
import type { CutOptions } from './cut.ts';
import { ContainerNames } from './cut-containers.ts';
import { writeCutFile } from './cut-file.ts';
import { PendingBytes } from './cut-pending.ts';
import { type CutReport, printCut } from './cut-report.ts';
import { type CutCriteria, selectionOf } from './cut-selection.ts';
import { compileQuery } from './query.ts';
import { checkFile, checkReadable } from './read-capture.ts';
import { readTasks } from './task-metadata.ts';

/** Small pieces are slow to compress. */
const chunkBytes = 256 * 1024;

/** Writes the part of a capture that is asked for. */
export async function runCut(path: string, options: CutOptions): Promise<void> {
  await checkFile(path);
  const redaction = redactionOf(options);
  const tasks = await readTasks(options.taskMetadata);
  const criteria = await criteriaOf(path, options, tasks);
  const planner = new CutPlanner(selectionOf(criteria), { tasks });
  const read = await readCapture(path, planner.handler(), {
    label: 'choosing events',
    isDone: () => planner.isDone,
  });
  checkReadable(path, read);
  const plan = planner.plan();
  if (plan.kept === 0) throw new CommandError('no event of the capture is selected; nothing was written');

  const pending = new PendingBytes();
  const writer = new CutWriter(plan, selectionOf(criteria), (bytes) => pending.add(bytes), {
    tasks,
    ...(redaction === undefined ? {} : { redaction }),
  });
  const file = { isCompressed: options.compress, isForced: options.force === true };
  const bytes = await writeCutFile(options.out, file, async (write) => {
    await readCapture(path, writer.handler(), {
      label: 'writing',
      total: read.bytes,
      isDone: () => writer.isDone,
      afterEach: () => pending.drain(write, chunkBytes),
    });
    await pending.drain(write, 0);
    if (writer.summary.events === plan.kept) return;
    throw new CommandError(`${path} changed while it was read; nothing was written`);
  });

  const losses = lossesOf(planner, read);
  for (const loss of losses) process.stderr.write(`read in part: ${path}: ${printable(loss)}\n`);
  const report: CutReport = {
    file: options.out,
    bytes,
    summary: writer.summary,
    ...(planner.isDone ? {} : { ofEvents: read.events }),
    ...(redaction === undefined ? {} : { redacted: redaction.count }),
    losses,
  };
  await writeOut(printCut(report, options.json === true || options.format === 'json'));
}

async function criteriaOf(path: string, options: CutOptions, tasks: readonly Task[]): Promise<CutCriteria> {
  const { from, to, pid = [], tid = [], container, filter } = options;
  const query =
    filter === undefined
      ? undefined
      : compileQuery({ condition: filter, output: '%evt.num', outputOption: '--filter' });
  for (const warning of query?.warnings ?? []) process.stderr.write(`warning: ${warning}\n`);
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    pids: pid,
    tids: tid,
    ...(container === undefined ? {} : { containers: await containersOf(path, container, tasks) }),
    ...(query === undefined ? {} : { filter: () => createEngine(query.ruleset) }),
  };
}

async function containersOf(
  path: string,
  texts: readonly string[],
  tasks: readonly Task[],
): Promise<ReadonlySet<string>> {
  const names = new ContainerNames(tasks);
  checkReadable(path, await readCapture(path, names.handler(), { label: 'finding containers' }));
  return names.idsOf(texts);
}

function redactionOf({ redact, redactEnv, redactSecrets }: CutOptions): Redaction | undefined {
  if (redact === undefined && redactEnv === undefined && redactSecrets !== true) return undefined;
  for (const [option, patterns = []] of [
    ['--redact', redact],
    ['--redact-env', redactEnv],
  ] as const) {
    for (const pattern of patterns) checkPattern(option, pattern);
  }
  return new Redaction({ patterns: redact ?? [], names: redactEnv ?? [], secrets: redactSecrets === true });
}

function checkPattern(option: string, pattern: string): void {
  try {
    new Redaction({ patterns: [pattern] });
  } catch (error) {
    if (!(error instanceof PatternProblem)) throw error;
    throw new CommandError(printable(`${option} ${pattern}: ${error.message}`));
  }
}

interface Reading {
  /** Shown on a terminal while the file is read. */
  readonly label: string;
  /** Bytes that are expected, decompressed. */
  readonly total?: number;
  readonly isDone?: () => boolean;
  readonly afterEach?: () => Promise<void>;
}

async function readCapture(path: string, handler: CaptureHandler, reading: Reading): Promise<CaptureSummary> {
  const reader = new CaptureReader(handler);
  let cause: string | undefined;
  let bytes = 0;
  const chunks = streamFile(path)[Symbol.asyncIterator]();
  try {
    for (;;) {
      // Only what reading throws tells of the file; what is thrown while writing is passed on.
      const next = await chunks.next().catch((error: unknown) => {
        cause = messageOf(error);
        return undefined;
      });
      if (next === undefined || next.done === true) break;
      const goesOn = reader.feed(next.value);
      bytes += next.value.length;
      showProgress(reading, bytes);
      await reading.afterEach?.();
      if (!goesOn || reading.isDone?.() === true) break;
    }
  } finally {
    await chunks.return?.(undefined);
    clearProgress();
  }
  return reader.end(cause);
}

function lossesOf(planner: CutPlanner, { problem, unknownEvents }: CaptureSummary): string[] {
  const losses: string[] = [];
  if (problem !== undefined && !planner.isDone) losses.push(problem.message);
  if (planner.dropped > 0)
    losses.push(`the state had no room for ${planner.dropped} threads, descriptors or containers`);
  if (planner.droppedSections > 0)
    losses.push(`events of sections beyond the first 65536 were left out: ${planner.droppedSections}`);
  if (unknownEvents > 0) losses.push(`${unknownEvents} events of unknown types were left out`);
  return losses;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const megabyte = 1_000_000;

function showProgress({ label, total }: Reading, bytes: number): void {
  if (process.stderr.isTTY !== true) return;
  const share =
    total === undefined || total === 0 ? '' : ` (${Math.min(100, Math.floor((bytes * 100) / total))}%)`;
  process.stderr.write(`\r\u001b[K${label}: ${Math.floor(bytes / megabyte)} MB${share}`);
}

function clearProgress(): void {
  if (process.stderr.isTTY === true) process.stderr.write('\r\u001b[K');
}
