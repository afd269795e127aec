import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, pagesFolder } from './pages.ts';

const folder = join(import.meta.dirname, '../..', pagesFolder);

describe('reference pages', () => {
  it.each(pages)('$file is what the code says (npm run docs writes it)', async ({ file, write }) => {
    expect(readFileSync(join(folder, file), 'utf8')).toBe(await write());
  });

  it('has no page that nothing generates', () => {
    expect(readdirSync(folder).sort()).toEqual(pages.map(({ file }) => file).sort());
  });
});
