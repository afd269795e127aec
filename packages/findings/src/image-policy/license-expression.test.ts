import { expect, test } from 'vitest';
import { readLicense, refusedBy } from './license-expression.ts';

test.each([
  ['MIT', ['GPL'], []],
  ['GPL-2.0-only', ['GPL'], ['GPL-2.0-only']],
  ['MIT OR GPL-2.0-only', ['GPL'], []],
  ['MIT AND GPL-2.0-only', ['GPL'], ['GPL-2.0-only']],
  ['(MIT OR GPL-2.0-only) AND GPL-3.0-only', ['GPL'], ['GPL-3.0-only']],
  ['MIT AND (GPL-2.0-only OR GPL-3.0-only)', ['GPL'], ['GPL-2.0-only', 'GPL-3.0-only']],
  ['mit or gpl-2.0-only', ['gpl'], []],
  ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL'], ['GPL-2.0-only WITH Classpath-exception-2.0']],
  ['GPL 2 or later', ['GPL'], ['GPL 2 or later']],
  ['(MIT', ['(MIT'], ['(MIT']],
  ['MIT OR', ['MIT'], ['MIT OR']],
  [`${'('.repeat(1000)}MIT`, ['zzz'], []],
])('%s', (text, refused, expected) => {
  expect(refusedBy(readLicense(text), (id) => refused.some((prefix) => id.startsWith(prefix)))).toEqual(
    expected,
  );
});
