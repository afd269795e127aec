import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { createEngine, loadRules } from '@breakwater/rules';
import { capturedSyscalls, replayCapture } from '@breakwater/sources';
import { expect, test } from 'vitest';

const cases = resolve(import.meta.dirname, '../..', process.env.BREAKWATER_CASES ?? '../shared');
const captures = join(cases, 'scap');
const isMissing = !existsSync(captures) && process.env.REQUIRE_ALL !== '1';

/** What was done on purpose while the capture was made: each is seen, and nothing else is told. */
const onHost: Readonly<Record<string, number>> = {
  'Back door port opened': 1,
  'Executable file created in a temporary directory': 2,
  'Netcat or socat runs a program': 1,
  'Password file read': 3,
  'Program directory written': 1,
  'Program renamed, removed or linked over': 1,
  'Program runs from a temporary directory': 1,
  'Program runs from memory only': 1,
  'Program runs from shared memory': 1,
  'Search for private keys or passwords': 2,
  'Setuid bit set': 1,
  'Shell configuration changed': 2,
  'Shell history deleted or emptied': 2,
  'Symbolic link to a sensitive file': 1,
  'System configuration written': 1,
  'Web server started a reconnaissance command': 2,
  'Web server started a shell': 2,
};

const expected: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  ['dev-host', onHost],
  [
    'dev-container',
    {
      'Environment of a process read from proc': 1,
      'Executable file created in a temporary directory': 1,
      'File system mounted or tried': 6,
      'Network settings changed': 1,
      'Package manager used in a running container': 1,
      'Packet socket opened': 1,
      'Password file read': 1,
      'Program is not part of the image': 1,
      'Program runs from a temporary directory': 1,
      'Shell configuration changed': 1,
      'System configuration written': 1,
      'Terminal made inside a container': 1,
      'Terminal shell in a container': 2,
    },
  ],
  // 450,000 events of nginx under load before the same work add nothing; the shell of netcat lived long enough to be seen.
  ['dev-load', { ...onHost, 'Shell without a command started by a program': 1 }],
];

test.skipIf(isMissing).each(expected)('%s fires what was done, and no more', async (name, rules) => {
  expect(await detections(join(captures, `${name}.scap`))).toEqual(rules);
});

async function detections(file: string): Promise<Record<string, number>> {
  const engine = createEngine(ruleset(), { ruleMatching: 'all' });
  const counts: Record<string, number> = {};
  await replayCapture(createReadStream(file).pipe(createGunzip()), (event) => {
    for (const { rule } of engine.evaluate(event)) counts[rule] = (counts[rule] ?? 0) + 1;
  });
  expect(engine.failures()).toEqual([]);
  return counts;
}

function ruleset() {
  const folder = import.meta.dirname;
  const files = readdirSync(folder)
    .filter((name) => name.startsWith('syscall-') && name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const loaded = loadRules(files, { sources: [capturedSyscalls] }).ruleset;
  if (loaded === undefined) throw new Error('the rules did not load');
  return loaded;
}
