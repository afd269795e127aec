// One pass over a capture, in a process of its own; `capture.ts` starts it and reads its line.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CaptureReader } from '../packages/capture/src/index.ts';
import { createEngine, loadRules, type Ruleset } from '../packages/rules/src/index.ts';
import { capturedSyscalls, replayCapture, sources, streamFile } from '../packages/sources/src/index.ts';

const rulesOf: Readonly<Record<string, readonly string[]>> = {
  stable: ['falco_rules.yaml'],
  all: ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'],
};

const [, , pass = '', path = '', rulesFolder = ''] = process.argv;
const rules = await loadNamed(rulesOf[pass] ?? []);
const engine = rules === undefined ? undefined : createEngine(rules);
const start = performance.now();
let alerts = 0;
const events =
  pass === 'read'
    ? await readOnly()
    : (
        await replayCapture(
          streamFile(path),
          (event) => {
            if (engine !== undefined) alerts += engine.evaluate(event).length;
          },
          { asksFor: (type) => rules?.asksFor('syscall', type) === true },
        )
      ).events;
const fromFirstByteMs = performance.now() - start;
const peakRssMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ events, alerts, fromFirstByteMs, peakRssMb }));

async function readOnly(): Promise<number> {
  const reader = new CaptureReader({ onEvent: () => {} });
  for await (const chunk of streamFile(path)) if (!reader.feed(chunk)) break;
  return reader.end().events;
}

async function loadNamed(names: readonly string[]): Promise<Ruleset | undefined> {
  if (names.length === 0) return undefined;
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(rulesFolder, name), 'utf8') })),
  );
  const { ruleset, errors } = loadRules(files, {
    sources: [...sources.filter(({ name }) => name !== 'syscall'), capturedSyscalls],
  });
  if (ruleset === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return ruleset;
}
