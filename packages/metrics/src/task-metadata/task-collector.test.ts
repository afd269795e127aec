import { afterEach, describe, expect, test } from 'vitest';
import { type MetadataServer, type Scenario, startMetadataServer } from '../../test-support/index.ts';
import { toExposition } from '../exposition.ts';
import { parseExposition } from '../parse-exposition.ts';
import { EndpointError, readTaskEndpoint } from './read-endpoint.ts';
import { TaskCollector } from './task-collector.ts';

let server: MetadataServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function startCollector(scenario: Scenario, timeoutMs = 10_000): Promise<TaskCollector> {
  server = await startMetadataServer(scenario);
  const endpoint = new URL(server.endpoint);
  const read = () => readTaskEndpoint({ endpoint, timeoutMs, maxBytes: 8 * 1024 * 1024 });
  return new TaskCollector({ read, now: performance.now.bind(performance) });
}

/** Own metrics by name and label value. */
function countsOf(collector: TaskCollector): Record<string, number> {
  const { samples } = parseExposition(toExposition(collector.ownFamilies()));
  return Object.fromEntries(
    samples.map(({ name, labels, value }) => [[name, ...Object.values(labels)].join(' '), value]),
  );
}

describe('an endpoint that fails', () => {
  test.each<[Scenario, string, string]>([
    ['hang', 'timeout', 'did not answer /task within 0.3 s'],
    ['garbage', 'not-json', 'something that is not JSON'],
    ['error', 'status', 'status 500'],
    ['redirect', 'status', 'status 302; redirects are not followed'],
    ['endless', 'too-large', 'more than 8388608 bytes'],
  ])('%s', async (scenario, reason, message) => {
    const collector = await startCollector(scenario, scenario === 'hang' ? 300 : 10_000);
    const error = await collector.collect().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EndpointError);
    expect(error).toMatchObject({ reason, message: expect.stringContaining(message) });
    expect(countsOf(collector)).toMatchObject({
      bw_collector_reads_total: 1,
      [`bw_collector_read_failures_total ${reason}`]: 1,
      'bw_collector_read_failures_total unreachable': 0,
    });
  });

  test('nobody listens', async () => {
    const gone = await startMetadataServer();
    await gone.stop();
    const endpoint = new URL(gone.endpoint);
    await expect(readTaskEndpoint({ endpoint, timeoutMs: 5_000, maxBytes: 1_000 })).rejects.toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('it works again later', async () => {
    const collector = await startCollector('error');
    await expect(collector.collect()).rejects.toThrow(EndpointError);
    if (server !== undefined) server.scenario = 'healthy';
    expect(toExposition(await collector.collect())).toContain('bw_task_cpu_usage_vcpus{');
    expect(countsOf(collector)).toMatchObject({
      bw_collector_reads_total: 2,
      'bw_collector_read_failures_total status': 1,
    });
  });
});

test('who asks while a reading is under way gets that reading', async () => {
  const collector = await startCollector('healthy');
  const [first, second] = await Promise.all([collector.collect(), collector.collect()]);
  expect(second).toBe(first);
  expect(server?.requests).toHaveLength(2);
  expect(await collector.collect()).not.toBe(first);
});

test('unknown fields are counted by field, a document that is no task by its reason', async () => {
  const documents = [
    { task: { TaskARN: 'arn:aws:ecs:eu-west-1:1:task/c/t', Limits: { CPU: 'two' } }, stats: [] },
    { task: { TaskARN: 'arn:aws:ecs:eu-west-1:1:task/c/t', Limits: { CPU: {} } }, stats: {} },
    { task: {}, stats: {} },
  ];
  const read = () => Promise.resolve(documents.shift() ?? { task: null, stats: null });
  const collector = new TaskCollector({ read, now: () => 0 });
  await collector.collect();
  await collector.collect();
  await expect(collector.collect()).rejects.toThrow('the task document has no TaskARN');
  expect(countsOf(collector)).toMatchObject({
    'bw_collector_unknown_fields_total task.Limits.CPU': 2,
    'bw_collector_unknown_fields_total stats': 1,
    'bw_collector_read_failures_total not-a-task': 1,
  });
});
