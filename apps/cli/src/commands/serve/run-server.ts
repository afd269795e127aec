import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningServer, type ServerOptions, start } from '@breakwater/server';
import type { Command } from 'commander';
import { CommandError } from '../../exit-code.ts';
import { version } from '../../version.ts';
import { cacheFolder } from '../advisories/cache-folder.ts';
import { openForScan } from '../advisories/open.ts';
import { dockerCredentials } from '../image/docker-credentials.ts';
import { withConfig } from './read-config.ts';

export interface ServeFlags {
  readonly data: string;
  readonly config?: string;
  readonly host: string;
  readonly port: number;
  readonly sample: boolean;
  readonly allowEndpoints: boolean;
  readonly trustProxy?: string;
  readonly insecureRegistries?: string;
  readonly logLevel: ServerOptions['logLevel'];
  readonly eventDays: number;
  readonly eventGigabytes: number;
}

const root = resolve(fileURLToPath(import.meta.url), '../../../../../..');
const gibibyte = 1024 ** 3;
const stoppedTaskDays = 400;
const metricDays = 14;

/** Starts the server and leaves it running; says where it is, and stops it on a signal. */
export async function runServer(given: ServeFlags, command: Command): Promise<void> {
  const flags = given.config === undefined ? given : await withConfig(given, given.config, command);
  const data = resolve(flags.data);
  const server = await start(serverOptions(flags, data)).catch((error: unknown) => {
    throw new CommandError(startFailure(error, flags), { cause: error });
  });
  process.stdout.write(greeting(server, data));
  stopOnSignal(server);
}

function serverOptions(flags: ServeFlags, data: string): ServerOptions {
  return {
    data,
    host: flags.host,
    port: flags.port,
    sample: flags.sample,
    allowEndpoints: flags.allowEndpoints,
    ...(flags.trustProxy === undefined ? {} : { trustProxy: flags.trustProxy }),
    advisories: cacheFolder(process.env),
    scan: {
      openAdvisories: () => openForScan(undefined, cacheFolder(process.env)),
      credentialsFor: (registry) => dockerCredentials(registry, process.env),
      insecureRegistries: (flags.insecureRegistries ?? '').split(',').flatMap((host) => host.trim() || []),
    },
    logLevel: flags.logLevel,
    logDestination: process.stderr,
    contentRoot: join(root, 'content'),
    webRoot: join(root, 'apps/web/dist'),
    version,
    now: Date.now,
    retention: {
      eventDays: flags.eventDays,
      eventBytes: flags.eventGigabytes * gibibyte,
      stoppedTaskDays,
      metricDays,
    },
  };
}

/** What is wrong, and what to do, for a person at a terminal. */
function startFailure(error: unknown, flags: ServeFlags): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `${flags.host}:${flags.port} is in use: stop what listens there, or choose another --port`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `no right to use ${flags.data} or to listen on port ${flags.port}: ${(error as Error).message}`;
  }
  return `the server did not start: ${error instanceof Error ? error.message : String(error)}`;
}

function greeting(server: RunningServer, data: string): string {
  const lines = [`Breakwater is ready at ${server.address}`];
  if (server.setupToken !== undefined) {
    lines.push(`Set it up with this one-time token: ${server.setupToken}`);
  }
  lines.push(`Data is kept in ${data.replace(homedir(), '~')}. Press Ctrl+C to stop.`, '');
  return lines.join('\n');
}

/** One signal stops cleanly, a second one at once. */
function stopOnSignal(server: RunningServer): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      server.stop().catch((error: unknown) => {
        process.stderr.write(`breakwater: could not stop cleanly: ${String(error)}\n`);
        process.exitCode = 2;
      });
    });
  }
}
