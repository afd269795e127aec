import { describe, expect, it } from 'vitest';
import { chosenValues, togglePill, withChosen } from './facet.ts';
import type { Pill } from './pill.ts';

const pills: readonly Pill[] = [
  { field: 'origin', op: 'in', value: ['cli', 'console'] },
  { field: 'origin', op: '!=', value: 'ci-cd' },
  { field: 'tag', op: '=', value: '1' },
];

describe('the values chosen for a field', () => {
  it('are those of = and in', () => {
    expect(chosenValues(pills, 'origin')).toEqual(['cli', 'console']);
    expect(chosenValues(pills, 'tag')).toEqual(['1']);
    expect(chosenValues(pills, 'region')).toEqual([]);
  });

  it.each([
    [[], undefined],
    [['cli'], { field: 'origin', op: '=', value: 'cli' }],
    [['cli', 'ci-cd'], { field: 'origin', op: 'in', value: ['cli', 'ci-cd'] }],
  ])('%j become one condition; others stay', (values, pill) => {
    const next = withChosen(pills, 'origin', values);
    expect(next).toEqual([pills[1], pills[2], ...(pill === undefined ? [] : [pill])]);
    expect(chosenValues(next, 'origin')).toEqual(values);
  });
});

it('a toggle is there once, then not', () => {
  const pill: Pill = { field: 'fix', op: '=', value: 'fixed' };
  const on = togglePill(pills, pill);
  expect(on.at(-1)).toEqual(pill);
  expect(togglePill(on, pill)).toEqual(pills);
});
