import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../../i18n/en.ts';
import { translator } from '../../i18n/i18n.tsx';
import { ja } from '../../i18n/ja.ts';
import { diagnosticTitle } from './diagnostic-title.ts';

const source = join(import.meta.dirname, '../../../../../packages/rules/src/diagnostic.ts');
const codes = [...readFileSync(source, 'utf8').matchAll(/^ {2}\| '([A-Z0-9_]+)'/gm)].map(
  ([, code]) => code ?? '',
);

it('every code of the compiler has a title in both languages', () => {
  expect(codes.length).toBeGreaterThan(20);
  for (const code of codes) {
    expect([code, diagnosticTitle(code, translator('en', en).t)]).toEqual([code, expect.any(String)]);
    expect(diagnosticTitle(code, translator('ja', ja).t)).not.toMatch(/^[\x20-\x7e]*$/);
  }
});

it('a code of a newer server has none', () => {
  expect(diagnosticTitle('LOAD_SOMETHING_NEW', translator('en', en).t)).toBeUndefined();
});
