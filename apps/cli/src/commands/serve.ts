import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningServer, ServerOptions } from '@breakwater/server';
import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../version.ts';

interface ServeFlags {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly sample: boolean;
  readonly allowEndpoints: boolean;
  readonly logLevel: ServerOptions['logLevel'];
  readonly eventDays: number;
  readonly eventGigabytes: number;
}

const root = resolve(fileURLToPath(import.meta.url), '../../../../..');
const gibibyte = 1024 ** 3;
const stoppedTaskDays = 400;
const metricDays = 14;

/** `breakwater serve`: server and console on the embedded stores. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Start the server and the console on the embedded stores')
    .addOption(option('--data <dir>', 'folder of the stores; created when missing', 'DATA').default('./data'))
    .addOption(option('--host <address>', 'address to listen on', 'HOST').default('127.0.0.1'))
    .addOption(
      option('--port <number>', 'port to listen on; 0 takes a free one', 'PORT')
        .default(8080)
        .argParser(portOf),
    )
    .addOption(option('--sample', 'load the sample environment at the first start', 'SAMPLE').default(false))
    .addOption(
      option('--event-days <days>', 'how long events are kept', 'EVENT_DAYS').default(90).argParser(positive),
    )
    .addOption(
      option('--event-gigabytes <size>', 'largest size of all events', 'EVENT_GIGABYTES')
        .default(50)
        .argParser(positive),
    )
    .addOption(
      option('--log-level <level>', 'least level that is logged, to standard error', 'LOG_LEVEL')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .addOption(
      option(
        '--allow-endpoints',
        'let accounts be connected at other endpoints than those of AWS',
        'ALLOW_ENDPOINTS',
      ).default(false),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ breakwater serve                      empty, on http://127.0.0.1:8080
  $ breakwater serve --sample             with data to look around in
  $ breakwater serve --data /var/lib/breakwater --port 8443

Every option has a variable: --event-days is BREAKWATER_EVENT_DAYS. Nothing is
sent out, and only this machine can connect unless --host says otherwise.`,
    )
    .action(serve);
}

function option(flags: string, description: string, name: string): Option {
  return new Option(flags, description).env(`BREAKWATER_${name}`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('a number from 0 to 65535 is expected.');
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('a number above 0 is expected.');
}

async function serve(flags: ServeFlags): Promise<void> {
  const { start } = await import('@breakwater/server');
  const data = isAbsolute(flags.data) ? flags.data : resolve(flags.data);
  const server = await start({
    data,
    host: flags.host,
    port: flags.port,
    sample: flags.sample,
    allowEndpoints: flags.allowEndpoints,
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
  });
  process.stdout.write(greeting(server, data));
  stopOnSignal(server);
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
