import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { taskDocument, taskStats } from './task-documents.ts';

/**
 * What the endpoint does: all containers run; one of them has stopped; statistics are not there yet; it takes
 * requests and never answers; it answers what is no JSON, with status 500, with a redirect, or without end.
 */
export type Scenario =
  | 'healthy'
  | 'one-stopped'
  | 'stats-not-ready'
  | 'hang'
  | 'garbage'
  | 'error'
  | 'redirect'
  | 'endless';

export interface MetadataServer {
  /** As `ECS_CONTAINER_METADATA_URI_V4` holds it. */
  readonly endpoint: string;
  scenario: Scenario;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

const basePath = '/v4/5f3c1a9e8b7d4c6fa0e1b2c3d4e5f607-2531612879';
/** How much the counters grow with every reading, ten seconds apart. */
const growth = { cpuNanoseconds: 1_500_000_000, receivedBytes: 20_480, transmittedBytes: 10_240 };

/** A task metadata endpoint version 4 on a free port; its counters grow from reading to reading. */
export async function startMetadataServer(initial: Scenario = 'healthy'): Promise<MetadataServer> {
  const requests: string[] = [];
  let readings = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    if (path === `${basePath}/task`) answer(running.scenario, response, () => taskOf(running.scenario));
    else if (path === `${basePath}/task/stats`) {
      answer(running.scenario, response, () => {
        readings += 1;
        return statsOf(running.scenario, readings);
      });
    } else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const running: MetadataServer = {
    endpoint: `http://127.0.0.1:${port}${basePath}`,
    scenario: initial,
    requests,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return running;
}

function answer(scenario: Scenario, response: ServerResponse, document: () => unknown): void {
  if (scenario === 'hang') return;
  if (scenario === 'error') response.writeHead(500).end('internal error');
  else if (scenario === 'redirect') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  else if (scenario === 'garbage') response.end('<html>not what was asked for</html>');
  else if (scenario === 'endless') writeWithoutEnd(response);
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(document()));
}

function writeWithoutEnd(response: ServerResponse): void {
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', write);
  write();
}

function taskOf(scenario: Scenario): unknown {
  const task = taskDocument();
  if (scenario === 'one-stopped') return task;
  return { ...task, Containers: task.Containers.filter((one) => one.KnownStatus !== 'STOPPED') };
}

function statsOf(scenario: Scenario, reading: number): unknown {
  const all = Object.entries(taskStats());
  if (scenario === 'stats-not-ready') return Object.fromEntries(all.map(([id]) => [id, null]));
  const kept = scenario === 'one-stopped' ? all : all.filter(([, stats]) => stats !== null);
  for (const [, stats] of kept) {
    if (stats === null) continue;
    const grown = reading - 1;
    stats.read = tenSecondsLater(stats.read, grown);
    stats.preread = tenSecondsLater(stats.preread, grown);
    stats.cpu_stats.cpu_usage.total_usage += grown * growth.cpuNanoseconds;
    stats.precpu_stats.cpu_usage.total_usage += grown * growth.cpuNanoseconds;
    for (const counters of Object.values(stats.networks)) {
      counters.rx_bytes += grown * growth.receivedBytes;
      counters.tx_bytes += grown * growth.transmittedBytes;
    }
  }
  return Object.fromEntries(kept);
}

function tenSecondsLater(time: string, times: number): string {
  return new Date(Date.parse(time) + times * 10_000).toISOString();
}
