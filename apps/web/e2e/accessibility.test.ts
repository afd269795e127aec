import { routes } from '@breakwater/api';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { axe, colorRules, problemsOn } from './support/axe.ts';
import { describeInBrowser, eventually } from './support/browser.ts';

const sizes = { desk: { width: 1360, height: 850 }, phone: { width: 390, height: 844 } };

/** A range that stands still, so that no rows are greyed while others come. */
const fortnight = [Date.now() - 14 * 86_400_000, Date.now() + 3_600_000]
  .map((time) => new Date(time).toISOString())
  .join('/');

/** Every screen, with the sample data in it. */
const screens: readonly (readonly [string, string])[] = [
  ['home', '/'],
  ['events', `/events?t=${fortnight}&sev=all`],
  ['images', '/images'],
  ['vulnerabilities of all images', '/images/vulnerabilities'],
  ['packages of all images', '/images/vulnerabilities?view=packages'],
  ['image policies', '/images/policies?open=default'],
  ['a new image policy', '/images/policies/new'],
  ['accepted risks', '/images/risks'],
  ['comparison of images', '/images/compare'],
  ['posture', '/posture'],
  ['checks', '/posture?view=checks'],
  ['inventory', '/inventory'],
  ['what was not read', '/inventory?view=coverage'],
  ['compliance', '/compliance'],
  ['a framework', '/compliance/aws-fsbp'],
  ['tasks', `/tasks?t=${fortnight}`],
  ['investigate', '/investigate'],
  ['policies', '/policies'],
  ['a new policy', '/policies/new'],
  ['rules', '/policies/rules'],
  ['coverage', '/policies/coverage'],
  ['rule files', '/policies/files'],
  ['a new rule file', '/policies/files?open=new'],
  ['settings', '/settings'],
  ['users', '/settings/users'],
  ['tokens', '/settings/tokens'],
  ['teams', '/settings/teams'],
  ['accounts', '/settings/accounts'],
  ['audit log', '/settings/audit'],
  ['first steps', '/first-steps'],
];
describeInBrowser('accessibility', ({ visit, logIn }) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ sample: true });
  }, 60_000);
  afterAll(() => server?.stop());

  async function settle(page: Page): Promise<void> {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await eventually(() =>
      page.locator('[aria-busy="true"], [role="status"][aria-label="Loading"]').count(),
    ).toBe(0);
  }

  /** The screens with something open: what it is, is in the sample. */
  async function details(): Promise<readonly (readonly [string, string])[]> {
    const { call } = server.administrator;
    const [events, findings, tasks, resources, images, policies, rules] = await Promise.all([
      call(routes.listEvents, { query: { kinds: ['detection'], limit: 1 } }),
      call(routes.listFindings, { query: { limit: 1 } }),
      call(routes.listTasks, { query: { limit: 1 } }),
      call(routes.listResources, { query: { limit: 1 } }),
      call(routes.listImages, { query: { limit: 1 } }),
      call(routes.listPolicies),
      call(routes.listRules),
    ]);
    const open = (id: string | undefined) => `open=${encodeURIComponent(id ?? '')}`;
    const image = `/images/${images.rows[0]?.digest}`;
    return [
      ['details of an event', `/events?t=${fortnight}&${open(`detection:${events.rows[0]?.id}`)}`],
      ['details of a finding', `/posture?view=all&${open(findings.rows[0]?.id)}`],
      ['details of a task', `/tasks?t=${fortnight}&${open(tasks.rows[0]?.arn)}`],
      ['details of a resource', `/inventory?${open(resources.rows[0]?.id)}`],
      ...['overview', 'rules', 'exceptions', 'versions'].map(
        (view) =>
          [`${view} of a policy`, `/policies?view=${view}&${open(policies.policies[0]?.id)}`] as const,
      ),
      ['details of a rule', `/policies/rules?sev=all&${open(rules.rules[0]?.name)}`],
      ['details of a technique', `/policies/coverage?${open('T1078.004')}`],
      ['an image', image],
      ...['vulnerabilities', 'fixes', 'packages', 'layers', 'configuration'].map(
        (view) => [`${view} of an image`, `${image}?view=${view}`] as const,
      ),
    ];
  }

  it('of the pages before the login', async () => {
    const page = await visit(`${server.address}/login`);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await problemsOn(page)).toEqual([]);
    }
  });

  it.each(['desk', 'phone'] as const)(
    'of every screen on a %s, light and dark',
    async (size) => {
      const page = await logIn(server.address, { options: { viewport: sizes[size] } });
      await page.addInitScript(axe);
      const found = new Map<string, readonly string[]>();
      const look = async (name: string, path: string) => {
        await page.goto(`${server.address}${path}`);
        await settle(page);
        await page.emulateMedia({ colorScheme: 'light' });
        found.set(name, await problemsOn(page));
        await page.emulateMedia({ colorScheme: 'dark' });
        found.set(`${name}, dark`, await problemsOn(page, colorRules));
      };
      for (const [name, path] of screens) await look(name, path);
      for (const [name, path] of await details()) await look(name, path);
      expect(Object.fromEntries([...found].filter(([, problems]) => problems.length > 0))).toEqual({});
    },
    300_000,
  );

  it('of what opens above a screen', async () => {
    const page = await logIn(server.address, { path: '/events?t=2w' });
    await page.addInitScript(axe);
    await page.reload();
    await settle(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
    expect(await problemsOn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await problemsOn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Account and settings of admin' }).click();
    await page.getByRole('menu').waitFor();
    expect(await problemsOn(page)).toEqual([]);
  });
});
