import type { RuleSourceView } from '@breakwater/api';
import { describe, expect, it } from 'vitest';
import { namesIn } from './names.ts';
import { writingPlace } from './place.ts';
import { suggestionsAt, wantedIn } from './suggest.ts';

const source = (name: string, ...fields: string[]): RuleSourceView => ({
  name,
  description: '',
  fields: fields.map((field) => ({
    name: field,
    type: 'string',
    isList: false,
    argument: field === 'json.value' ? 'key' : 'none',
    description: `about ${field}`,
  })),
});
const vocabulary = {
  sources: [source('syscall', 'proc.name', 'evt.type'), source('aws_cloudtrail', 'ct.name', 'json.value')],
  macros: ['spawned'],
  lists: ['shells'],
};

/** Suggestions at the bar in a text. */
function labels(text: string): readonly string[] {
  const at = text.indexOf('|');
  const after = text
    .slice(at + 1)
    .split('\n')
    .slice(1);
  const place = writingPlace(text.slice(0, at).split('\n'), after);
  return suggestionsAt(place, vocabulary).map((one) => one.label);
}

describe('suggestionsAt', () => {
  it('offers the kinds of items at the beginning, their keys inside', () => {
    expect(labels('- |')).toEqual(expect.arrayContaining(['rule', 'macro', 'list']));
    expect(labels('- rule: A\n  |')).toEqual(expect.arrayContaining(['condition', 'output', 'tags']));
    expect(labels('- rule: A\n  desc: x\n  con|')).toContain('condition');
    expect(labels('- macro: m\n  |')).toEqual(['macro', 'condition', 'override', 'append']);
    expect(labels('- rule: A\n  threshold:\n    |')).toEqual(['count', 'distinct', 'window', 'by']);
    expect(labels('- rule: A\n  sequence:\n    steps:\n      - |')).toEqual(['condition']);
    expect(labels('- rule: A\n  sequence:\n    steps:\n      - condition: |')).toContain('proc.name');
    expect(labels('- rule: A\n  exceptions:\n    - |')).toEqual(['name', 'fields', 'comps', 'values']);
  });

  it('offers the fields of the source, wherever it is written in the item', () => {
    const found = labels('- rule: A\n  condition: |\n  source: aws_cloudtrail');
    expect(found).toEqual(expect.arrayContaining(['ct.name', 'json.value', 'spawned', 'tolower', 'not']));
    expect(found).not.toContain('proc.name');
    expect(labels('- rule: A\n  condition: |')).toContain('proc.name');
    expect(labels('- macro: m\n  condition: |')).toEqual(expect.arrayContaining(['proc.name', 'ct.name']));
  });

  it('offers fields in outputs, values of keys, and lists in lists', () => {
    expect(labels('- rule: A\n  source: aws_cloudtrail\n  output: x %|')).toEqual([
      '%ct.name',
      '%json.value',
    ]);
    expect(labels('- rule: A\n  priority: |')).toContain('CRITICAL');
    expect(labels('- rule: A\n  source: |')).toEqual(['syscall', 'aws_cloudtrail']);
    expect(labels('- rule: A\n  condition: proc.name in (|')).toEqual(['shells']);
    expect(labels('- rule: A\n  condition: >\n    spawned and proc.name |')).toContain('startswith');
    expect(labels('- rule: A\n  desc: some w|')).toEqual([]);
  });
});

describe('wantedIn', () => {
  it.each([
    ['', 'operand'],
    ['proc', 'operand'],
    ['proc.name ', 'operator'],
    ['proc.name = ', 'value'],
    ['proc.name = sh ', 'logic'],
    ['proc.name in (', 'value'],
    ['proc.name in (a, b', 'value'],
    ['proc.name in (a, b) ', 'logic'],
    ['spawned ', 'logic'],
    ['spawned and ', 'operand'],
    ['spawned and not ', 'operand'],
    ['spawned and (', 'operand'],
    ['user.name exists ', 'logic'],
    ['tolower(', 'operand'],
  ])('%j wants %s', (text, wanted) => expect(wantedIn(text)).toBe(wanted));
});

it('names macros and lists', () =>
  expect(namesIn('- macro: a\n  condition: b\n- list: "c d"\n  items: []\n# - list: no\n- rule: r')).toEqual({
    macros: ['a'],
    lists: ['c d'],
  }));
