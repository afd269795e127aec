import { describe, expect, it, test } from 'vitest';
import { fim } from './index.ts';

const change = {
  time: '2026-03-02T09:30:00.5Z',
  change: 'modified',
  path: '/usr/bin/curl',
  before: { type: 'file', size: 10, mode: '0755', uid: 0, gid: 0, user: 'root', sha256: 'aa' },
  after: { type: 'file', size: 12, mode: '4755', uid: 0, gid: 0, user: 'root', sha256: 'bb' },
  isInBaseline: true,
  baseline: 'image',
  package: { name: 'curl', version: '8.1-1', type: 'deb' },
  process: {
    name: 'sh',
    exe: '/bin/dash',
    cmdline: 'sh -c x',
    pid: 17,
    parent: 'node',
    user: 'root',
    uid: 0,
  },
  place: { provider: 'aws', account: '1', region: 'eu-west-1', cluster: 'prod', task: 't', container: 'app' },
  image: 'shop:1.2',
  detectedBy: 'feed',
};

function read(record: object, name: string, argument?: string): unknown {
  const { events, rejected } = fim.parse(JSON.stringify(record));
  expect(rejected).toEqual([]);
  const field = fim.fields.find((one) => one.name === name);
  const [event] = events;
  if (field === undefined || event === undefined) throw new Error(`no field ${name}`);
  return field.extract(event, argument);
}

describe('fields of a file change', () => {
  it.each<[string, unknown]>([
    ['fim.change', 'modified'],
    ['fim.path', '/usr/bin/curl'],
    ['fim.old_path', undefined],
    ['fim.directory', '/usr/bin'],
    ['fim.filename', 'curl'],
    ['fim.is_hidden', false],
    ['fim.type', 'file'],
    ['fim.size', 12],
    ['fim.old_size', 10],
    ['fim.mode', '4755'],
    ['fim.old_mode', '0755'],
    ['fim.sha256', 'bb'],
    ['fim.old_sha256', 'aa'],
    ['fim.is_symlink', false],
    ['fim.is_executable', true],
    ['fim.is_setuid', true],
    ['fim.is_setgid', false],
    ['fim.is_world_writable', false],
    ['fim.is_content_changed', true],
    ['fim.is_mode_changed', true],
    ['fim.is_owner_changed', false],
    ['fim.is_in_baseline', true],
    ['fim.package.name', 'curl'],
    ['fim.proc.name', 'sh'],
    ['fim.proc.pid', 17],
    ['fim.proc.uid', 0],
    ['fim.proc.pname', 'node'],
    ['fim.cluster', 'prod'],
    ['fim.container', 'app'],
    ['fim.image', 'shop:1.2'],
    ['fim.mtime', undefined],
    ['fim.info', '/usr/bin/curl was modified by sh'],
    ['evt.time', '09:30:00.500000000'],
  ])('%s', (name, expected) => {
    expect(read(change, name)).toBe(expected);
  });

  it.each<[string, object, string, unknown]>([
    [
      'of what is gone are as they last were',
      { change: 'deleted', after: undefined },
      'fim.is_executable',
      true,
    ],
    [
      'after the change are missing when it is gone',
      { change: 'deleted', after: null },
      'fim.mode',
      undefined,
    ],
    ['that differ are missing when one side is unknown', { before: {} }, 'fim.is_content_changed', undefined],
    ['take the mode as a number', { after: { mode: 0o100644 } }, 'fim.mode', '0644'],
    ['compare modes whatever their form', { after: { mode: 0o755 } }, 'fim.is_mode_changed', false],
    ['find no mode in nonsense', { after: { mode: 'rwxr-xr-x' } }, 'fim.mode', undefined],
    ['know a link', { after: { type: 'symlink', target: '/etc/shadow' } }, 'fim.target', '/etc/shadow'],
    [
      'know the time of the last write',
      { after: { mtime: '1970-01-01T00:00:01Z' } },
      'fim.mtime',
      1_000_000_000n,
    ],
    ['know the root directory', { path: '/x' }, 'fim.directory', '/'],
    ['know what is hidden', { path: '/tmp/.x/y' }, 'fim.is_hidden', true],
    [
      'tell a rename',
      { change: 'renamed', oldPath: '/tmp/x', process: undefined },
      'fim.info',
      '/usr/bin/curl was renamed from /tmp/x',
    ],
    ['take no count below zero', { after: { size: -1 } }, 'fim.size', undefined],
  ])('%s', (_, other, name, expected) => {
    expect(read({ ...change, ...other }, name)).toBe(expected);
  });
});

test.each<[string, object, string]>([
  ['no time', { time: undefined }, 'time is missing'],
  ['another change', { change: 'touched' }, 'change is "touched", not one of created'],
  ['no path', { path: undefined }, 'path is missing or not absolute'],
  ['a relative path', { path: 'etc/passwd' }, 'path is missing or not absolute'],
  ['a file that is no object', { after: 'file' }, 'after is not an object'],
])('rejects a change with %s', (_, other, reason) => {
  const { events, rejected } = fim.parse(JSON.stringify([{ ...change, ...other }, change]));
  expect(events).toHaveLength(1);
  expect(rejected).toEqual([{ index: 0, error: expect.stringContaining(reason) }]);
});

test('the same change has the same key, another one another; an id of the sender is the key', () => {
  const { events } = fim.parse(
    JSON.stringify([
      change,
      { ...change, detectedBy: 'sweep' },
      { ...change, path: '/x' },
      { ...change, place: { ...change.place, task: 'u' } },
      { ...change, id: 'mine' },
    ]),
  );
  const [first, again, ...others] = events.map(({ id }) => id);
  expect(again).toBe(first);
  expect(new Set([first, ...others]).size).toBe(4);
  expect(others.at(-1)).toBe('mine');
});

test('the summary says what, where and who', () => {
  const { events } = fim.parse(JSON.stringify(change));
  expect(events.map(fim.summarize)).toEqual([
    { title: '/usr/bin/curl was modified by sh', place: change.place, user: 'root' },
  ]);
});
