/** `npm run docs`: writes the reference pages from the code. Commands, routes, fields and checks have no other source. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages, pagesFolder } from './pages.ts';

const folder = join(import.meta.dirname, '../..', pagesFolder);
mkdirSync(folder, { recursive: true });
for (const page of pages) {
  writeFileSync(join(folder, page.file), await page.write());
  console.log(`${pagesFolder}/${page.file}`);
}
