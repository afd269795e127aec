import { describe, expect, test } from 'vitest';
import { type Descriptor, newDescriptor } from '../../state/descriptor.ts';
import { System } from '../../state/system.ts';
import { newThread, type Thread } from '../../state/thread.ts';
import { descriptorValues, restoreState, threadValues } from './state-record.ts';

/** A value that differs from the one that is there. */
function changed(key: string, value: unknown): unknown {
  if (key === 'enter') return { code: 22, path: '/a', directory: 3 };
  if (key === 'source' || key === 'destination') return { address: '10.0.0.1', port: 80 };
  if (key === 'role') return 'server';
  if (key === 'type') return 'unix';
  if (key === 'nameRaw') return '../x';
  if (Array.isArray(value)) return ['a', 'b '];
  switch (typeof value) {
    case 'number':
      return 7;
    case 'bigint':
      return 2n ** 64n - 1n;
    case 'boolean':
      return !value;
    default:
      return 'text "\n';
  }
}

function restored(record: unknown, thread: Thread): Thread {
  const system = new System();
  system.threads.add(thread);
  restoreState(system, JSON.stringify(record));
  return system.threads.get(thread.tid) as Thread;
}

const ids = new Set(['tid', 'pid', 'ptid', 'fds']);

describe('records of the state', () => {
  const threadKeys = Object.keys(newThread(1)).filter((key) => !ids.has(key));
  test.each(threadKeys)('hold %s of a thread', (key) => {
    const plain: Thread = newThread(10);
    const value = changed(key, plain[key as keyof Thread]);
    const thread: Thread = Object.assign(newThread(10), { [key]: value });
    const values = threadValues(thread, plain);
    expect(Object.keys(values ?? {})).toEqual([key]);
    expect(restored({ tid: 10, thread: values }, newThread(10))).toEqual(thread);
  });

  test.each(Object.keys(newDescriptor('file')))('hold %s of a descriptor', (key) => {
    const plain = newDescriptor('file');
    const value = changed(key, plain[key as keyof Descriptor]);
    const descriptor: Descriptor = Object.assign(newDescriptor('file'), { [key]: value });
    const values = descriptorValues(descriptor, plain);
    expect(Object.keys(values ?? {})).toEqual([key]);
    const thread = Object.assign(newThread(10), { pid: 10 });
    thread.fds.set(3, newDescriptor('file'));
    expect(restored({ tid: 10, descriptors: { 3: values } }, thread).fds.get(3)).toEqual(descriptor);
  });

  test('hold what is not set', () => {
    const known = Object.assign(newDescriptor('ipv4'), { role: 'client' });
    const values = descriptorValues(Object.assign(newDescriptor('ipv4'), { role: undefined }), known);
    expect(values).toMatchObject({ role: null });
  });

  test('hold what readers would guess of a connection', () => {
    const values = descriptorValues(newDescriptor('ipv4'), newDescriptor('ipv4'));
    expect(Object.keys(values ?? {}).sort()).toEqual(['destination', 'name', 'role', 'source']);
  });

  test('hold a thread of which only the id is known', () => {
    const system = new System();
    restoreState(system, JSON.stringify({ tid: 10, thread: { pid: -1, ptid: 7, uid: 3 } }));
    expect(system.threads.get(10)).toMatchObject({ tid: 10, pid: -1, ptid: 7, uid: 3, isInvalid: true });
  });

  test('hold the ports of servers', () => {
    const system = new System();
    restoreState(system, JSON.stringify({ serverPorts: [80, 443] }));
    expect([...system.serverPorts]).toEqual([80, 443]);
  });

  test.each([
    ['no JSON', '{'],
    ['no object', '[1]'],
    [
      'values of other kinds',
      '{"tid":10,"thread":{"comm":1,"uid":"x","args":[1],"clonedAt":"-1","isDead":0,"enter":4}}',
    ],
    ['unknown values', '{"tid":10,"thread":{"__proto__":{"comm":"x"},"constructor":"x","fds":[],"tid":11}}'],
    [
      'descriptors that are not there',
      '{"tid":10,"descriptors":{"3":{"name":"x"},"__proto__":{"name":"x"}}}',
    ],
    ['ids that are none', '{"tid":"10","thread":{"comm":"x"}}'],
    ['ports that are none', '{"serverPorts":["a",null]}'],
  ])('%s change nothing', (_, text) => {
    const system = new System();
    system.threads.add(Object.assign(newThread(10), { pid: 10, ptid: 1 }));
    restoreState(system, text);
    expect(system.threads.get(10)).toEqual(Object.assign(newThread(10), { pid: 10, ptid: 1 }));
    expect(system.threads.size).toBe(1);
    expect(system.serverPorts.size).toBe(0);
  });
});
