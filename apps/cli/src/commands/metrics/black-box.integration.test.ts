import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { routes } from '@breakwater/api';
import { startMetadataServer, taskDocument } from '@breakwater/metrics/test-support';
import { expect, test } from 'vitest';
import { stoppedTask } from '../../../../server/test-support/samples.ts';
import { startTestServer } from '../../../../server/test-support/test-server.ts';

const main = join(import.meta.dirname, '..', '..', 'main.ts');

test('what the CLI pushes until its task stops is in the black box of the server', async () => {
  const server = await startTestServer();
  const metadata = await startMetadataServer();
  const arn = taskDocument().TaskARN;
  const { secret } = await server.administrator.call(routes.createToken, {
    body: { name: 'sidecar', scopes: ['intake'], teamId: 'everywhere', expiresInDays: 1 },
  });
  const cli = spawn(
    process.execPath,
    [main, 'metrics', 'task', '--push', server.address, '--interval', '1s'],
    {
      env: {
        PATH: process.env.PATH,
        BREAKWATER_TOKEN: secret,
        ECS_CONTAINER_METADATA_URI_V4: metadata.endpoint,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  try {
    let log = '';
    cli.stderr.on('data', (text: Buffer) => {
      log += text.toString();
    });
    await expect.poll(() => metadata.requests.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
    cli.kill('SIGTERM');
    await once(cli, 'exit');
    expect({ code: cli.exitCode, log }).toEqual({ code: 0, log: '' });

    const event = stoppedTask('5f3c1a9e8b7d4c6fa0e1b2c3d4e5f607', '123456789012', 'eu-west-1', {
      taskArn: arn,
      memory: '1024',
      stoppedAt: new Date().toISOString(),
    });
    const intake = await server.addToken(['intake']);
    await intake.transport(routes.intakeEventBridge.path, { method: 'POST', body: JSON.stringify(event) });

    const task = await server.administrator.call(routes.getTask, { params: { arn } });
    expect(task.place).toMatchObject({ account: '123456789012', region: 'eu-west-1', cluster: 'shop' });
    const working = task.metrics.find(
      (series) => series.metric === 'bw_task_memory_working_set_bytes' && series.container === undefined,
    );
    // At least two readings and the one at the end.
    expect(working?.points.length).toBeGreaterThanOrEqual(3);
    expect(working?.points.at(-1)?.[1]).toBe(375_390_208);
    const containers = task.metrics.flatMap((series) => series.container ?? []);
    expect(containers.sort()).toEqual(['app', 'proxy']);
  } finally {
    cli.kill('SIGKILL');
    await metadata.stop();
    await server.stop();
  }
}, 60_000);
