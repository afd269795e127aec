import { CaptureIndexer, omissionsOf, reasonText, tilesOf } from '@breakwater/investigate';
import { createEngine, type Engine, formatTime } from '@breakwater/rules';
import { type CapturedEvent, replayCapture } from '@breakwater/sources';
import { CommandError } from '../../exit-code.ts';
import { writeOut } from '../../terminal/output.ts';
import { printable } from '../../terminal/printable.ts';
import { withCaptures } from '../detect/detect-in-capture.ts';
import { describeLoad, loadRuleFiles, readRuleFiles } from '../rules/rule-files.ts';
import { compareToBound } from './bound.ts';
import { captureBytes } from './capture-bytes.ts';
import { type CaptureTiles, printTiles } from './print-tiles.ts';
import { checkFile, checkReadable } from './read-capture.ts';
import type { TilesOptions } from './tiles.ts';

/** Only figures are shown: the list of events and of rows need not be kept. */
const figuresOnly = { events: 0, texts: 1, rows: 0, detections: 0, sessionLines: 0 } as const;

/** Reads a capture to its end and shows its figures over time. */
export async function runTiles(path: string, options: TilesOptions): Promise<void> {
  await checkFile(path);
  const engine = options.rules === undefined ? undefined : await engineOf(options.rules);
  const indexer = new CaptureIndexer(figuresOnly);
  const isInside = insideOf(options);
  const summary = await replayCapture(captureBytes(path), (event) => {
    indexer.begin(event);
    const fired = engine?.evaluate(event);
    if (isInside(event)) indexer.add(event, fired);
  });
  checkReadable(path, summary);
  const index = indexer.finish(summary);
  if (index.count === 0 && (options.from !== undefined || options.to !== undefined))
    throw new CommandError('no event lies between --from and --to');
  const omissions = omissionsOf(index).filter(({ what }) => what === 'processes' || what === 'containers');
  const tiles: CaptureTiles = {
    file: path,
    ...(index.machine === undefined ? {} : { hostname: index.machine.hostname }),
    from: formatTime(index.startedAt + BigInt(Math.trunc(index.span.from))),
    seconds: (index.span.to - 1 - index.span.from) / 1e9,
    events: index.count,
    ...(summary.problem === undefined ? {} : { partial: summary.problem.message }),
    ...(index.misdated === 0 ? {} : { misdated: index.misdated }),
    omissions,
    tiles: tilesOf(index).map((tile) => {
      const { reason, ...facts } = tile;
      return reason === undefined ? facts : { ...facts, reason: reasonText(tile) };
    }),
  };
  for (const { rule, count, lastError } of engine?.failures() ?? [])
    process.stderr.write(`rule failed on ${count} event(s): ${rule}: ${printable(lastError)}\n`);
  if (index.misdated > 0) {
    const events = index.misdated === 1 ? '1 event has' : `${index.misdated} events have`;
    process.stderr.write(`warning: ${events} an impossible time: shown where the event before is\n`);
  }
  if (tiles.partial !== undefined)
    process.stderr.write(`read in part: ${path}: ${printable(tiles.partial)}\n`);
  const isJson = options.json === true || options.format === 'json';
  await writeOut(
    isJson ? `${JSON.stringify(tiles)}\n` : printTiles(tiles, options.all === true, engine !== undefined),
  );
}

/** Whether an event lies between `--from` and `--to`. */
function insideOf({ from, to }: TilesOptions): (event: CapturedEvent) => boolean {
  let first: bigint | undefined;
  return (event) => {
    if (from === undefined && to === undefined) return true;
    first ??= event.time;
    if (from !== undefined && compareToBound(event, from, first) < 0) return false;
    return to === undefined || compareToBound(event, to, first) <= 0;
  };
}

async function engineOf(paths: readonly string[]): Promise<Engine> {
  const result = loadRuleFiles(await readRuleFiles(paths), { sources: withCaptures });
  process.stderr.write(describeLoad(result));
  if (result.ruleset === undefined) throw new CommandError('the rules are not valid; nothing was read');
  return createEngine(result.ruleset);
}
