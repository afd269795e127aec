import type { Field } from '@breakwater/model';
import { describe, expect, it, test } from 'vitest';
import { syscall } from './index.ts';

const byName = new Map<string, Field<never>>(syscall.fields.map((field) => [field.name, field]));

function read(fields: object, name: string, argument?: string): unknown {
  const text = JSON.stringify({ type: 'openat', time: '1700000000123456789', fields });
  const { events, rejected } = syscall.parse(text);
  expect(rejected).toEqual([]);
  const [event] = events;
  const field = syscall.fields.find((one) => one.name === name);
  if (event === undefined || field === undefined) throw new Error(`no field ${name}`);
  return field.extract(event, argument);
}

describe('the table', () => {
  it.each([
    ['of every event', /^evt\.(num|time|datetime|rawtime|reltime|source|plugin|is_async|async|hostname)/, 18],
    ['of processes and threads', /^(proc|thread)\.(?!is_container)/, 90],
    ['of users', /^user\./, 6],
    ['of groups', /^group\./, 2],
    ['of descriptors', /^fd\./, 46],
    ['of paths', /^fs\.path\./, 6],
    ['of polled descriptors', /^fdlist\./, 6],
    ['of containers', /^(container|k8s|proc\.is_container)/, 61],
  ])('has all fields %s', (_, pattern, count) => {
    expect([...byName.keys()].filter((name) => pattern.test(name))).toHaveLength(count);
  });

  it.each<[string, Partial<Field>]>([
    ['proc.aname', { argument: 'optional-index', noRightSide: true, noTransformer: true }],
    ['proc.apid', { type: 'int64', argument: 'optional-index' }],
    ['proc.aenv', { argument: 'optional-key', noTransformer: true }],
    ['proc.env', { argument: 'optional-key' }],
    ['proc.tty', { type: 'uint64', bits: 32 }],
    ['proc.fdusage', { type: 'double' }],
    ['proc.exe_ino.ctime', { type: 'time' }],
    ['fd.ip', { type: 'ip', noRightSide: true, noTransformer: true, isFilterOnly: true }],
    ['fd.snet', { type: 'net', isFilterOnly: true }],
    ['fd.sip.name', { type: 'string', noRightSide: true, noTransformer: true }],
    ['fd.types', { isList: true, argument: 'optional-index', noRightSide: true }],
    ['fd.name', { type: 'path' }],
    ['container.mount.dest', { argument: 'key' }],
    ['container.host_network', { type: 'bool' }],
    ['evt.rawarg', { argument: 'key', noRightSide: true }],
    ['evt.buffer', { type: 'bytes' }],
  ])('%s is as rules expect it', (name, expected) => {
    expect(byName.get(name)).toMatchObject(expected);
  });

  it('describes every field in one line', () => {
    const bad = syscall.fields.filter(
      ({ description }) => description.trim() === '' || /[\n|]/.test(description),
    );
    expect(bad.map(({ name }) => name)).toEqual([]);
  });

  it('knows the type of every parameter', () => {
    const types = syscall.parameterTypes ?? new Map();
    expect(types.size).toBe(223);
    expect([...(syscall.parameterNames ?? [])]).toEqual([...types.keys()]);
    expect(types.get('fd')).toBe('int64');
    expect(types.get('flags')).toBe('flags');
  });
});

test.each<[string, object, string, string | undefined, unknown]>([
  ['a text', { 'proc.name': 'cat' }, 'proc.name', undefined, 'cat'],
  ['null as missing', { 'proc.name': null }, 'proc.name', undefined, undefined],
  ['an argument in brackets', { 'proc.aname[2]': 'sshd' }, 'proc.aname', '2', 'sshd'],
  ['an argument after a dot', { 'evt.arg.flags': 'O_RDWR' }, 'evt.arg', 'flags', 'O_RDWR'],
  ['a number as text', { 'proc.pid': '9007199254740993' }, 'proc.pid', undefined, 9007199254740993n],
  ['no number in a word', { 'proc.pid': 'one' }, 'proc.pid', undefined, undefined],
  ['a fraction as text', { 'proc.fdusage': '0.5' }, 'proc.fdusage', undefined, 0.5],
  ['a boolean as text', { 'evt.failed': 'true' }, 'evt.failed', undefined, true],
  ['a list', { 'fd.types': ['file', 'ipv4'] }, 'fd.types', undefined, ['file', 'ipv4']],
  ['the type of the event', {}, 'evt.type', undefined, 'openat'],
  ['the time of the event', {}, 'evt.rawtime', undefined, 1_700_000_000_123_456_789n],
  ['the map before the event', { 'evt.hostname': 'task-1' }, 'evt.hostname', undefined, 'task-1'],
  ['no inherited key', {}, 'container.label', 'constructor', undefined],
])('reads %s', (_, fields, name, argument, expected) => {
  expect(read(fields, name, argument)).toEqual(expected);
});
