import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliPage } from './cli.ts';
import { pages, pagesFolder } from './pages.ts';

const folder = join(import.meta.dirname, '../..', pagesFolder);

describe('reference pages', () => {
  it.each(pages)('$file is what the code says (npm run docs writes it)', async ({ file, write }) => {
    expect(readFileSync(join(folder, file), 'utf8')).toBe(await write());
  });

  it('shows no line of help that is wider than 80 columns', async () => {
    const [, ...blocks] = (await cliPage.write()).split('```text');
    const lines = blocks.flatMap((block) => block.slice(0, block.indexOf('```')).split('\n'));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('has no page that nothing generates', () => {
    expect(readdirSync(folder).sort()).toEqual(pages.map(({ file }) => file).sort());
  });
});
