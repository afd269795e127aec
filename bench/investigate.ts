import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { password, startTestServer, type TestServer } from '../apps/server/test-support/test-server.ts';
import { launchChromium } from '../apps/web/e2e/support/chromium.ts';
import { buildConsole } from '../tools/console-build.ts';

// A capture that is opened in the console, in Chromium: what a person waits for, and what the browser's process takes.
// Times are those of the wall, from the outside, with the rules of the server run over every event.
const { values } = parseArgs({
  options: {
    file: {
      type: 'string',
      default: join(resolve(process.env.BREAKWATER_CASES ?? '../shared'), 'scap/dev-load.scap'),
    },
    times: { type: 'string', default: '5' },
  },
});
const machine = {
  node: process.version,
  processors: availableParallelism(),
  loadAtStart: Math.round((loadavg()[0] ?? 0) * 10) / 10,
};
const patience = { timeout: 120_000 };

interface Row {
  readonly capture: string;
  readonly events: number;
  readonly MB: number;
  readonly 'opened ms': number;
  readonly 'last event ms': number;
  readonly 'filter ms': number;
  readonly 'event ms': number;
  readonly 'renderer MB': number;
  readonly 'peak MB': number;
}

if (!existsSync(values.file)) throw new Error(`there is no capture ${values.file}: name one with --file`);
buildConsole();
const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-investigate-'));
let server: TestServer | undefined;
let browser: Browser | undefined;
try {
  const longer = join(folder, 'longer.scap');
  const sections = Array.from({ length: Number(values.times) }, () => readWhole(values.file));
  writeFileSync(longer, gzipSync(Buffer.concat(sections), { level: 6 }));
  server = await startTestServer();
  const rows: Row[] = [];
  for (const file of [values.file, longer]) {
    browser = await launchChromium();
    rows.push(await measure(browser, server.address, file));
    await browser.close();
  }
  console.table(rows);
  mkdirSync(new URL('results', import.meta.url), { recursive: true });
  writeFileSync(
    new URL('results/investigate.json', import.meta.url),
    `${JSON.stringify({ machine, rows }, undefined, 2)}\n`,
  );
} finally {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

function readWhole(file: string): Buffer {
  const bytes = readFileSync(file);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

async function measure(chromium: Browser, address: string, file: string): Promise<Row> {
  const page = await chromium.newPage({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(patience.timeout);
  await page.goto(`${address}/investigate`);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Open a capture' }).waitFor();
  const tile = page.locator('[data-tile="events"]');
  const opened = await timed(async () => {
    await page.locator('input[type="file"]').setInputFiles(file);
    await tile.waitFor();
  });
  const text = (await tile.innerText()).match(/[\d,]+/)?.[0] ?? '';
  const lists = page.getByRole('navigation', { name: 'Lists' });
  await lists.getByRole('button', { name: /^Events/ }).click();
  const grid = page.getByRole('grid', { name: 'Events' });
  await grid.focus();
  const last = await timed(async () => {
    await page.keyboard.press('End');
    await grid
      .getByRole('row')
      .filter({ hasText: text.replaceAll(',', '') })
      .waitFor();
  });
  const field = page.getByLabel('Filter events by a condition of the rule language');
  const filtered = await timed(async () => {
    await field.fill('evt.type = execve and proc.name = id');
    await field.press('Enter');
    await page.getByText(/events? match/).waitFor();
  });
  const event = await timed(async () => {
    await grid.getByRole('row').filter({ hasText: 'execve' }).last().click();
    await page.getByText('proc.exepath', { exact: true }).waitFor();
  });
  const memory = await memoryOf(chromium, page);
  return {
    capture: file === values.file ? 'the capture' : `${values.times} of them`,
    events: Number(text.replaceAll(',', '')),
    MB: Math.round(statSync(file).size / 1e5) / 10,
    'opened ms': opened,
    'last event ms': last,
    'filter ms': filtered,
    'event ms': event,
    ...memory,
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start);
}

/** Resident memory of the process that draws the page and runs its worker: now, and at most. */
async function memoryOf(
  chromium: Browser,
  page: Page,
): Promise<{ readonly 'renderer MB': number; readonly 'peak MB': number }> {
  const session = await chromium.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => readFileSync(`/proc/${id}/status`, 'utf8'))
    .map((status) => ({ now: kilobytes(status, 'VmRSS'), most: kilobytes(status, 'VmHWM') }));
  await page.close();
  const largest = sizes.sort((a, b) => b.most - a.most)[0] ?? { now: 0, most: 0 };
  return { 'renderer MB': Math.round(largest.now / 1024), 'peak MB': Math.round(largest.most / 1024) };
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
}
