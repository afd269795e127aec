import { readFile } from 'node:fs/promises';
import { routes } from '@breakwater/api';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ndjson, stopLogging } from '../../server/test-support/samples.ts';
import { type Client, startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { addressOf, describeInBrowser, eventually } from './support/browser.ts';
import { openRow, rowsOf } from './support/table.ts';

const account = '111111111111';
const policyName = 'Bucket watch';
const ruleName = 'Bucket looked at';

/** A rule file with a mistake in its condition: the field is `ct.name`. */
const mistaken = `- rule: ${ruleName}
  desc: Somebody listed buckets.
  condition: ct.nme = ListBuckets
  output: Buckets listed (by=%ct.user)
  priority: WARNING
  source: aws_cloudtrail
  tags: [aws, T1619]
`;

describeInBrowser('the walk of a rule: written, live, excepted, explained, rolled back', ({ logIn }) => {
  let server: TestServer;
  let intake: Client;
  let page: Page;

  beforeAll(async () => {
    server = await startTestServer();
    intake = await server.addToken(['intake']);
    page = await logIn(server.address, { path: '/policies/files?open=new' });
  }, 60_000);
  afterAll(() => server?.stop());

  const open = (path: string) => page.goto(`${server.address}${path}`);
  const editor = () => page.getByRole('textbox', { name: /^Rules of / });
  const problems = () => page.getByRole('region', { name: 'Problems' });

  /** Sends one record, as bob lists buckets, and waits until the detections of our policy are as many as said. */
  async function post(id: string, user = 'bob'): Promise<void> {
    const record = {
      ...stopLogging(id, account, 'eu-west-1'),
      eventName: 'ListBuckets',
      eventSource: 's3.amazonaws.com',
    };
    const identity = (record as { userIdentity?: object }).userIdentity;
    const body = ndjson([{ ...record, userIdentity: { ...identity, userName: user } }]);
    const response = await intake.transport(routes.intakeCloudTrail.path, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ accepted: 1, rejected: [] });
  }

  /** The ids of the events in which our rule fired under our policy. */
  async function detections(): Promise<readonly string[]> {
    const { rows } = await server.administrator.call(routes.listEvents, {
      query: {
        kinds: ['detection'],
        filter: { op: '=', field: 'detection.policy', value: policyName },
        limit: 100,
      },
    });
    return rows.map(
      (row) => (row as unknown as { fields: Record<string, unknown> }).fields['ct.id'] as string,
    );
  }

  async function write(text: string): Promise<void> {
    await editor().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  }

  it('shows a mistake at its line as the compiler sees it, and refuses to save it', async () => {
    await editor().waitFor();
    await page.getByLabel('File name').fill('buckets.yaml');
    await write(mistaken);
    await problems().getByText('Error', { exact: true }).waitFor();
    const problem = problems().getByRole('button').first();
    expect(await problem.innerText()).toContain('3:');
    expect(await problem.innerText()).toContain('ct.nme');
    await page.locator('.cm-lint-marker-error').first().waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await problem.click();
    await eventually(() => page.evaluate('document.activeElement?.className')).toContain('cm-content');
  });

  it('completes the fields of the source while a condition is written', async () => {
    await write(mistaken.replace('ct.nme = ListBuckets', ''));
    await page.keyboard.press('Control+Home');
    for (let line = 0; line < 2; line += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type('ct.use');
    const list = page.getByRole('listbox', { name: 'Completions' });
    await list.getByRole('option').filter({ hasText: 'ct.useragent' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('works from the moment it is saved, in a policy that is made for it', async () => {
    await write(mistaken.replace('ct.nme', 'ct.name'));
    await problems().getByText('No problems: it compiles.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. The rules work from now on.').waitFor();
    expect(addressOf(page)).toMatch(/^\/policies\/files\?open=.+/);

    await open('/policies/new');
    await page.getByLabel('Name', { exact: false }).first().fill(policyName);
    await page.getByRole('button', { name: 'Enabled', exact: true }).click();
    await page.getByRole('button', { name: 'Chosen rules' }).click();
    await page.getByLabel('Search rules').fill('bucket looked');
    await page.getByRole('checkbox', { name: ruleName }).check();
    await page.getByRole('button', { name: 'Create' }).click();
    await page
      .getByRole('complementary', { name: 'Details' })
      .getByText('Notify only')
      .or(
        page
          .getByRole('complementary', { name: 'Details' })
          .getByText('Makes detections in the events feed.'),
      )
      .first()
      .waitFor();

    await post('first');
    await eventually(detections).toHaveLength(1);
  });

  it('finds nothing while the policy is disabled, and undoes that at a press', async () => {
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByRole('button', { name: 'Disabled' }).click();
    await detail.getByRole('button', { name: 'Undo' }).waitFor();
    await post('while-disabled');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await detections()).toHaveLength(1);
    await detail.getByRole('button', { name: 'Undo' }).click();
    await detail.getByText('Undone.').waitFor();
    await eventually(() => detail.getByRole('button', { name: 'Enabled' }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    await post('after-undo');
    await eventually(detections).toHaveLength(2);
  });

  it('explains on the event why it fired, node by node', async () => {
    await open(`/events?t=1h&view=detection&f=detection.policy+=+"${policyName}"`);
    await openRow(rowsOf(page, 'Events').first());
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByRole('button', { name: 'Why did this fire?' }).click();
    await detail.getByText('Fires on this event').waitFor();
    const text = await detail.innerText();
    expect(text).toContain('ct.name = ListBuckets');
    await detail.getByLabel('Rule', { exact: true }).selectOption('Trail stopped or deleted');
    await detail.getByText('Does not fire on this event').waitFor();
  });

  it('stays silent on what an exception accepts, taken from the event', async () => {
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByRole('button', { name: 'Details', exact: true }).click();
    await detail.getByRole('button', { name: 'Add exception' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add exception' });
    await dialog.getByRole('button', { name: 'Edit filter user = bob' }).waitFor();
    await dialog.getByLabel('Reason').fill('Bob keeps the list of buckets');
    await dialog.getByRole('button', { name: 'Add exception' }).click();
    await dialog.waitFor({ state: 'detached' });
    await detail.getByText('Exception added.').waitFor();
    await post('excepted');
    await post('somebody-else', 'eve');
    await eventually(detections).toHaveLength(3);

    await detail.getByRole('link', { name: 'Show it in the policy' }).click();
    await detail.getByText('Bob keeps the list of buckets').waitFor();
    await detail.getByText(/^Kept 1 detection silent/).waitFor();
  });

  it('rolls the policy back to before the exception, and shows what that changes', async () => {
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByRole('button', { name: /^Versions/ }).click();
    await detail
      .getByRole('button', { name: /^Show changes of version/ })
      .first()
      .click();
    await detail.getByText('- Bob keeps the list of buckets').waitFor();
    await detail
      .getByRole('button', { name: /^Roll back to version/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await dialog.waitFor({ state: 'detached' });
    await detail.getByRole('button', { name: 'Exceptions 0' }).waitFor();
    await post('after-roll-back');
    await eventually(detections).toHaveLength(4);
  });

  it('hunts with the rule over what is stored', async () => {
    await open(`/policies/rules?open=${encodeURIComponent(ruleName)}&sev=all`);
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByRole('button', { name: 'Try', exact: true }).click();
    await detail.getByText(/^Would have fired 6 times on \d+ events\./).waitFor();
    await detail.getByText('bob', { exact: true }).waitFor();
  });

  it('rolls a rule file back, and asks before unsaved text is left', async () => {
    await open('/policies/files');
    await page.getByRole('link', { name: /^buckets\.yaml/ }).click();
    await editor().waitFor();
    await write(mistaken.replace('ct.nme', 'ct.name').replace('Somebody listed', 'Anybody listed'));
    await problems().getByText('No problems: it compiles.').waitFor();
    await page.getByRole('link', { name: 'Coverage' }).click();
    const leaving = page.getByRole('dialog', { name: 'Leave without saving?' });
    await leaving.getByRole('button', { name: 'Cancel' }).click();
    await editor().click();
    await page.keyboard.press('Control+s');
    await page.getByText('Saved. The rules work from now on.').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('buckets.yaml');
    expect(await readFile(await download.path(), 'utf8')).toContain('Anybody listed buckets');
    await page.getByRole('button', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Show changes of version 2' }).click();
    await page
      .getByRole('textbox', { name: 'What changed from version 1 to 2' })
      .getByText('Anybody listed buckets')
      .waitFor();
    await page.getByRole('button', { name: 'Roll back to version 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('button', { name: 'Text', exact: true }).click();
    await eventually(() => editor().innerText()).toContain('Somebody listed buckets');
  });

  it('moves own files in the load order, by keyboard as well', async () => {
    const text = '- macro: by_somebody\n  condition: (ct.user exists)\n';
    const body = { name: 'later.yaml', text, isEnabled: true };
    await server.administrator.call(routes.createRuleFile, { body });
    await open('/policies/files');
    const names = async () =>
      (await page.getByRole('navigation', { name: 'Rule files' }).getByRole('link').allInnerTexts())
        .slice(-2)
        .map((one) => one.split('\n')[0]);
    await eventually(names).toEqual(['buckets.yaml', 'later.yaml']);
    await page.getByRole('button', { name: 'Load later.yaml earlier' }).focus();
    await page.keyboard.press('Enter');
    await eventually(names).toEqual(['later.yaml', 'buckets.yaml']);
    expect(await page.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe(
      'Load later.yaml earlier',
    );
  });

  it('brings back a file and a policy that were deleted', async () => {
    await page.getByRole('link', { name: /^later\.yaml/ }).click();
    await page.getByRole('button', { name: 'Delete file later.yaml' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('later.yaml was deleted.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('later.yaml was deleted.').waitFor({ state: 'detached' });
    await eventually(() => editor().innerText()).toContain('by_somebody');

    await open('/policies?sev=all');
    await openRow(rowsOf(page, 'Policies').filter({ hasText: policyName }));
    await page.getByRole('button', { name: `Delete policy ${policyName}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`${policyName} was deleted.`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByText(policyName).waitFor();
    await post('after-deletion');
    await eventually(detections).toHaveLength(5);
  });
});
