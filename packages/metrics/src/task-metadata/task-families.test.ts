import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMetrics, taskDocument, taskStats, whyNoPromtool } from '../../test-support/index.ts';
import { toExposition } from '../exposition.ts';
import { taskFamilies } from './task-families.ts';
import { TaskMetadataError } from './task-metadata.ts';

const app = '5f3c1a9e8b7d4c6fa0e1b2c3d4e5f607-2531612879';
const proxy = '5f3c1a9e8b7d4c6fa0e1b2c3d4e5f607-1730928465';
const mebibyte = 1024 * 1024;
const noLimit = 2 ** 63 - 4096;

type Json = Record<string, unknown>;

/** A copy of a document with the value at a path (`a.b.0`) replaced; undefined removes it. */
function changed(document: unknown, path: string, value: unknown): Json {
  const copy = structuredClone(document) as Json;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let parent = copy;
  for (const key of keys) parent = parent[key] as Json;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

/** Values of one metric by the label that tells its samples apart; `task` where there is none. */
function valuesOf(name: string, task: unknown, stats: unknown): Record<string, number> {
  const family = taskFamilies(task, stats).families.find((one) => one.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  return Object.fromEntries(
    family.samples.map(({ labels, value }) => [
      labels.container ?? labels.interface ?? labels.phase ?? 'task',
      value,
    ]),
  );
}

describe('a task on Fargate platform 1.4', () => {
  const reading = taskFamilies(taskDocument(), taskStats());

  test('gives the exposition of the golden file', () => {
    const golden = readFileSync(join(import.meta.dirname, 'testdata', 'fargate.prom'), 'utf8');
    expect(toExposition(reading.families)).toBe(golden);
  });

  test('has no unknown field', () => expect(reading.unknownFields).toEqual([]));

  test.skipIf(whyNoPromtool() !== undefined)(`pleases promtool ${whyNoPromtool() ?? ''}`, () => {
    expect(checkMetrics(toExposition(reading.families))).toBe('');
  });
});

describe('traps of the endpoint', () => {
  test.each<[string, string, string, unknown, string, Record<string, number>]>([
    // what, document, path, value there, metric, values
    [
      'CPU is used time over wall time, whatever online_cpus says',
      `stats`,
      `${app}.cpu_stats.online_cpus`,
      64,
      'bw_task_cpu_usage_vcpus',
      { task: 0.2 },
    ],
    ['CPU of the task is in vCPU', 'task', 'Limits.CPU', 0.25, 'bw_task_cpu_limit_vcpus', { task: 0.25 }],
    [
      'CPU of a container is in units of 1/1024',
      'task',
      'Containers.1.Limits.CPU',
      512,
      'bw_container_cpu_reserved_vcpus',
      { app: 0.25, proxy: 0.5, migrate: 2 / 1024 },
    ],
    [
      'memory of the task is in MiB',
      'task',
      'Limits.Memory',
      2048,
      'bw_task_memory_limit_bytes',
      { task: 2048 * mebibyte },
    ],
    [
      'ephemeral storage is in MiB',
      'task',
      'EphemeralStorageMetrics.Utilized',
      0,
      'bw_task_ephemeral_used_bytes',
      { task: 0 },
    ],
    [
      'the limit of 2^63 is none: the control group above decides',
      'stats',
      `${proxy}.memory_stats.stats.hierarchical_memory_limit`,
      200 * mebibyte,
      'bw_container_memory_limit_bytes',
      { app: 512 * mebibyte, proxy: 200 * mebibyte },
    ],
    [
      'both limits of 2^63 are none: the task decides',
      'stats',
      `${proxy}.memory_stats.stats.hierarchical_memory_limit`,
      noLimit,
      'bw_container_memory_limit_bytes',
      { app: 512 * mebibyte, proxy: 1024 * mebibyte },
    ],
    [
      "a container's Limits.Memory may be a reservation",
      'task',
      'Containers.1.Limits.Memory',
      1,
      'bw_container_memory_limit_bytes',
      { app: 512 * mebibyte, proxy: 1024 * mebibyte },
    ],
    [
      'the working set leaves out inactive page cache',
      'stats',
      `${proxy}.memory_stats.stats.inactive_file`,
      0,
      'bw_container_memory_working_set_bytes',
      { app: 334 * mebibyte, proxy: 32 * mebibyte },
    ],
    [
      'the working set is never negative',
      'stats',
      `${proxy}.memory_stats.stats.inactive_file`,
      33554433,
      'bw_container_memory_working_set_bytes',
      { app: 334 * mebibyte, proxy: 0 },
    ],
    [
      'inactive page cache only as a total',
      'stats',
      `${app}.memory_stats.stats.inactive_file`,
      undefined,
      'bw_task_memory_working_set_bytes',
      { task: 358 * mebibyte },
    ],
    [
      'every container tells the same counters',
      'stats',
      `${app}.networks.eth1.rx_bytes`,
      90210345,
      'bw_task_network_rx_bytes_total',
      { eth1: 90210345 },
    ],
    [
      'of two readings of the counters the newer counts',
      'stats',
      `${app}.networks.eth1.tx_bytes`,
      5e6,
      'bw_task_network_tx_bytes_total',
      { eth1: 5e6 },
    ],
    [
      'every interface for itself',
      'stats',
      `${app}.networks.eth0`,
      { rx_bytes: 1, tx_bytes: 2 },
      'bw_task_network_tx_bytes_total',
      { eth0: 2, eth1: 4410222 },
    ],
    [
      'containers in bridge mode share no counters',
      'task',
      'Containers.0.Networks.0.NetworkMode',
      'bridge',
      'bw_task_network_tx_bytes_total',
      {},
    ],
    [
      'a first reading has no CPU use',
      'stats',
      `${app}.preread`,
      '0001-01-01T00:00:00Z',
      'bw_task_cpu_usage_vcpus',
      {},
    ],
    [
      'a first reading has CPU time',
      'stats',
      `${app}.preread`,
      '0001-01-01T00:00:00Z',
      'bw_container_cpu_usage_seconds_total',
      { app: 845.6, proxy: 60.5 },
    ],
    [
      'a container that starts has no statistics yet',
      'stats',
      `${app}.read`,
      '0001-01-01T00:00:00Z',
      'bw_task_memory_working_set_bytes',
      { task: 24 * mebibyte },
    ],
    [
      'a container whose value is null is not counted',
      'stats',
      app,
      null,
      'bw_task_memory_working_set_bytes',
      { task: 24 * mebibyte },
    ],
    [
      'a container without a value is not counted',
      'stats',
      app,
      undefined,
      'bw_task_cpu_usage_vcpus',
      { task: 0.05 },
    ],
    [
      'a stopped container with leftover statistics is not counted',
      'task',
      'Containers.0.KnownStatus',
      'STOPPED',
      'bw_task_memory_working_set_bytes',
      { task: 24 * mebibyte },
    ],
    [
      'a counter that went back is no CPU use',
      'stats',
      `${app}.cpu_stats.cpu_usage.total_usage`,
      1,
      'bw_task_cpu_usage_vcpus',
      {},
    ],
    [
      'a pause container is none of the task',
      'task',
      'Containers.0.Type',
      'CNI_PAUSE',
      'bw_container_cpu_usage_seconds_total',
      { proxy: 60.5 },
    ],
    [
      'phases of the start',
      'task',
      'Revision',
      '7',
      'bw_task_start_seconds',
      { pull: 29.5, create: 0.75, start: 0.5 },
    ],
    [
      'a start without a pull',
      'task',
      'PullStartedAt',
      '0001-01-01T00:00:00Z',
      'bw_task_start_seconds',
      { create: 0.75, start: 0.5 },
    ],
    [
      'containers that are created while others are pulled',
      'task',
      'PullStoppedAt',
      '2026-10-04T08:16:00Z',
      'bw_task_start_seconds',
      { pull: 57.896, start: 0.5 },
    ],
    [
      'times are compared as times, not as text',
      'task',
      'Containers.0.StartedAt',
      '2026-10-04T08:15:33Z',
      'bw_task_start_seconds',
      { pull: 29.5, create: 0.75, start: 0.55 },
    ],
    [
      'restarts only with a restart policy',
      'task',
      'Containers.1.RestartCount',
      0,
      'bw_container_restarts_total',
      { app: 1, proxy: 0 },
    ],
  ])('%s', (_what, document, path, value, metric, expected) => {
    const task = document === 'task' ? changed(taskDocument(), path, value) : taskDocument();
    const stats = document === 'stats' ? changed(taskStats(), path, value) : taskStats();
    const actual = valuesOf(metric, task, stats);
    expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, wanted] of Object.entries(expected)) expect(actual[name]).toBeCloseTo(wanted, 6);
  });
});

