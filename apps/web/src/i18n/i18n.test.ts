import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { findHardCodedTexts } from './hard-coded-texts.ts';
import { ja } from './ja.ts';
import { formatMessage, type Message } from './message.ts';

const source = join(import.meta.dirname, '..');

function filesBelow(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function placesOf(message: Message): readonly string[] {
  const texts = typeof message === 'string' ? [message] : [message.one ?? '', message.other];
  return [...new Set(texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();
}

describe('the catalogues', () => {
  const english: Readonly<Record<string, Message>> = en;
  const japanese: Readonly<Record<string, Message>> = ja;

  it('have the same keys', () => expect(Object.keys(japanese).sort()).toEqual(Object.keys(english).sort()));

  it.each(Object.keys(en))('%s is written in both languages, with the same places', (key) => {
    const a = english[key] ?? '';
    const b = japanese[key] ?? '';
    expect(formatMessage(a, 'en', { count: 2 })).not.toBe('');
    expect(formatMessage(b, 'ja', { count: 2 })).not.toBe('');
    expect(placesOf(b)).toEqual(placesOf(a));
  });

  it('have a use for every key', () => {
    const code = filesBelow(source, /\.tsx?$/)
      .filter((file) => !file.includes('/i18n/') && !file.includes('.test.'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const prefixes = [...code.matchAll(/`([a-zA-Z.]+\.)\$\{/g)].map((match) => match[1] ?? '');
    const conditional = [...code.matchAll(/'([a-zA-Z]+(?:\.[a-zA-Z0-9]+)+)'/g)].map((match) => match[1]);
    const used = new Set(conditional);
    const unused = Object.keys(en).filter(
      (key) =>
        !key.startsWith('nav.') && !used.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });
});

describe('formatMessage', () => {
  it.each([
    ['plain', 'en', {}, 'plain'],
    ['{a} and {b}', 'en', { a: 'x', b: 1234 }, 'x and 1,234'],
    ['{a} {missing}', 'en', { a: 'x' }, 'x {missing}'],
    [{ one: '{count} row', other: '{count} rows' }, 'en', { count: 1 }, '1 row'],
    [{ one: '{count} row', other: '{count} rows' }, 'en', { count: 0 }, '0 rows'],
    [{ one: '{count} row', other: '{count} rows' }, 'en', { count: 12_000 }, '12,000 rows'],
  ] as const)('%j', (message, locale, values, text) =>
    expect(formatMessage(message, locale, values)).toBe(text),
  );
});

describe('texts in the code', () => {
  it.each([
    ['<p>Hello there</p>', ['Hello there']],
    ['<p>{t("a")}</p>', []],
    ['<input placeholder="Type here" />', ['Type here']],
    ['<b aria-label="Close">{x}</b>', ['Close']],
    ['<p>\n  Two\n  lines\n</p>', ['Two lines']],
    ['<p>{"／"}</p>', []],
    ['const a = b < c && d > e;', []],
    ['const f = <T extends object>(props: Props<T>): ReactNode => null', []],
    ['<p>こんにちは</p>', ['こんにちは']],
    ["<a title={'Fixed text'}>{x}</a>", ['Fixed text']],
  ])('the scanner reads %s', (code, texts) => expect(findHardCodedTexts(code)).toEqual(texts));

  it.each(
    filesBelow(source, /\.tsx$/)
      .filter((file) => !file.endsWith('.test.tsx') && !file.includes('/testing/'))
      .map((file) => relative(source, file)),
  )('%s has none', (file) =>
    expect(findHardCodedTexts(readFileSync(join(source, file), 'utf8'))).toEqual([]),
  );
});
