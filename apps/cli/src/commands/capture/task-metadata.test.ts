import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaptureWriter, eventTypeOf, parametersOf } from '@breakwater/capture';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTasks } from './task-metadata.ts';

const main = join(import.meta.dirname, '../../main.ts');
const id = 'c0ffee00'.repeat(4);
const metadata = {
  TaskARN: `arn:aws:ecs:eu-west-1:111122223333:task/shop/${id}`,
  ServiceName: 'front',
  Containers: [{ DockerId: `${id}-1`, Name: 'nginx', Image: 'nginx:1.27' }],
};
const rules = `- rule: Program in a service
  desc: d
  condition: evt.type = execve and ecs.service = front
  output: "%ecs.container.name runs %proc.name (%container.image.tag)"
  priority: NOTICE
`;
let folder = '';

/** A process of the task executes a program. */
function capture(): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  const type = eventTypeOf('execve', false);
  if (type === undefined) throw new Error('there is no event execve');
  writer.section();
  writer.machine({ cpus: 1, memoryBytes: 1, maxPid: 1, hostname: 'h', bootTime: 1n });
  const cgroups = [`cpu=/ecs/${id}/${id}-1`];
  const values = { res: 0n, exe: 'sh', args: [], tid: 10n, pid: 10n, ptid: 1n, comm: 'sh', cgroups };
  for (const time of [1n, 2n])
    writer.event({ time, tid: 10, code: type.code, parameters: parametersOf(type, values) });
  return Buffer.concat(parts);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'task-metadata-'));
  writeFileSync(join(folder, 'trace.scap'), capture());
  writeFileSync(join(folder, 'rules.yaml'), rules);
  writeFileSync(join(folder, 'task.json'), JSON.stringify(metadata));
  writeFileSync(join(folder, 'cut.json'), JSON.stringify(metadata).slice(0, -1));
  writeFileSync(join(folder, 'container.json'), JSON.stringify(metadata.Containers[0]));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('metadata of a task', () => {
  it.each<[string, readonly string[], string]>([
    ['rules', ['detect', '--rules', 'rules.yaml', '--format', 'text', '--input'], 'nginx runs sh (1.27)'],
    ['events', ['capture', 'events', '--format', '%ecs.task %ecs.container.name'], `${id} nginx`],
    ['info', ['capture', 'info'], 'nginx:1.27'],
  ])(
    'is known to %s',
    (_, command, expected) => {
      const args = [main, ...command, 'trace.scap', '--task-metadata', 'task.json'];
      const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
      expect(stdout).toContain(expected);
      expect(status).toBe(0);
    },
    60_000,
  );

  it.each([
    ['--container', 'nginx'],
    ['--filter', 'ecs.service = front'],
  ])(
    'chooses what a cut keeps by %s, which does not hold it',
    (option, value) => {
      const out = `cut${option}.scap`;
      const run = (...args: readonly string[]) =>
        spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8' });
      const given = ['--task-metadata', 'task.json'];
      const cut = run('capture', 'cut', 'trace.scap', '--out', out, option, value, ...given);
      expect(cut.stderr).toBe('');
      expect(cut.status).toBe(0);
      expect(readFileSync(join(folder, out)).includes('DockerId')).toBe(false);
      const events = ['capture', 'events', out, '--format', '%ecs.service %ecs.container.name'];
      expect(run(...events, ...given).stdout).toContain('front nginx');
      expect(run(...events).stdout).not.toContain('nginx');
    },
    60_000,
  );

  it('is asked for with captures only', () => {
    const args = ['detect', '--rules', 'rules.yaml', '--input', 'task.json', '--task-metadata', 'task.json'];
    const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toContain('the input is no capture');
    expect(status).toBe(2);
  }, 60_000);

  it.each([
    ['cut.json', /cut\.json: it is no JSON/],
    ['container.json', /container\.json: .*TaskARN is missing/],
    ['none.json', /cannot read .*none\.json/],
    ['.', /cannot read/],
  ])('%s is an error that says why', async (name, expected) => {
    await expect(readTasks([join(folder, 'task.json'), join(folder, name)])).rejects.toThrow(expected);
  });
});
