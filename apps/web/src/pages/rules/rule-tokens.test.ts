import { describe, expect, it } from 'vitest';
import { conditionTokens, fileTokens } from './rule-tokens.ts';

function shown(text: string, tokens: readonly { from: number; to: number; kind: string }[]): string {
  return tokens.map((token) => `${token.kind}:${text.slice(token.from, token.to)}`).join(' ');
}

describe('conditionTokens', () => {
  it.each([
    ['evt.type = open', 'field:evt.type operator:= text:open'],
    [
      'spawned and not proc.name in (sh, "a b", 3)',
      'name:spawned word:and word:not field:proc.name operator:in text:sh text:"a b" number:3',
    ],
    [
      '(a or fd.name startswith /etc) and b',
      'name:a word:or field:fd.name operator:startswith text:/etc word:and name:b',
    ],
    ['tolower(proc.name) = sh', 'function:tolower field:proc.name operator:= text:sh'],
    ['json.value[/a b] exists and x', 'field:json.value[/a b] operator:exists word:and name:x'],
    ['evt.num>=3', 'field:evt.num operator:>= number:3'],
    ['proc.name = val(proc.pname)', 'field:proc.name operator:= function:val field:proc.pname'],
    ['fd.name = and', 'field:fd.name operator:= text:and'],
    ['a and "open', 'name:a word:and text:"open'],
  ])('%s', (text, expected) => expect(shown(text, conditionTokens(text))).toBe(expected));
});

describe('fileTokens', () => {
  const lines = (text: string) =>
    [...fileTokens(text.split('\n'))].map(({ line, tokens }) => shown(line.text, tokens));

  it('knows items, keys, conditions over several lines, outputs and comments', () =>
    expect(
      lines(
        [
          '# rules',
          '- rule: Shell in a container',
          '  desc: A shell.',
          '  condition: >',
          '    spawned',
          '    and proc.name = sh',
          '',
          '  output: shell (user=%user.name)',
          '  priority: WARNING',
          '  tags: [a]',
          '- list: shells',
          '  items: [sh]',
        ].join('\n'),
      ),
    ).toEqual([
      'comment:# rules',
      'item:rule name:Shell in a container',
      'key:desc',
      'key:condition',
      'name:spawned',
      'word:and field:proc.name operator:= text:sh',
      '',
      'key:output field:%user.name',
      'key:priority text:WARNING',
      'key:tags text:a',
      'item:list name:shells',
      'key:items text:sh',
    ]));

  it('lists and mappings of one line', () =>
    expect(
      lines(
        '- rule: r\n  threshold: { count: 10, by: [ct.user], window: 10m }\n  tags: [a, cis:4.3,\n    "b c"]',
      ),
    ).toEqual([
      'item:rule name:r',
      'key:threshold key:count number:10 key:by text:ct.user key:window text:10m',
      'key:tags text:a text:cis:4.3',
      'text:"b c"',
    ]));

  it('a condition that begins on the line of its key goes on below, deeper', () =>
    expect(lines('- macro: m\n  condition: a = b\n    or c\n  # note\n- list: x')).toEqual([
      'item:macro name:m',
      'key:condition name:a operator:= text:b',
      'word:or name:c',
      'comment:  # note',
      'item:list name:x',
    ]));
});