describe('identity of the task', () => {
  const { ServiceName: _service, Group: _group, Cluster: _cluster, ...bare } = taskDocument();
  const base = { account: '123456789012', region: 'eu-west-1', orchestrator: 'ecs' };
  test.each<[string, unknown, Record<string, string>]>([
    ['service by name', { ...bare, ServiceName: 'web' }, { cluster: 'shop', service: 'web' }],
    ['service by group', { ...bare, Group: 'service:web' }, { cluster: 'shop', service: 'web' }],
    ['a task of no service', { ...bare, Group: 'family:checkout' }, { cluster: 'shop' }],
    ['cluster as a short name', { ...bare, Cluster: 'blue' }, { cluster: 'blue' }],
    [
      'cluster as an ARN',
      { ...bare, Cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/blue' },
      { cluster: 'blue' },
    ],
    [
      'an ARN of the old form',
      { ...bare, TaskARN: 'arn:aws:ecs:eu-west-1:123456789012:task/5f3c1a9e8b7d4c6fa0e1b2c3d4e5f607' },
      { cluster: 'default' },
    ],
    [
      'an ARN of China',
      { ...bare, TaskARN: 'arn:aws-cn:ecs:eu-west-1:123456789012:task/red/5f3c1a9e8b7d4c6fa0e1b2c3d4e5f607' },
      { cluster: 'red' },
    ],
  ])('%s', (_what, task, expected) => {
    const [info] = taskFamilies(task, taskStats()).families;
    const limit = taskFamilies(task, taskStats()).families.find(
      (one) => one.name === 'bw_task_cpu_limit_vcpus',
    );
    expect(limit?.samples[0]?.labels).toEqual({ ...base, ...expected, task: app.slice(0, 32) });
    expect(info?.samples[0]?.labels).toMatchObject({
      family: 'checkout',
      revision: '42',
      launch_type: 'FARGATE',
    });
  });

  test.each([[null], [[]], ['text'], [{}], [{ TaskARN: 7 }], [{ TaskARN: 'arn:aws:s3:::bucket' }]])(
    '%j is no task',
    (document) => expect(() => taskFamilies(document, {})).toThrow(TaskMetadataError),
  );
});

describe('unknown shapes are noted, and what they would tell is left out', () => {
  test.each<[string, string, unknown, readonly string[], string, Record<string, number>]>([
    // document, path, value there, fields noted, metric, values
    [
      'stats',
      `${app}.memory_stats.usage`,
      undefined,
      ['stats.*.memory_stats.usage'],
      'bw_task_memory_working_set_bytes',
      {},
    ],
    [
      'stats',
      `${app}.memory_stats.usage`,
      '12',
      ['stats.*.memory_stats.usage'],
      'bw_container_memory_working_set_bytes',
      { proxy: 24 * mebibyte },
    ],
    [
      'stats',
      `${app}.memory_stats.stats`,
      {},
      ['stats.*.memory_stats.stats.inactive_file'],
      'bw_container_memory_working_set_bytes',
      { proxy: 24 * mebibyte },
    ],
    [
      'stats',
      `${app}.memory_stats`,
      [1],
      ['stats.*.memory_stats.usage', 'stats.*.memory_stats.stats.inactive_file'],
      'bw_container_memory_working_set_bytes',
      { proxy: 24 * mebibyte },
    ],
    [
      'stats',
      `${app}.cpu_stats.cpu_usage`,
      { usage_usec: 5 },
      ['stats.*.cpu_stats.cpu_usage.total_usage'],
      'bw_container_cpu_usage_seconds_total',
      { proxy: 60.5 },
    ],
    [
      'stats',
      `${app}.cpu_stats.cpu_usage.total_usage`,
      -1,
      ['stats.*.cpu_stats.cpu_usage.total_usage'],
      'bw_task_cpu_usage_vcpus',
      {},
    ],
    ['stats', `${app}.read`, 'yesterday', ['stats.*.read'], 'bw_task_cpu_usage_vcpus', {}],
    [
      'stats',
      `${app}.read`,
      'yesterday',
      ['stats.*.read'],
      'bw_task_memory_working_set_bytes',
      { task: 358 * mebibyte },
    ],
    ['stats', app, 'gone', ['stats.*'], 'bw_task_memory_working_set_bytes', {}],
    ['stats', app, [], ['stats.*'], 'bw_container_memory_working_set_bytes', { proxy: 24 * mebibyte }],
    [
      'stats',
      `${app}.networks`,
      'eth1',
      ['stats.*.networks'],
      'bw_task_network_rx_bytes_total',
      { eth1: 90210345 },
    ],
    [
      'stats',
      `${app}.networks.eth1`,
      { rx: 1 },
      ['stats.*.networks.*.rx_bytes', 'stats.*.networks.*.tx_bytes'],
      'bw_task_network_rx_bytes_total',
      { eth1: 90210345 },
    ],
    [
      'stats',
      `${app}.networks`,
      { 'a"b\n': { rx_bytes: 1, tx_bytes: 1 } },
      ['stats.*.networks.*'],
      'bw_task_network_rx_bytes_total',
      { eth1: 90210345 },
    ],
    [
      'task',
      'Limits',
      { CPU: '0.5', Memory: {} },
      ['task.Limits.CPU', 'task.Limits.Memory'],
      'bw_task_cpu_limit_vcpus',
      {},
    ],
    ['task', 'Containers', {}, ['task.Containers'], 'bw_task_memory_limit_bytes', { task: 1024 * mebibyte }],
    [
      'task',
      'Containers.1.Name',
      'app',
      ['task.Containers.*.Name'],
      'bw_container_memory_working_set_bytes',
      { app: 334 * mebibyte },
    ],
    [
      'task',
      'Containers.1.DockerId',
      undefined,
      ['task.Containers.*.DockerId'],
      'bw_container_memory_working_set_bytes',
      { app: 334 * mebibyte },
    ],
    [
      'task',
      'Containers.1.Name',
      'x'.repeat(5000),
      ['task.Containers.*.Name'],
      'bw_container_memory_working_set_bytes',
      { app: 334 * mebibyte },
    ],
    ['task', 'Family', 'a\u0000b', ['task.Family'], 'bw_task_info', { task: 1 }],
  ])('%s %s', (document, path, value, fields, metric, expected) => {
    const task = document === 'task' ? changed(taskDocument(), path, value) : taskDocument();
    const stats = document === 'stats' ? changed(taskStats(), path, value) : taskStats();
    expect(taskFamilies(task, stats).unknownFields).toEqual(fields);
    expect(valuesOf(metric, task, stats)).toEqual(expected);
  });

  test('no statistics at all', () => {
    expect(taskFamilies(taskDocument(), 'none').unknownFields).toEqual(['stats']);
    expect(valuesOf('bw_task_memory_limit_bytes', taskDocument(), 'none')).toEqual({ task: 1024 * mebibyte });
  });

  test('of very many interfaces a hundred are read', () => {
    const networks = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`eth${index}`, { rx_bytes: 1, tx_bytes: 1 }]),
    );
    const stats = { [app]: { ...taskStats()[app], networks } };
    const reading = taskFamilies(taskDocument(), stats);
    expect(reading.unknownFields).toEqual(['stats.*.networks']);
    expect(Object.keys(valuesOf('bw_task_network_rx_bytes_total', taskDocument(), stats))).toHaveLength(100);
  });

  test('names of the prototype are names like others', () => {
    const task = changed(taskDocument(), 'Containers.0.DockerId', '__proto__');
    expect(valuesOf('bw_container_cpu_usage_seconds_total', task, taskStats())).toEqual({ proxy: 60.5 });
  });

  test('any JSON beside a TaskARN gives an exposition', () => {
    const { TaskARN } = taskDocument();
    const someTask = fc.record({
      Containers: fc.jsonValue(),
      Limits: fc.jsonValue(),
      Cluster: fc.jsonValue(),
    });
    fc.assert(
      fc.property(someTask, fc.jsonValue(), fc.jsonValue(), (task, stats, one) => {
        expect(toExposition(taskFamilies({ ...task, TaskARN }, stats).families)).toContain('bw_task_info{');
        const reading = taskFamilies(taskDocument(), { ...taskStats(), [app]: one });
        expect(toExposition(reading.families)).toContain('container="proxy"');
      }),
    );
  });
});
