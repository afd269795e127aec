import { expect, it } from 'vitest';
import { formatsFor } from '../../state/format.ts';
import { countText } from './count-text.ts';

it.each([
  [0, false, '0'],
  [7, false, '7'],
  [0, true, '–'],
  [7, true, '7+'],
])('%i, incomplete: %s, is %s', (count, isIncomplete, text) =>
  expect(countText(count, isIncomplete, formatsFor('en', 'utc'))).toBe(text),
);
