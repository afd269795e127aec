import type { Locator, Page } from 'playwright-core';

/** The rows of a table that are drawn, without its header. */
export function rowsOf(page: Page, table: string): Locator {
  const header = page.getByRole('columnheader');
  return page.getByRole('grid', { name: table, exact: true }).getByRole('row').filter({ hasNot: header });
}

/** Opens a row at its left edge, where the pointer is over no value and its chips. */
export function openRow(row: Locator): Promise<void> {
  return row.click({ position: { x: 10, y: 10 } });
}

/** `12 of 340 shown`, as the toolbar says it. */
export async function shown(page: Page): Promise<readonly [number, number] | undefined> {
  const text = await page.getByText(/ of (?:at least )?[\d,]+ shown$/).textContent();
  const numbers = /^([\d,]+) of (?:at least )?([\d,]+) shown$/.exec(text ?? '');
  if (!numbers) return undefined;
  return [toNumber(numbers[1]), toNumber(numbers[2])];
}

function toNumber(text: string | undefined): number {
  return Number((text ?? '').replaceAll(',', ''));
}
