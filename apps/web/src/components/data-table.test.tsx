import { describe, expect, it, vi } from 'vitest';
import type { Rows } from '../api/hooks.ts';
import { readPreferences } from '../state/preferences.ts';
import { accessibilityProblems } from '../testing/accessibility.ts';
import { click, type Mounted, mountAt, named, press } from '../testing/mount.tsx';
import type { DataColumn } from './data-columns.ts';
import { gridTemplate, visibleById } from './data-columns.ts';
import { DataTable, nextSort } from './data-table.tsx';
import { Value } from './value.tsx';

interface Fruit {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

const columns: readonly DataColumn<Fruit>[] = [
  { id: 'name', header: 'Name', isTitle: true, sort: 'name', cell: (row) => row.name },
  { id: 'color', header: 'Color', width: 120, cell: (row) => <Value field="color" value={row.color} /> },
  { id: 'id', header: 'Id', width: 80, isOptional: true, cell: (row) => row.id },
];

const fruits: readonly Fruit[] = Array.from({ length: 500 }, (_, index) => ({
  id: `f${index}`,
  name: `Fruit ${index}`,
  color: index % 2 === 0 ? 'red' : 'green',
}));

function rowsOf(change: Partial<Rows<Fruit>>): Rows<Fruit> {
  return {
    rows: [],
    total: undefined,
    totalInScope: undefined,
    status: 'ready',
    error: null,
    hasMore: false,
    isLoadingMore: false,
    isStale: false,
    loadMore: vi.fn(),
    retry: vi.fn(),
    ...change,
  };
}

function mountTable(data: Rows<Fruit>, address = '/', partial?: string): Promise<Mounted> {
  return mountAt(
    address,
    <DataTable
      id="fruits"
      label="Fruits"
      columns={columns}
      data={data}
      rowId={(row) => row.id}
      partial={partial}
      empty={{ title: 'No fruit yet', text: 'Plant a tree.' }}
      exports={{ csv: '/api/fruits.csv' }}
    />,
  );
}

const full = () => rowsOf({ rows: fruits, total: 1_000_000, totalInScope: 1_000_000, hasMore: true });

describe('DataTable', () => {
  it('draws the rows that are seen, and says how many there are', async () => {
    const { host } = await mountTable(full());
    const drawn = host.querySelectorAll('[data-row]').length;
    expect(drawn).toBeGreaterThan(10);
    expect(drawn).toBeLessThan(100);
    expect(host.textContent).toContain('500 of 1,000,000 shown');
    expect(host.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('1000000');
  });

  it('shows that it loads', async () => {
    const { host } = await mountTable(rowsOf({ status: 'loading' }));
    expect(host.querySelector('[role="grid"]')?.getAttribute('aria-busy')).toBe('true');
    expect(named('[role="rowgroup"]', 'Loading rows')).toBeDefined();
  });

  it('says what to do when there is nothing', async () => {
    const { host } = await mountTable(rowsOf({ total: 0 }));
    expect(host.textContent).toContain('No fruit yet');
    expect(host.textContent).toContain('Plant a tree.');
  });

  it('offers to clear the filters when they keep everything out', async () => {
    const mounted = await mountTable(rowsOf({ total: 0 }), '/?f=color+%3D+blue&hide=color=red');
    expect(mounted.host.textContent).toContain('Nothing matches these filters');
    await click(named('button', 'Clear filters'));
    await mounted.until(() => expect(mounted.address()).toBe('/'));
  });

  it('says what failed and tries again', async () => {
    const data = rowsOf({ status: 'failed', error: new Error('the disk is full') });
    const { host } = await mountTable(data);
    expect(host.querySelector('[role="alert"]')?.textContent).toContain('the disk is full');
    await click(named('button', 'Try again'));
    expect(data.retry).toHaveBeenCalledOnce();
  });

  it('keeps the rows when the next ones fail', async () => {
    const { host } = await mountTable(rowsOf({ ...full(), error: new Error('lost') }));
    expect(host.querySelectorAll('[data-row]').length).toBeGreaterThan(10);
    expect(host.querySelector('[role="alert"]')?.textContent).toContain(
      'The next rows could not be loaded: lost',
    );
  });

  it('says that rows are incomplete', async () => {
    const { host } = await mountTable(full(), '/', 'eu-west-1 was denied');
    expect(host.textContent).toContain('These rows are incomplete: eu-west-1 was denied');
  });

  it('sorts by the columns that the API sorts by', async () => {
    const mounted = await mountTable(full());
    await click(named('button', 'Name'));
    await mounted.until(() => expect(mounted.address()).toBe('/?sort=-name'));
    expect(mounted.host.querySelector('[aria-sort="descending"]')?.textContent).toBe('Name');
    expect(named('button', 'Color')).toBeUndefined();
  });

  it('moves with j and k and opens with Enter; the address holds what is open', async () => {
    const { handleKey } = await import('../state/shortcuts.ts');
    document.addEventListener('keydown', handleKey, true);
    const mounted = await mountTable(full());
    await press('j');
    await mounted.until(() => expect(document.activeElement?.getAttribute('data-row')).toBe('0'));
    await press('j');
    await mounted.until(() => expect(document.activeElement?.getAttribute('data-row')).toBe('1'));
    await press('Enter');
    await mounted.until(() => expect(mounted.address()).toBe('/?open=f1'));
    await press('k');
    await mounted.until(() => expect(mounted.address()).toBe('/?open=f0'));
    expect(mounted.host.querySelector('[aria-selected="true"]')?.textContent).toContain('Fruit 0');
    document.removeEventListener('keydown', handleKey, true);
  });

  it('reaches values with the arrow keys, where = and != are one key away', async () => {
    const mounted = await mountTable(full());
    const row = mounted.host.querySelector('[data-row="1"]');
    if (row instanceof HTMLElement) row.focus();
    await press('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('color green');
    await press('e');
    await mounted.until(() => expect(mounted.address()).toBe('/?f=color+!=+green'));
  });

  it('remembers the columns that were chosen', async () => {
    const mounted = await mountTable(full());
    expect(mounted.host.querySelectorAll('[role="columnheader"]')).toHaveLength(2);
    await click(named('button', 'Columns'));
    const box = [...document.querySelectorAll('label')].find((label) => label.textContent === 'Id');
    await click(document.getElementById(box?.getAttribute('for') ?? ''));
    await mounted.until(() => expect(mounted.host.querySelectorAll('[role="columnheader"]')).toHaveLength(3));
    expect(readPreferences().tables.fruits?.visible?.id).toBe(true);
  });

  it('has no accessibility problem', async () => {
    const { host } = await mountTable(full());
    expect(await accessibilityProblems(host)).toEqual([]);
  });
});

it.each([
  [undefined, 'a', { column: 'a', isDescending: true }],
  [{ column: 'a', isDescending: true }, 'a', { column: 'a', isDescending: false }],
  [{ column: 'a', isDescending: false }, 'a', undefined],
  [{ column: 'a', isDescending: false }, 'b', { column: 'b', isDescending: true }],
])('sorting %j by %s', (current, column, next) => expect(nextSort(current, column)).toEqual(next));

it('never hides the title column', () => {
  expect(visibleById(columns, { name: false, color: false })).toEqual({
    name: true,
    color: false,
    id: false,
  });
});

it('lays columns out by width, share and choice', () => {
  expect(gridTemplate(columns, { color: 20 })).toBe('minmax(280px, 1.5fr) 56px 80px');
});
