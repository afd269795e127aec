import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indexKeywords } from './keyword-index.ts';

function find(words: readonly string[], text: string): readonly string[] {
  const found: string[] = [];
  indexKeywords(words).find(Buffer.from(text, 'latin1'), (word, start) => {
    found.push(`${words[word]}@${start}`);
    return true;
  });
  return found.sort();
}

it('finds every place of every word, in either case', () => {
  const letter = fc.constantFrom('a', 'b', 'A', 'B', '_', '-');
  const word = fc
    .array(letter, { minLength: 3, maxLength: 6 })
    .map((letters) => letters.join('').toLowerCase());
  const words = fc.uniqueArray(word, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(words, fc.array(letter, { maxLength: 60 }), (some, letters) => {
      const text = letters.join('');
      const expected = some.flatMap((one) =>
        [...letters.keys()]
          .filter((at) => text.toLowerCase().startsWith(one, at))
          .map((at) => `${one}@${at}`),
      );
      expect(find(some, text)).toEqual(expected.sort());
    }),
  );
});

it('stops when it is told to', () => {
  let count = 0;
  indexKeywords(['abc']).find(Buffer.from('abcabcabc'), () => {
    count += 1;
    return count < 2;
  });
  expect(count).toBe(2);
});

it.each(['ab', '', 'é-é-é'])('refuses the keyword %j', (word) => {
  expect(() => indexKeywords([word])).toThrow(RangeError);
});
