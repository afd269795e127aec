import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { serveCommand } from './index.ts';
import { withConfig } from './read-config.ts';

const folder = await mkdtemp(join(tmpdir(), 'breakwater-config-'));
const file = join(folder, 'breakwater.yaml');
afterAll(() => rm(folder, { recursive: true, force: true }));

async function options(text: string, ...args: readonly string[]): Promise<Record<string, unknown>> {
  await writeFile(file, text);
  const command = serveCommand();
  command.parseOptions([...args]);
  return withConfig(command.opts<Record<string, unknown>>(), file, command);
}

it('takes the place of defaults, and the command line wins', async () => {
  const text = 'port: 9000\nevent-days: 7\nsample: true\ntrust-proxy: 10.0.0.0/8\n';
  expect(await options(text, '--event-days', '30')).toMatchObject({
    port: 9000,
    eventDays: 30,
    sample: true,
    trustProxy: '10.0.0.0/8',
    host: '127.0.0.1',
  });
});

it('an empty file changes nothing', async () => {
  expect(await options('# nothing yet\n')).toMatchObject({ port: 8080 });
});

describe('a mistake is named with file and key', () => {
  it.each([
    ['an unknown key', 'prot: 1', '"prot" is no option; known: data, host'],
    ['a wrong number', 'port: 70000', 'port: a number from 0 to 65535 is expected.'],
    ['a wrong choice', 'log-level: loud', 'log-level: Allowed choices are'],
    ['a text for a switch', 'sample: maybe', 'sample: true or false is expected'],
    ['a list', 'port: [1]', 'port: a text or a number is expected'],
    ['no mapping', '- port', 'options by name are expected'],
    ['no YAML', 'port: "x', 'breakwater.yaml: '],
  ])('%s', async (_, text, message) => {
    await expect(options(text)).rejects.toThrow(message);
  });
});
