import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createEngine, falcoJson, formatDiagnostic, loadRules, type Ruleset } from '@breakwater/rules';
import { capturedSyscalls, replayCapture, sources, streamFile } from '@breakwater/sources';
import type { Case, Outcome, Suite } from '../suite.ts';

/** Rule files of a variant, as its README names them; every other one is all three. */
const rulesOf: Readonly<Record<string, readonly string[]>> = {
  stable: ['falco_rules.yaml'],
  incubating: ['falco-incubating_rules.yaml'],
  sandbox: ['falco-sandbox_rules.yaml'],
};
const allRules = Object.values(rulesOf).flat();
const extraFields = ['evt.num', 'evt.rawtime', 'evt.type', 'thread.tid'];

interface Alert {
  readonly number: unknown;
  readonly rule: string;
  readonly output: string;
}

/**
 * Syscall captures with what Falco raised on them: `NAME.scap` with `NAME[.VARIANT].alerts.jsonl` beside; one case
 * is a capture and one alerts file, compared as the multiset of (evt.num, rule, output).
 */
export const captures: Suite = {
  name: 'captures',
  defaultPath: 'scap',
  async cases(path, casesFolder) {
    const files = await listCaptures(path);
    return (
      await Promise.all(files.map((file) => casesOf(file, join(casesFolder, 'upstream-rules'))))
    ).flat();
  },
};

async function listCaptures(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => name.endsWith('.scap'))
    .sort()
    .map((name) => join(path, name));
}

async function casesOf(capture: string, rulesFolder: string): Promise<readonly Case[]> {
  const name = basename(capture).replace(/\..*$/s, '');
  const beside = await readdir(dirname(capture));
  return beside
    .filter((file) => file.startsWith(`${name}.`) && file.endsWith('.alerts.jsonl'))
    .sort()
    .map((file) => {
      const variant = file.slice(name.length + 1, -'alerts.jsonl'.length).replace(/\.$/, '');
      const expected = join(dirname(capture), file);
      return {
        id: `${basename(capture)}/${file}`,
        run: () => compare(capture, variant, expected, rulesFolder),
      };
    });
}

async function compare(
  capture: string,
  variant: string,
  file: string,
  rulesFolder: string,
): Promise<Outcome> {
  const expected = (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => alertOf(JSON.parse(line)));
  const ruleset = await loadRuleset(variant, rulesFolder);
  const engine = createEngine(ruleset, { ruleMatching: variant === 'allon' ? 'all' : 'first' });
  const actual: Alert[] = [];
  const evaluate: Parameters<typeof replayCapture>[1] = (event, hostname) => {
    for (const fired of engine.evaluate(event))
      actual.push(alertOf(JSON.parse(falcoJson(fired, event, hostname))));
  };
  const { problem } = await replayCapture(streamFile(capture), evaluate, {
    asksFor: (type) => ruleset.asksFor(capturedSyscalls.name, type),
  });
  const missing = without(expected, actual);
  const unexpected = without(actual, expected);
  const passed = missing.length + unexpected.length === 0 && problem === undefined;
  return { passed, expected: { missing }, actual: { unexpected, problem: problem?.message } };
}

async function loadRuleset(variant: string, folder: string): Promise<Ruleset> {
  const names = rulesOf[variant] ?? allRules;
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  const { ruleset, errors } = loadRules(files, {
    sources: [...sources.filter(({ name }) => name !== 'syscall'), capturedSyscalls],
    suggestedOutput: true,
    appendOutput: [{ source: 'syscall', extraFields }],
    ...(variant === 'allon' ? { selection: [{ action: 'enable', rule: '*' }] } : {}),
  });
  if (ruleset === undefined) throw new Error(errors.map(formatDiagnostic).join('\n'));
  return ruleset;
}

function alertOf(alert: { rule: string; output: string; output_fields: Record<string, unknown> }): Alert {
  return { number: alert.output_fields['evt.num'], rule: alert.rule, output: alert.output };
}

/** The alerts of the first that the second has fewer of. */
function without(first: readonly Alert[], second: readonly Alert[]): readonly Alert[] {
  const counts = new Map<string, number>();
  for (const alert of second) counts.set(keyOf(alert), (counts.get(keyOf(alert)) ?? 0) + 1);
  return first.filter((alert) => {
    const count = counts.get(keyOf(alert)) ?? 0;
    counts.set(keyOf(alert), count - 1);
    return count <= 0;
  });
}

function keyOf({ number, rule, output }: Alert): string {
  return JSON.stringify([number, rule, output]);
}
