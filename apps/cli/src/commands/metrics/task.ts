import { Command, Option } from 'commander';
import type { TaskFlags } from './collect-task.ts';
import { intervalOf, listenAddressOf, webAddressOf } from './option-values.ts';

/** `breakwater metrics task`: the metrics of the task it runs in. */
export function taskCommand(): Command {
  return new Command('task')
    .description('Collect the metrics of the ECS task that this runs in, from its metadata endpoint')
    .addOption(
      new Option('--endpoint <url>', 'metadata endpoint version 4; default: what ECS names')
        .env('ECS_CONTAINER_METADATA_URI_V4')
        .argParser(webAddressOf),
    )
    .addOption(
      new Option('--once', 'print the metrics once and end').conflicts(['listen', 'push', 'tokenFile']),
    )
    .addOption(
      new Option('--listen <address>', 'serve GET /metrics here; default: 127.0.0.1:9779').argParser(
        listenAddressOf,
      ),
    )
    .addOption(
      new Option(
        '--push <url>',
        'send to this Breakwater server instead of listening (or as well, with --listen)',
      ).argParser(webAddressOf),
    )
    .addOption(
      new Option('--interval <time>', 'time between two readings with --push')
        .default(30_000, '30s')
        .argParser(intervalOf),
    )
    .addOption(new Option('--token-file <file>', 'file of the token for --push; default: BREAKWATER_TOKEN'))
    .addHelpText(
      'after',
      `
The endpoint is there in every task on Fargate platform 1.4.0 or newer, and
reachable from inside the task only. So this runs as one more container of the
task: add the container of deploy/sidecar/metrics-container.json to
containerDefinitions of the task definition and fill in the words in capitals;
the execution role must be allowed to read the secret of the token.

To let a Prometheus outside of the task scrape it, give --listen 0.0.0.0:9779
and open port 9779 in the security group of the task; the containers of one
task reach each other on 127.0.0.1.

Every scrape reads the endpoint. When it does not answer within 5 seconds, the
scrape gets status 503 and the reason; the failures are counted in
bw_collector_read_failures_total. With --push, readings of the last minutes are
kept while the server is away and sent later; the newest one is sent when the
task stops. The token needs the scope "intake".

Exit codes: 0 done or stopped by a signal, 2 error.

Examples:
  $ breakwater metrics task                        serve 127.0.0.1:9779/metrics
  $ breakwater metrics task --once
  $ breakwater metrics task --listen 0.0.0.0:9779
  $ BREAKWATER_TOKEN=… breakwater metrics task --push https://breakwater.example
`,
    )
    .action(async (flags: TaskFlags) => {
      const { collectTask } = await import('./collect-task.ts');
      await collectTask(flags);
    });
}
