import { Command, InvalidArgumentError, Option } from 'commander';
import type { ServeFlags } from './run-server.ts';

/** `breakwater serve`: server and console on the embedded stores. */
export function serveCommand(): Command {
  const command = new Command('serve')
    .description('Start the server and the console on the embedded stores')
    .addOption(option('--data <dir>', 'folder of the stores; created when missing').default('./data'))
    .addOption(option('--config <file>', 'YAML file of these options by name (data, port …)'))
    .addOption(option('--host <address>', 'address to listen on').default('127.0.0.1'))
    .addOption(
      option('--port <number>', 'port to listen on; 0 takes a free one').default(8080).argParser(portOf),
    )
    .addOption(option('--sample', 'load the sample environment at the first start').default(false))
    .addOption(option('--event-days <days>', 'how long events are kept').default(90).argParser(positive))
    .addOption(
      option('--event-gigabytes <size>', 'largest size of all events').default(50).argParser(positive),
    )
    .addOption(
      option(
        '--trust-proxy <addresses>',
        'proxies in front whose X-Forwarded headers are believed: IP or CIDR, comma-separated',
      ),
    )
    .addOption(
      option(
        '--insecure-registries <hosts>',
        'registries that scans from the console may speak to in plain HTTP, comma-separated',
      ),
    )
    .addOption(
      option('--log-level <level>', 'least level that is logged, to standard error')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .addOption(
      option('--allow-endpoints', 'let accounts be connected at other endpoints than those of AWS').default(
        false,
      ),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ breakwater serve                      empty, on http://127.0.0.1:8080
  $ breakwater serve --sample             with data to look around in
  $ breakwater serve --data /var/lib/breakwater --port 8443
  $ breakwater serve --config breakwater.yaml

Every option has a variable: --event-days is BREAKWATER_EVENT_DAYS. The command
line wins over the variable, the variable over the file. Nothing is sent out,
and only this machine can connect unless --host says otherwise.`,
    );
  return command.action(async (flags: ServeFlags) => {
    const { runServer } = await import('./run-server.ts');
    await runServer(flags, command);
  });
}

/** An option with its variable: `--event-days` is BREAKWATER_EVENT_DAYS. */
function option(flags: string, description: string): Option {
  const created = new Option(flags, description);
  return created.env(`BREAKWATER_${created.name().toUpperCase().replaceAll('-', '_')}`);
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
