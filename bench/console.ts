import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type ServerProcess, spawnServer } from '../apps/server/test-support/server-process.ts';
import { password } from '../apps/server/test-support/test-server.ts';
import { launchChromium } from '../apps/web/e2e/support/chromium.ts';
import { openSqliteEventStore } from '../packages/store/src/index.ts';
import { buildConsole } from '../tools/console-build.ts';
import { generate, generatedTo } from './event-generator.ts';

// The console in Chromium on an event store of the last seven days: what a person waits for. Times are those of the
// wall, from the outside: navigation or click until the rows are there.
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '7' } },
});
const rows = Number(values.rows);
const runs = Number(values.runs);
const machine = {
  node: process.version,
  processors: availableParallelism(),
  loadAtStart: Math.round((loadavg()[0] ?? 0) * 10) / 10,
};
const pageRows = 200;
const pagesScrolled = 10;
const screens = ['events', 'images', 'posture', 'inventory', 'compliance', 'tasks', 'settings'];
const assets = join(import.meta.dirname, '../apps/web/dist/assets');

/** The text `200 of 1,000 shown`, read in the page. */
const readShown = `[...document.querySelectorAll('[role=status]')].map((one) => one.textContent).find((text) => / shown$/.test(text))`;

interface Timing {
  readonly what: string;
  readonly medianMs: number;
  readonly worstMs: number;
}

interface Bundle {
  readonly what: string;
  readonly files: number;
  readonly 'gzip KB': number;
}

buildConsole();
const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-console-'));
let server: ServerProcess | undefined;
let browser: Browser | undefined;
try {
  const filled = await fill(join(folder, 'events'));
  server = await spawnServer(folder);
  browser = await launchChromium();
  // What waits inside the page is evaluated there, which the policy of the console forbids.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1360, height: 850 } });
  await setUp(server, context);
  const timings = [
    await firstRows(context, server.address, '1d'),
    await firstRows(context, server.address, '1w'),
    ...(await inUse(context, server.address)),
  ];
  const heapMB = await heapOf(context, server.address);
  const bundles = await bundlesOf(browser, context, server.address);
  const result = { machine, rows: filled, runs, timings, heapMB, bundles };
  console.table(timings);
  console.table(bundles);
  process.stdout.write(`${filled} detections; heap ${heapMB} MB after ${pagesScrolled} pages\n`);
  mkdirSync(new URL('results', import.meta.url), { recursive: true });
  writeFileSync(
    new URL('results/console.json', import.meta.url),
    `${JSON.stringify(result, undefined, 2)}\n`,
  );
} finally {
  await browser?.close();
  await server?.terminate();
  rmSync(folder, { recursive: true, force: true });
}

/** Seven days of detections that end a minute ago. */
async function fill(eventFolder: string): Promise<number> {
  const store = await openSqliteEventStore({ folder: eventFolder });
  const shift = Date.now() - 60_000 - generatedTo;
  let count = 0;
  for (const batch of generate(rows, 5000)) {
    await store.append(batch.map((event) => ({ ...event, time: event.time + shift })));
    count += batch.length;
    if (process.stderr.isTTY) process.stderr.write(`\r${count} rows`);
  }
  await store.close();
  return rows;
}

async function setUp({ address, setupToken }: ServerProcess, context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(address);
  await page.getByLabel('Set-up token').fill(setupToken ?? '');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Password again').fill(password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.close();
}

/** From the navigation of a new tab to the first row; the first run has an empty cache of the browser. */
async function firstRows(context: BrowserContext, address: string, span: string): Promise<Timing> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(`${address}/events?t=${span}&sev=all`, { waitUntil: 'commit' });
    await row(page, 0).waitFor();
    times.push(performance.now() - start);
    await page.close();
  }
  return timing(`first rows, last ${span}`, times);
}

async function inUse(context: BrowserContext, address: string): Promise<readonly Timing[]> {
  const page = await context.newPage();
  const tabs: number[] = [];
  const scrolls: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    // A range of its own for each run: no answer is in the cache of the console.
    const to = new Date(Date.now() - run * 60_000).toISOString();
    const from = new Date(Date.now() - 6 * 86_400_000 - run * 60_000).toISOString();
    await page.goto(`${address}/events?t=${from}/${to}&sev=all`);
    await row(page, 0).waitFor();
    const before = await shownText(page);
    const start = performance.now();
    const tab = page.getByRole('group', { name: 'Severity' }).getByRole('button', { name: /^High/ });
    await tab.click();
    await page.waitForFunction(`${readShown} !== ${JSON.stringify(before)}`);
    await page.waitForFunction(`document.querySelector('[role=grid]').ariaBusy === 'false'`);
    tabs.push(performance.now() - start);
    scrolls.push(await scroll(page));
  }
  await page.close();
  return [
    timing('severity tab, 6 days', tabs),
    timing(`scroll ${pagesScrolled} pages of ${pageRows}`, scrolls),
  ];
}

/** To the end of what is read, until ten more pages were. */
async function scroll(page: Page): Promise<number> {
  const start = performance.now();
  for (let turn = 1; turn <= pagesScrolled; turn += 1) {
    await page.evaluate(
      `{ const room = document.querySelector('[role=grid]').parentElement; room.scrollTop = room.scrollHeight; }`,
    );
    await page.waitForFunction(
      `Number((${readShown} ?? '').split(' ')[0].replaceAll(',', '')) >= ${(turn + 1) * pageRows}`,
    );
  }
  return performance.now() - start;
}

/** Megabytes of objects after ten pages and a collection of garbage. */
async function heapOf(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(`${address}/events?t=1w&sev=all`);
  await row(page, 0).waitFor();
  await scroll(page);
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await page.close();
  return Math.round(usedSize / 100_000) / 10;
}

/** What the browser asks for: on the login page, on Home, and on top of Home for each screen. */
async function bundlesOf(
  browser: Browser,
  context: BrowserContext,
  address: string,
): Promise<readonly Bundle[]> {
  const stranger = await browser.newContext();
  const login = await filesOf(stranger, `${address}/login`, []);
  const home = await filesOf(context, address, []);
  const bundles = [bundle('login, first load', login), bundle('home, first load', home)];
  for (const screen of screens) {
    const more = await filesOf(context, `${address}/${screen}`, home);
    bundles.push(bundle(`${screen}, on top of home`, more));
  }
  bundles.push(bundle('everything', readdirSync(assets)));
  await stranger.close();
  return bundles;
}

async function filesOf(
  context: BrowserContext,
  address: string,
  known: readonly string[],
): Promise<readonly string[]> {
  const page = await context.newPage();
  const files = new Set<string>();
  page.on('request', (request) => {
    const name = /\/assets\/([^?]+)$/.exec(request.url())?.[1];
    if (name !== undefined && !known.includes(name)) files.add(name);
  });
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await sleep(500);
  await page.close();
  return [...files];
}

function bundle(what: string, files: readonly string[]): Bundle {
  const bytes = files
    .map((file) => join(assets, file))
    .filter((file) => statSync(file).isFile())
    .reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  return { what, files: files.length, 'gzip KB': Math.round(bytes / 100) / 10 };
}

function shownText(page: Page): Promise<string> {
  return page.evaluate(readShown);
}

function row(page: Page, index: number) {
  return page.locator(`[role=row][data-row="${index}"]`);
}

function timing(what: string, times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    what,
    medianMs: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    worstMs: Math.round(sorted.at(-1) ?? 0),
  };
}
