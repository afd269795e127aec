import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { password } from '../../../server/test-support/test-server.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { builtConsole } from './console.ts';
import { type Problems, watchProblems } from './problems.ts';

/** How long to wait for what should come at once on a quiet machine. */
const patienceMs = 10_000;

export interface Visitor {
  /** A fresh browser profile's page at an address of the server: nobody is logged in. */
  readonly visit: (address: string, options?: BrowserContextOptions) => Promise<Page>;
  /** A page of a fresh profile, logged in through the form, on `path`. */
  readonly logIn: (address: string, login?: Login) => Promise<Page>;
  /** Accepts problems like this on the page, from now on: `/status of 401/`. */
  readonly allow: (page: Page, problem: RegExp) => void;
}

export interface Login {
  readonly username?: string;
  readonly path?: string;
  readonly options?: BrowserContextOptions;
}

/**
 * A group of tests with one Chromium. A test fails on every error on a page's console, every uncaught error, every
 * violation of the content security policy and every request to another origin; a failure names a screenshot of each
 * page. Skipped, with the reason, where there is no Chromium; with REQUIRE_ALL=1 that is a failure.
 */
export function describeInBrowser(name: string, tests: (visitor: Visitor) => void, whySkip?: string): void {
  const reason = whySkip ?? whyNoBrowser();
  describe.skipIf(reason !== undefined)(reason === undefined ? name : `${name} (${reason})`, () => {
    let browser: Browser;
    const pages = new Map<Page, Problems>();
    /** Pages that live as long as one test; those opened before the tests stay for all. */
    let passing: Page[] | undefined;
    beforeAll(async () => {
      await builtConsole();
      browser = await launchChromium();
    }, 120_000);
    afterAll(() => browser?.close());
    beforeEach(() => {
      passing = [];
    });
    afterEach(async ({ task }) => {
      const problems = [...pages.values()].flatMap((one) => one.take());
      const hasFailed = task.result?.state === 'fail' || problems.length > 0;
      const screenshots = hasFailed ? await keepScreenshots([...pages.keys()]) : [];
      for (const page of passing?.splice(0) ?? []) {
        pages.delete(page);
        await page.context().close();
      }
      if (hasFailed)
        throw new Error(['on the pages of this test:', ...problems, ...screenshots].join('\n  '));
    });

    async function visit(address: string, options: BrowserContextOptions = {}): Promise<Page> {
      const context = await browser.newContext({
        locale: 'en-US',
        timezoneId: 'UTC',
        colorScheme: 'light',
        reducedMotion: 'reduce',
        viewport: { width: 1360, height: 850 },
        ...options,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(patienceMs);
      pages.set(page, watchProblems(page, new URL(address).origin));
      passing?.push(page);
      await page.goto(address);
      return page;
    }

    tests({
      visit,
      logIn: async (address, { username = 'admin', path = '/', options } = {}) => {
        const page = await visit(new URL(path, address).href, options);
        await signIn(page, username);
        return page;
      },
      allow: (page, problem) => pages.get(page)?.allow(problem),
    });
  });
}

/** Fills in the login form and waits until it is gone. */
export async function signIn(page: Page, username: string, secret: string = password): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).or(page.getByLabel('Open navigation')).waitFor();
}

/** Polls until the expectation holds, with the patience of this suite. */
export function eventually<T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: patienceMs, interval: 50 });
}

/** Path, search and hash of the page's address. */
export function addressOf(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return decodeURIComponent(`${pathname}${search}`);
}

export function isRequired(): boolean {
  return process.env.REQUIRE_ALL === '1';
}

function whyNoBrowser(): string | undefined {
  if (isRequired() || findChromium() !== undefined) return undefined;
  return 'there is no Chromium on PATH: npm run test:setup installs it';
}

async function keepScreenshots(pages: readonly Page[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-browser-'));
  const open = pages.filter((page) => !page.isClosed());
  return Promise.all(
    open.map(async (page, index) => {
      const path = join(folder, `page-${index + 1}.png`);
      const failed = await page.screenshot({ path }).then(
        () => undefined,
        (error: Error) => error.message,
      );
      return `${page.url()} looked like ${failed ?? path}`;
    }),
  );
}
