import { expect, test } from 'vitest';
import { categoryOf, readLicense, refusedBy } from './license-expression.ts';

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

test.each([
  ['MIT', 'permissive'],
  ['BSD-3-Clause', 'permissive'],
  ['Apache-2.0', 'permissive'],
  ['GPL-3.0-or-later', 'strong-copyleft'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'weak-copyleft'],
  ['LGPL-2.1-only', 'weak-copyleft'],
  ['MPL-2.0', 'weak-copyleft'],
  ['AGPL-3.0-only', 'network-copyleft'],
  ['SSPL-1.0', 'network-copyleft'],
  ['BUSL-1.1', 'restricted'],
  ['CC0-1.0', 'public-domain'],
  ['CC-BY-NC-4.0', 'restricted'],
  ['CC-BY-SA-4.0', 'strong-copyleft'],
  ['none', 'unknown'],
  ['Mitsubishi', 'unknown'],
])('%s is %s', (id, category) => {
  expect(categoryOf(id)).toBe(category);
});
