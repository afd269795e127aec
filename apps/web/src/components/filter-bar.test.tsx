import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../testing/accessibility.ts';
import { click, mountAt, named, press, type } from '../testing/mount.tsx';
import { FilterBar } from './filter-bar.tsx';
import { suggestPillText } from './pill-suggestions.ts';
import { ScopeBar } from './scope-bar.tsx';
import { TimeBar } from './time-bar.tsx';

const fields = ['user', 'region', 'rule', 'ct.user'];
const filterBar = <FilterBar fields={fields} />;

describe('FilterBar', () => {
  it('adds a filter that was written', async () => {
    const mounted = await mountAt('/', filterBar);
    await click(named('button', 'Add filter'));
    await type(document.querySelector('input'), 'user != "a b"');
    await press('Enter');
    await mounted.until(() => expect(mounted.address()).toBe('/?f=user+!=+%22a+b%22'));
    expect(named('button', 'Edit filter user != "a b"')).toBeDefined();
  });

  it('says what is wrong with it and keeps the text', async () => {
    const mounted = await mountAt('/', filterBar);
    await click(named('button', 'Add filter'));
    await type(document.querySelector('input'), 'user likes');
    await press('Enter');
    expect(mounted.host.querySelector('[role="alert"]')?.textContent).toContain(
      'after “user” an operator is missing',
    );
    expect(document.querySelector('input')?.value).toBe('user likes');
  });

  it('edits in place, and back undoes it', async () => {
    const mounted = await mountAt('/?f=user+=+alice&f=region+exists', filterBar);
    await click(named('button', 'Edit filter user = alice'));
    await type(document.querySelector('input'), 'user = bob');
    await press('Enter');
    await mounted.until(() => expect(mounted.address()).toBe('/?f=user+=+bob&f=region+exists'));
    await mounted.back();
    await mounted.until(() => expect(named('button', 'Edit filter user = alice')).toBeDefined());
  });

  it('removes one, and all', async () => {
    const mounted = await mountAt('/?f=user+=+alice&f=region+exists&hide=rule=x', filterBar);
    await click(named('button', 'Remove filter user = alice'));
    await mounted.until(() => expect(mounted.address()).toBe('/?f=region+exists&hide=rule=x'));
    expect(named('button', '1 hidden value')).toBeDefined();
    await click(named('button', 'Clear all'));
    await mounted.until(() => expect(mounted.address()).toBe('/'));
  });

  it('shows a filter of the address that it cannot read, and does not lose it', async () => {
    const mounted = await mountAt('/?f=oops', filterBar);
    expect(mounted.host.textContent).toContain('oops');
    await click(named('button', 'Add filter'));
    await type(document.querySelector('input'), 'user = a');
    await press('Enter');
    await mounted.until(() => expect(mounted.address()).toBe('/?f=user+=+a&f=oops'));
  });

  it('has no accessibility problem', async () => {
    const { host } = await mountAt('/?f=user+=+alice&f=oops&hide=rule=x', filterBar);
    expect(await accessibilityProblems(host)).toEqual([]);
  });
});

it.each([
  ['us', ['user ', 'ct.user ']],
  [
    'user ',
    [
      'user = ',
      'user != ',
      'user in (',
      'user not-in (',
      'user contains ',
      'user starts-with ',
      'user exists',
      'user < ',
    ],
  ],
  ['user st', ['user starts-with ']],
  ['user = x', []],
  ['nothing', []],
])('suggests after %j', (text, suggestions) => expect(suggestPillText(text, fields)).toEqual(suggestions));

describe('ScopeBar', () => {
  const answers = {
    'GET /api/v1/scope-values': {
      values: [
        { value: '111122223333', count: 12 },
        { value: '444455556666', count: 3 },
      ],
    },
  };

  it('narrows from Everywhere, and widens again', async () => {
    const mounted = await mountAt('/', <ScopeBar />, answers);
    await click(named('button', 'Narrow the scope'));
    await mounted.until(() => expect(document.body.textContent).toContain('444455556666'));
    await click(named('button', '4444555566663'));
    await mounted.until(() => expect(mounted.address()).toBe('/?scope=account=444455556666'));
    await click(named('button', 'Everywhere'));
    await mounted.until(() => expect(mounted.address()).toBe('/'));
  });

  it('gives up deeper levels with a wider one', async () => {
    const mounted = await mountAt('/?scope=account=1&scope=region=r&scope=service=s', <ScopeBar />, answers);
    await click(named('button', 'Widen: remove Region r'));
    await mounted.until(() => expect(mounted.address()).toBe('/?scope=account=1'));
  });

  it('has no accessibility problem', async () => {
    const { host } = await mountAt('/?scope=account=1', <ScopeBar />, answers);
    expect(await accessibilityProblems(host)).toEqual([]);
  });
});

describe('TimeBar', () => {
  it('sets a preset, pauses into absolute times, and goes live again', async () => {
    const mounted = await mountAt('/', <TimeBar />);
    await click(named('button', '3H Last 3 hours'));
    await mounted.until(() => expect(mounted.address()).toBe('/?t=3h'));
    await click(named('button', 'Live'));
    await mounted.until(() =>
      expect(mounted.address()).toMatch(/^\/\?t=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\/\d{4}/),
    );
    expect(named('button', '3H Last 3 hours')?.getAttribute('aria-pressed')).toBe('true');
    await click(named('button', 'Paused'));
    await mounted.until(() => expect(mounted.address()).toBe('/?t=3h'));
  });

  it('steps by one range, in the time zone that is chosen', async () => {
    const mounted = await mountAt('/?t=2026-03-18T10:00:00Z/2026-03-18T11:00:00Z', <TimeBar />);
    await mounted.until(() =>
      expect(mounted.host.textContent).toMatch(/Mar 18, 10:00:00\sAM – Mar 18, 11:00:00\sAM/),
    );
    await click(named('button', 'Earlier by one range'));
    await mounted.until(() =>
      expect(mounted.address()).toBe('/?t=2026-03-18T09:00:00Z/2026-03-18T10:00:00Z'),
    );
  });

  it('has no accessibility problem', async () => {
    const { host } = await mountAt('/', <TimeBar />);
    expect(await accessibilityProblems(host)).toEqual([]);
  });
});
