import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, loadRules } from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';
import { expect, test } from 'vitest';
import { ordinaryContainers, type SyscallRecord } from './testing/ordinary-container/index.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder)
  .filter((name) => name.startsWith('syscall-') && name.endsWith('.yaml'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
const ruleset = loadRules(files, { sources }).ruleset;
const records = ordinaryContainers();

test('ordinary work is a good sample', () => {
  expect(records.length).toBeGreaterThanOrEqual(20_000);
  const types = new Set(records.map((record) => record.type));
  for (const type of ['execve', 'openat', 'connect', 'listen', 'renameat2', 'unlinkat', 'fchmodat']) {
    expect(types).toContain(type);
  }
});

test('no rule on system calls fires on ordinary work', () => {
  expect(detections(records)).toEqual([]);
});

test('the same work with results that are not known yet stays silent', () => {
  const entries = records.map(({ type, time, fields }) => {
    const { 'evt.rawres': _result, 'evt.res': _name, ...known } = fields;
    return { type, time, fields: known };
  });
  expect(detections(entries)).toEqual([]);
});

test('an attack among ordinary work is seen', () => {
  const [nginx] = records.filter((record) => record.fields['proc.name'] === 'nginx');
  if (nginx === undefined) throw new Error('no nginx');
  const attack = {
    ...nginx,
    type: 'execve',
    fields: { ...nginx.fields, 'proc.name': 'sh', 'proc.cmdline': 'sh -c id', 'proc.pname': 'nginx' },
  };
  const fired = detections([...records.slice(0, 1000), attack]);
  expect(fired.map((one) => one.rule)).toContain('Web server started a shell');
});

function detections(events: readonly SyscallRecord[]): readonly { rule: string; output: string }[] {
  if (ruleset === undefined) throw new Error('the rules did not load');
  const engine = createEngine(ruleset, { ruleMatching: 'all' });
  const parsed = findSource('syscall')?.parse(events.map((event) => JSON.stringify(event)).join('\n'));
  expect(parsed?.events).toHaveLength(events.length);
  const fired = (parsed?.events ?? []).flatMap((event) => engine.evaluate(event));
  expect(engine.failures()).toEqual([]);
  return fired.map(({ rule, output }) => ({ rule, output }));
}
