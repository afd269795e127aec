import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** The text of axe, to be run in a page before its own scripts. */
export const axe: string = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** No style sheets are fetched again, no frames looked for, no selectors of what passes made. */
const quick = { resultTypes: ['violations'], preload: false, iframes: false };

/** What another colour scheme can change. */
export const colorRules: readonly string[] = ['color-contrast', 'link-in-text-block'];

/** What axe finds serious or critical: the rule and the places. */
export async function problemsOn(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const runOnly = rules ?? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const run = `axe.run(document, ${JSON.stringify({ ...quick, runOnly })})`;
  const { violations } = (await page.evaluate(run)) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => {
      const places = nodes
        .slice(0, 3)
        .map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`);
      return `${id} (${help}), ${nodes.length} times: ${places.join(' … ')}`;
    });
}
