import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { colorRules, problemsOn } from './support/axe.ts';
import { addressOf, describeInBrowser, eventually, isRequired } from './support/browser.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = join(resolve(root, process.env.BREAKWATER_CASES ?? '../shared'), 'scap');
const isMissing = !existsSync(folder) && !isRequired();

describeInBrowser(
  'a capture that is investigated',
  ({ logIn }) => {
    let server: TestServer;
    let page: Page;
    beforeAll(async () => {
      server = await startTestServer();
      page = await logIn(server.address, { path: '/investigate' });
    }, 60_000);
    afterAll(() => server?.stop());

    const open = (name: string) =>
      page.locator('input[type="file"]').first().setInputFiles(join(folder, name));
    const list = (name: string) =>
      page.getByRole('navigation', { name: 'Lists' }).getByRole('button', { name: new RegExp(`^${name}`) });
    const rows = (name: string) => page.getByRole('grid', { name }).getByRole('row');

    it('says what a file is that is no capture, and what can be done', async () => {
      await page.getByRole('heading', { name: 'Open a capture' }).waitFor();
      await page.locator('input[type="file"]').setInputFiles({
        name: 'notes.scap',
        mimeType: 'text/plain',
        buffer: Buffer.from('only some text, no capture'),
      });
      await page.getByRole('alert').getByText('notes.scap could not be read').waitFor();
      await page.getByText(/block 1 at byte 0: not a capture/).waitFor();
      await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    });

    it('shows the figures of a real capture, and which deserve a look', async () => {
      await open('dev-host.scap');
      const tile = page.locator('[data-tile="events"]');
      await tile.waitFor();
      expect(await tile.innerText()).toContain('4,434');
      await page.getByText('A port was opened while the capture was made').waitFor();
      await page.getByText('scaphost').waitFor();
      expect(addressOf(page)).toContain('file=dev-host.scap');
      expect(await page.locator('[data-tile="http-errors"]').count()).toBe(0);
      await page.getByRole('button', { name: /^Show \d+ empty figures$/ }).click();
      await page.locator('[data-tile="http-errors"]').waitFor();
    });

    it('compiles rules in a worker that can load and send nothing; the page may evaluate nothing', async () => {
      const policyOf = async (url: string) =>
        (await page.request.get(url)).headers()['content-security-policy'] ?? '';
      expect(await policyOf(page.url())).not.toContain('unsafe-eval');
      const policy = await policyOf(page.workers()[0]?.url() ?? '');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'unsafe-eval'");
      expect(policy).not.toMatch(/connect-src|'self'/);
    });

    it('pins a figure under the time line', async () => {
      await page.locator('[data-tile="files-opened"] button').first().click();
      await page.getByRole('button', { name: 'Take Files opened off the time line' }).waitFor();
      expect(addressOf(page)).toContain('pins=files-opened');
    });

    it('restricts everything to a part that is dragged, and gives the whole back', async () => {
      const whole = await page.locator('[data-tile="events"]').innerText();
      const box = await page.getByRole('slider', { name: 'Part of the capture' }).boundingBox();
      if (box === null) throw new Error('there is no time line');
      await page.mouse.move(box.x + box.width * 0.1, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.25, box.y + 20, { steps: 5 });
      await page.mouse.up();
      await eventually(() => addressOf(page)).toMatch(/span=0\.2\d+-0\.6\d*/);
      await eventually(() => page.locator('[data-tile="events"]').innerText()).not.toBe(whole);
      // Figures, tabs and marks tell of the same part.
      const figures = async () =>
        /([\d,]+)\s+of\s+([\d,]+)/.exec(await page.locator('[data-tile="events"]').innerText()) ?? [];
      await eventually(async () => (await figures())[1] !== (await figures())[2]).toBe(true);
      const [, part = '', all = ''] = await figures();
      expect(all).toBe('4,434');
      await list('Events').getByText(`${part} of ${all}`).waitFor();
      const [, found = ''] = /(\d+) of \d+/.exec(await list('Detections').innerText()) ?? [];
      await list('Detections').click();
      await eventually(() =>
        page.getByRole('grid', { name: 'Detections' }).getAttribute('aria-rowcount'),
      ).toBe(String(Number(found) + 1));
      await list('Overview').click();
      await page.getByRole('slider', { name: 'Part of the capture' }).focus();
      await page.keyboard.press('Escape');
      await eventually(() => page.locator('[data-tile="events"]').innerText()).toBe(whole);
    });

    it('chooses a part by keyboard', async () => {
      const slider = page.getByRole('slider', { name: 'Part of the capture' });
      await slider.focus();
      await page.keyboard.press('Home');
      for (let press = 0; press < 5; press += 1) await page.keyboard.press('Shift+PageDown');
      await page.keyboard.press('Enter');
      await eventually(() => addressOf(page)).toMatch(/span=0-1\.2/);
      await page.getByRole('button', { name: /^Remove: / }).click();
      await eventually(() => addressOf(page)).not.toContain('span=');
    });

    it('shows who started whom; a process leads to its events', async () => {
      await list('Processes').click();
      await page.getByLabel('Search the list').fill('/etc/shadow');
      await eventually(() => addressOf(page)).toContain('q=');
      const cat = rows('Processes').filter({ hasText: 'cat /etc/shadow' });
      await cat.first().click();
      const detail = page.getByRole('complementary', { name: 'Details' });
      await detail.getByText('/usr/bin/cat').waitFor();
      await detail.getByRole('button', { name: /^Its \d+ events$/ }).click();
      const grid = page.getByRole('grid', { name: 'Events' });
      await eventually(() => grid.getAttribute('aria-rowcount')).toBe('60');
      await page
        .getByLabel('Filter events by a condition of the rule language')
        .fill('fd.name = /etc/shadow');
      await page.keyboard.press('Enter');
      await rows('Events').filter({ hasText: '/etc/shadow' }).filter({ hasText: 'openat' }).first().click();
      await detail.getByText('fd.name', { exact: true }).waitFor();
      expect(await detail.innerText()).toContain('cat /etc/shadow');
    });

    it('marks what rules find; a mark leads to its moment', async () => {
      await page
        .getByRole('button', { name: /Password file read/ })
        .first()
        .click();
      const detail = page.getByRole('complementary', { name: 'Details' });
      await detail.getByText(/Password file read \(file=\/etc\/shadow/).waitFor();
      await detail.getByRole('button', { name: 'Go to the moment' }).click();
      await eventually(() => addressOf(page)).toMatch(/open=event:\d+/);
      await page.locator('[role="row"][aria-selected="true"]').filter({ hasText: 'openat' }).waitFor();
    });

    it('filters events by a condition, and says where one is wrong', async () => {
      const field = page.getByLabel('Filter events by a condition of the rule language');
      await field.fill('evt.type = execve and proc.nmae = id');
      await field.press('Enter');
      await page
        .getByText(/proc\.nmae/)
        .first()
        .waitFor();
      await field.fill('evt.type = execve and proc.name = id');
      await field.press('Enter');
      await page.getByText(/^\d+ events? match/).waitFor();
      await eventually(() => rows('Events').filter({ hasText: 'execve' }).count()).toBeGreaterThan(0);
      expect(addressOf(page)).toContain('filter=evt.type');
    });

    it('tells after a reload which file the address is about, and goes on there', async () => {
      await page.reload();
      await page.getByText('This address is about the capture “dev-host.scap”.').waitFor();
      await open('dev-host.scap');
      await page.getByText(/^\d+ events? match/).waitFor();
    });

    it('reads what is whole of a file that is cut off', async () => {
      const bytes = readFileSync(join(folder, 'dev-container.scap'));
      await page
        .locator('input[type="file"]')
        .first()
        .setInputFiles({ name: 'cut.scap', mimeType: 'application/gzip', buffer: bytes.subarray(0, 30_000) });
      await page.getByText(/^Read in part\..*block \d+ at byte \d+/).waitFor();
      await page.locator('[data-tile="events"]').waitFor();
    });

    it('shows what was done in a shell at a terminal of a container', async () => {
      await open('dev-container.scap');
      await page.locator('[data-tile="interactive-commands"]').getByText('18', { exact: true }).waitFor();
      await list('Shell sessions').click();
      await rows('Shell sessions').filter({ hasText: 'web-1' }).filter({ hasText: 'pts/0' }).first().click();
      const detail = page.getByRole('complementary', { name: 'Details' });
      await detail.getByText('cat /etc/shadow').waitFor();
      await detail.getByText(/What was typed is not in this capture/).waitFor();
    });

    it.each([
      ['desk', { width: 1440, height: 900 }],
      ['phone', { width: 390, height: 844 }],
    ] as const)(
      'is accessible on a %s, light and dark',
      async (_size, viewport) => {
        const visitor = await logIn(server.address, { path: '/investigate', options: { viewport } });
        await visitor.getByRole('heading', { name: 'Open a capture' }).waitFor();
        expect(await problemsOn(visitor)).toEqual([]);
        await visitor.locator('input[type="file"]').first().setInputFiles(join(folder, 'dev-container.scap'));
        await visitor.locator('[data-tile="events"]').waitFor();
        const found = new Map<string, readonly string[]>();
        const names = await visitor
          .getByRole('navigation', { name: 'Lists' })
          .getByRole('button')
          .allInnerTexts();
        for (const [index, name] of names.entries()) {
          await visitor.getByRole('navigation', { name: 'Lists' }).getByRole('button').nth(index).click();
          const first = visitor.getByRole('row').nth(1);
          if (await first.count()) await first.click();
          await visitor.locator('[aria-label="Loading"]').waitFor({ state: 'detached' });
          await visitor.emulateMedia({ colorScheme: 'light' });
          found.set(name, await problemsOn(visitor));
          await visitor.emulateMedia({ colorScheme: 'dark' });
          found.set(`${name}, dark`, await problemsOn(visitor, colorRules));
          await visitor.keyboard.press('Escape');
        }
        expect(Object.fromEntries([...found].filter(([, problems]) => problems.length > 0))).toEqual({});
      },
      120_000,
    );

    it('has room for the name of every process on a phone, and for every tab on a desk', async () => {
      const phone = await logIn(server.address, {
        path: '/investigate',
        options: { viewport: { width: 390, height: 844 } },
      });
      await phone.locator('input[type="file"]').first().setInputFiles(join(folder, 'dev-container.scap'));
      await phone.locator('[data-tile="events"]').waitFor();
      const lists = phone.getByRole('navigation', { name: 'Lists' });
      await lists.getByRole('button', { name: /^Processes/ }).click();
      await phone.getByRole('grid', { name: 'Processes' }).waitFor();
      const cut = await phone
        .getByRole('gridcell')
        .locator('b')
        .evaluateAll((names) =>
          names
            .filter((one) => one.scrollWidth > one.clientWidth && one.clientWidth < 80)
            .map((one) => one.textContent),
        );
      expect(cut).toEqual([]);
      await phone.setViewportSize({ width: 1440, height: 900 });
      const fits = await lists.evaluate((nav) => nav.scrollWidth <= nav.clientWidth);
      expect(fits).toBe(true);
    });

    it('stays fluid with half a million events', async () => {
      await open('dev-load.scap');
      await page.locator('[data-tile="events"]').getByText('454,564').waitFor({ timeout: 60_000 });
      await list('Events').click();
      const grid = page.getByRole('grid', { name: 'Events' });
      await grid.focus();
      await page.keyboard.press('End');
      await rows('Events').filter({ hasText: '454564' }).waitFor();
      await page.keyboard.press('Home');
      await rows('Events').filter({ hasText: 'useradded' }).first().waitFor();
    }, 120_000);
  },
  isMissing ? 'there are no captures' : undefined,
);
