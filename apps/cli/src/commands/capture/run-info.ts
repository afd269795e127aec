import { CaptureReader } from '@breakwater/capture';
import { createEngine, type Engine } from '@breakwater/rules';
import { CommandError } from '../../exit-code.ts';
import { writeOut } from '../../terminal/output.ts';
import { printable } from '../../terminal/printable.ts';
import { withCaptures } from '../detect/detect-in-capture.ts';
import { describeLoad, loadRuleFiles, readRuleFiles } from '../rules/rule-files.ts';
import { captureBytes } from './capture-bytes.ts';
import type { InfoOptions } from './info.ts';
import { InfoCollector } from './info-collector.ts';
import { printInfo } from './print-info.ts';
import { checkFile, checkReadable } from './read-capture.ts';
import { readTasks } from './task-metadata.ts';

/** Reads a capture to its end and says what it holds. */
export async function runInfo(path: string, options: InfoOptions): Promise<void> {
  const fileBytes = await checkFile(path);
  const engine = options.rules === undefined ? undefined : await engineOf(options.rules);
  const tasks = await readTasks(options.taskMetadata);
  const collector = new InfoCollector(engine, tasks);
  const reader = new CaptureReader(collector.handler());
  const summary = reader.end(await feed(reader, path));
  checkReadable(path, summary);
  const info = collector.finish(path, fileBytes, summary);
  for (const { rule, count, lastError } of engine?.failures() ?? [])
    process.stderr.write(`rule failed on ${count} event(s): ${rule}: ${lastError}\n`);
  if (info.partial !== undefined)
    process.stderr.write(`read in part: ${path}: ${printable(info.partial.reason)}\n`);
  const isJson = options.json === true || options.format === 'json';
  await writeOut(
    isJson ? `${JSON.stringify(info, null, 2)}\n` : printInfo(info, options.all === true, terminal()),
  );
}

/** Why reading stopped before the end of the file, if it did. */
async function feed(reader: CaptureReader, path: string): Promise<string | undefined> {
  try {
    for await (const chunk of captureBytes(path)) if (!reader.feed(chunk)) return undefined;
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message === 'unexpected end of file' ? 'the compressed file ends too early' : message;
  }
}

async function engineOf(paths: readonly string[]): Promise<Engine> {
  const result = loadRuleFiles(await readRuleFiles(paths), { sources: withCaptures });
  process.stderr.write(describeLoad(result));
  if (result.ruleset === undefined) throw new CommandError('the rules are not valid; nothing was read');
  return createEngine(result.ruleset);
}

function terminal(): Parameters<typeof printInfo>[2] {
  const isTerminal = process.stdout.isTTY === true;
  const hasColour = isTerminal && (process.env.NO_COLOR ?? '') === '';
  const width = Math.min(Math.max(process.stdout.columns ?? 80, 60), 120);
  return { width: isTerminal ? width : 80, hasColour };
}
