import { routes } from '@breakwater/api';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ndjson, stoppedTask } from '../../server/test-support/samples.ts';
import { type Client, startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { addressOf, describeInBrowser, eventually } from './support/browser.ts';
import { rowsOf, shown } from './support/table.ts';

const account = '333333333333';
const region = 'eu-west-1';
const arnOf = (task: string) => `arn:aws:ecs:${region}:${account}:task/shop/${task}`;
const mebibyte = 1_048_576;

describeInBrowser('the black-box walk: task events and metrics, a dead task explained', ({ logIn }) => {
  let server: TestServer;
  let intake: Client;
  let page: Page;

  beforeAll(async () => {
    server = await startTestServer();
    intake = await server.addToken(['intake']);
    page = await logIn(server.address, { path: '/tasks?t=1h' });
  }, 60_000);
  afterAll(() => server?.stop());

  async function post(path: string, body: string): Promise<void> {
    const response = await intake.transport(path, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ rejected: [] });
  }

  it('begins empty, and says where task events come from', async () => {
    await page.getByText('No task stopped in this time').waitFor();
    await page.getByText(/send the task state changes of ECS here by EventBridge/).waitFor();
  });

  it('lists the task that ran out of memory, in plain words, with its exit code', async () => {
    await post(routes.intakeMetrics.path, memoryOf('dead'));
    await post(routes.intakeEventBridge.path, ndjson([killedTask('dead'), scaledTask('calm')]));
    await page.reload();
    await eventually(() => shown(page)).toEqual([2, 2]);
    const dead = rowsOf(page, 'Tasks').filter({ hasText: 'Unexpected' });
    await dead.getByText('137').waitFor();
    expect(await dead.innerText()).toMatch(/memory/i);
    await dead.getByText('web').first().waitFor();
    const calm = rowsOf(page, 'Tasks').filter({ hasText: 'Expected' }).filter({ hasNotText: 'Unexpected' });
    expect(await calm.count()).toBe(1);
  });

  it('opens the black box: what happened, what to do, the life line to scale', async () => {
    await rowsOf(page, 'Tasks').filter({ hasText: 'Unexpected' }).getByText('Unexpected').click();
    await eventually(() => addressOf(page)).toContain(`open=${arnOf('dead')}`);
    const detail = page.getByRole('complementary', { name: 'Details' });
    const task = await server.administrator.call(routes.getTask, { params: { arn: arnOf('dead') } });
    await detail.getByText(task.diagnosis.summary, { exact: true }).waitFor();
    expect(task.diagnosis.nextSteps.length).toBeGreaterThan(0);
    for (const step of task.diagnosis.nextSteps) await detail.getByText(step, { exact: true }).waitFor();
    await detail.getByText('exit code 137', { exact: true }).waitFor();
    const stages = await detail
      .getByRole('list', { name: 'Life line' })
      .getByRole('listitem')
      .allInnerTexts();
    const text = stages.map((stage) => stage.replaceAll(/\s+/g, ' ')).join(' | ');
    expect(text).toMatch(/Pulling images .*20 sec/);
    expect(text).toMatch(/Running .*5 min/);
    expect(text).toMatch(/Whole life/);
  });

  it('draws the last metrics against the limit', async () => {
    const chart = page.getByRole('img', { name: /^Memory, working set: peak 510 MiB of 512 MiB/ });
    await chart.waitFor();
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    expect(box?.width).toBeGreaterThan(200);
    if (box) await page.mouse.move(box.x + box.width * 0.6, box.y + 60);
    await chart.getByText(/\d+ MiB$/).waitFor();
  });

  it('leads on to the raw events of the task', async () => {
    await page.getByRole('link', { name: 'Raw events of this task' }).click();
    await page.getByRole('grid', { name: 'Events', exact: true }).waitFor();
    await eventually(() => shown(page)).toEqual([1, 1]);
    await page.goBack();
    await page.getByRole('list', { name: 'Life line' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('narrows by search and stop code', async () => {
    await page.getByLabel('Search tasks').fill('nothing like it');
    await page.getByText('Nothing matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await eventually(() => shown(page)).toEqual([2, 2]);
    await page.getByRole('button', { name: 'Stop code', exact: true }).first().click();
    await page.getByRole('checkbox', { name: 'Service scheduler' }).check();
    await page.keyboard.press('Escape');
    await eventually(() => shown(page)).toEqual([1, 1]);
    await eventually(() => rowsOf(page, 'Tasks').filter({ hasText: 'Unexpected' }).count()).toBe(0);
  });
});

/** A task that lived for five minutes and was killed for its memory. */
function killedTask(task: string): object {
  const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString();
  return stoppedTask(task, account, region, {
    stoppedReason: 'Essential container in task exited',
    createdAt: at(345),
    pullStartedAt: at(335),
    pullStoppedAt: at(315),
    startedAt: at(310),
    stoppingAt: at(10),
    stoppedAt: at(5),
    containers: [
      {
        name: 'app',
        lastStatus: 'STOPPED',
        exitCode: 137,
        reason: 'OutOfMemoryError: Container killed due to memory usage',
      },
    ],
  });
}

/** A task that its service stopped because fewer were wanted. */
function scaledTask(task: string): object {
  return stoppedTask(task, account, region, {
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
    containers: [{ name: 'app', lastStatus: 'STOPPED', exitCode: 0 }],
  });
}

/** Ten samples of memory, up to the limit of the task definition. */
function memoryOf(task: string): string {
  const labels = `account="${account}",region="${region}",cluster="shop",task="${task}"`;
  const samples = Array.from({ length: 10 }, (_, index) => {
    const time = Date.now() - (10 - index) * 30_000;
    const bytes = (60 + 50 * index) * mebibyte;
    return `bw_task_memory_working_set_bytes{${labels}} ${bytes} ${time}`;
  });
  return `${['# TYPE bw_task_memory_working_set_bytes gauge', ...samples].join('\n')}\n`;
}
