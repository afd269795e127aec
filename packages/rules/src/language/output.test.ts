import { describe, expect, test } from 'vitest';
import type { AppendOutput } from '../options.ts';
import { falcoJson, falcoText } from '../output/falco.ts';
import { codesOf, eventOf, fire, load, rule, type Values } from './source.ts';

function ruleOf(output: string, more = ''): string {
  return rule('evt.type = execve', more).replace('output: o', `output: ${JSON.stringify(output)}`);
}

const values: Values = {
  'proc.name': 'bash',
  'proc.pid': 42,
  'proc.cmdline': 'a\nb\t"q"\\ é',
  'evt.rawres': -13,
  'evt.num': 18446744073709551615n,
  'evt.is_open_read': true,
  'thread.cpu': 2,
  'list.text': ['a', 'b'],
  'list.number': [1, 2],
  'proc.aname': ['sh', 'init'],
  'proc.aname[2]': 'init',
  'proc.env[A B]': 'x',
  'evt.arg[flags]': 'O_RDONLY',
  'evt.arg[0]': 'first',
  'fd.sip': '::1',
  'fd.sport': 443,
  'evt.buffer': 'ELF\x00\xff',
  'proc.exepath': '/bin/bash',
  'proc.args': ['-c', 'run'],
};

type Text = [output: string, printed: string, fields?: Readonly<Record<string, unknown>>];

const texts: readonly Text[] = [
  ['plain', 'plain', {}],
  ['%proc.name', 'bash', { 'proc.name': 'bash' }],
  ['p=%proc.name.', 'p=bash.'],
  ['%proc.namex', 'bashx'],
  ['%proc.name%proc.pid', 'bash42', { 'proc.name': 'bash', 'proc.pid': 42 }],
  ['(%proc.name)', '(bash)'],
  ['%user.uid', '<NA>', { 'user.uid': null }],
  ['*%user.uid', '<NA>'],
  ['* %proc.name', ' bash'],
  ['**', '*'],
  ['%6proc.name|', 'bash  |'],
  ['%2proc.name|', 'ba|'],
  ['%0proc.name|', 'bash|'],
  ['%02proc.name|', 'ba|'],
  ['%3user.uid|', '<NA|'],
  ['%2proc.cmdline|', 'a\n|'],
  ['%evt.rawres', '-13', { 'evt.rawres': -13 }],
  ['%evt.num', '18446744073709551615', { 'evt.num': 18446744073709551615n }],
  ['%evt.is_open_read', 'true', { 'evt.is_open_read': true }],
  ['%thread.cpu', '2.0', { 'thread.cpu': 2 }],
  ['%list.text', '(a,b)', { 'list.text': ['a', 'b'] }],
  ['%list.number', '(1,2)', { 'list.number': [1, 2] }],
  ['%proc.aname', 'sh init', { 'proc.aname': 'sh init' }],
  ['%proc.aname[2]', 'init', { 'proc.aname[2]': 'init' }],
  ['%proc.aname[x]', 'sh init[x]', { 'proc.aname': 'sh init' }],
  ['%proc.name[2]', 'bash[2]', { 'proc.name': 'bash' }],
  ['%proc.env["A B"]', 'x', { 'proc.env[A B]': 'x' }],
  ['%proc.env[A B]', '<NA>[A B]'],
  ['%evt.arg.flags', 'O_RDONLY', { 'evt.arg.flags': 'O_RDONLY' }],
  ['%evt.arg.flagsy', 'O_RDONLYy'],
  ['%evt.arg[0]', 'first', { 'evt.arg[0]': 'first' }],
  ['%fd.sip:%fd.sport', '::1:443', { 'fd.sip': '::1', 'fd.sport': 443 }],
  ['%evt.buffer', 'ELF..'],
  ['%toupper(proc.name)', 'BASH', { 'proc.name': 'bash' }],
  ['%6toupper(proc.name)|', 'BASH  |'],
  ['%basename(proc.exepath)', 'bash', { 'proc.exepath': '/bin/bash' }],
  [
    '%concat(proc.name, "(x)", proc.exepath)',
    'bash(x)/bin/bash',
    { 'proc.name': 'bash', 'proc.exepath': '/bin/bash' },
  ],
  ['%len(list.text)', '2', { 'list.text': ['a', 'b'] }],
  ['%len(proc.name)', '4'],
  ['%toupper(list.text)', '(A,B)'],
  ['%getopt(proc.args, "c:")[c]', 'run'],
  ['é ☃ %proc.name', 'é ☃ bash'],
];

describe('output texts', () => {
  test.each<Text>(texts)('%j prints %j', (output, printed, fields) => {
    const [fired] = fire(load([ruleOf(output)]), values);
    expect(fired?.output).toBe(printed);
    if (fields !== undefined) expect({ ...fired?.fields }).toEqual(fields);
  });

  test('a width counts bytes, a character cut in two is U+FFFD', () => {
    const printed = (output: string) => fire(load([ruleOf(output)]), { 'proc.name': 'éé' })[0]?.output;
    expect(printed('%3proc.name|')).toBe('é\ufffd|');
    expect(printed('%5proc.name|')).toBe('éé |');
  });

  test('a time is shown as text and kept as nanoseconds', () => {
    const [fired] = fire(load([ruleOf('%evt.time.iso8601')]), { 'evt.time.iso8601': '2023-11-14T22:13:20Z' });
    expect(fired?.output).toBe('2023-11-14T22:13:20Z');
    expect({ ...fired?.fields }).toEqual({ 'evt.time.iso8601': 1_700_000_000_123_456_789n });
  });

  test.each([
    '%',
    '50%',
    '%%',
    '100%% sure',
    '% x',
    '%12',
    '%-5proc.name',
    '%proc',
    '%proc.',
    '%nosuch.field',
    '%nosuch',
    '%evt.arg',
    '%evt.arg.nosuch',
    '%evt.rawarg[0]',
    '%thread.cgroup',
    '%fd.ip',
    '%fd.net',
    '%fd.snet',
    '%toupper(proc.name',
    '%toupper(proc.pid)',
    '%toupper()',
    '%nosuch(proc.name)',
    '%val(proc.name)',
    '%tolower(proc.aname)',
    '%{proc.name}',
  ])('%j is refused', (output) => {
    expect(codesOf(load([ruleOf(output)])).errors).toEqual(['LOAD_ERR_COMPILE_OUTPUT']);
  });

  test('%container.info is taken out and told', () => {
    const loaded = load([ruleOf('a %container.info b')]);
    expect(codesOf(loaded)).toEqual({ errors: [], warnings: ['LOAD_DEPRECATED_ITEM'] });
    expect(fire(loaded, values)[0]?.output).toBe('a  b');
  });

  test('deprecated fields are told', () => {
    expect(codesOf(load([ruleOf('%evt.dir')])).warnings).toEqual(['LOAD_DEPRECATED_ITEM']);
    expect(codesOf(load([ruleOf('%evt.latency')])).warnings).toEqual(['LOAD_DEPRECATED_ITEM']);
  });
});

describe('what the configuration adds', () => {
  const fired = (appendOutput: readonly AppendOutput[], more = '  tags: [a, c]') =>
    fire(load([ruleOf('base', more)], { appendOutput }), values)[0];

  test.each<[AppendOutput, string]>([
    [{ extraOutput: 'x=%proc.name' }, 'base x=bash'],
    [{ rule: 'R', extraOutput: 'x' }, 'base x'],
    [{ rule: 'Q', extraOutput: 'x' }, 'base'],
    [{ source: 'syscall', extraOutput: 'x' }, 'base x'],
    [{ source: 'other', extraOutput: 'x' }, 'base'],
    [{ tags: ['a'], extraOutput: 'x' }, 'base x'],
    [{ tags: ['a', 'c'], extraOutput: 'x' }, 'base x'],
    [{ tags: ['a', 'b'], extraOutput: 'x' }, 'base'],
    [{ tags: [], extraOutput: 'x' }, 'base x'],
    [{ rule: 'R', source: 'other', extraOutput: 'x' }, 'base'],
    [{ rule: 'R', tags: ['c'], source: 'syscall', extraOutput: 'x' }, 'base x'],
  ])('%j: %s', (entry, printed) => {
    expect(fired([entry])?.output).toBe(printed);
  });

  test('several in order, fields raw and made', () => {
    const one = fired([
      { extraOutput: '1' },
      { extraOutput: '2', extraFields: ['proc.pid', { made: 'p=%proc.pid', 'proc.name': 'x' }] },
    ]);
    expect(one?.output).toBe('base 1 2');
    expect({ ...one?.fields }).toEqual({ 'proc.pid': 42, made: 'p=42', 'proc.name': 'x' });
  });

  test('what does not fit is refused', () => {
    const errors = (entry: AppendOutput) => codesOf(load([ruleOf('base')], { appendOutput: [entry] })).errors;
    expect(errors({ extraOutput: '%nosuch.field' })).toEqual(['LOAD_ERR_COMPILE_OUTPUT']);
    expect(errors({ extraFields: ['nosuch.field'] })).toEqual(['LOAD_ERR_COMPILE_OUTPUT']);
    expect(errors({ extraFields: [{ made: '%%' }] })).toEqual(['LOAD_ERR_COMPILE_OUTPUT']);
    expect(errors({ source: 'other', extraOutput: '%nosuch.field' })).toEqual([]);
  });

  test.each<[string, AppendOutput, 'extraOutput' | 'extraFields' | undefined]>([
    ['base', { extraOutput: '%nosuch.field' }, 'extraOutput'],
    ['base %container.info', { extraOutput: '%nosuch.field' }, 'extraOutput'],
    ['base', { extraOutput: '%container.info %nosuch.field' }, 'extraOutput'],
    ['base', { extraOutput: 'x', extraFields: ['nosuch.field'] }, 'extraFields'],
    ['base', { extraFields: [{ made: '%%' }] }, 'extraFields'],
    ['base %nosuch.field', { extraOutput: 'x' }, undefined],
    ['base %nosuch.field', { extraOutput: '%nosuch.field' }, undefined],
    ['base %', { extraOutput: 'x' }, undefined],
    ['base %tolower(', { extraOutput: '%proc.name' }, undefined],
  ])('of %j and %j, the part with the mistake is told', (output, entry, appended) => {
    const [error] = load([ruleOf(output)], { appendOutput: [entry] }).errors;
    expect(error?.code).toBe('LOAD_ERR_COMPILE_OUTPUT');
    expect(error?.appended).toBe(appended);
    expect(error?.message.includes('what is added')).toBe(appended !== undefined);
  });
});

describe('lines', () => {
  const event = eventOf(values);
  const [fired] = fire(load([ruleOf('c=%proc.cmdline %proc.name', '  tags: [b, a]')]), values);
  if (fired === undefined) throw new Error('nothing fired');

  test('as text', () => {
    expect(falcoText(fired, event)).toBe('22:13:20.123456789: Informational c=a\\nb\\t\\"q\\"\\\\ é bash');
    expect(falcoText({ ...fired, output: '\u0001\u007f\ud800' }, event)).toBe(
      '22:13:20.123456789: Informational \\u0001\u007f\ufffd',
    );
    expect(falcoText(fired, event, { isIsoTime: true })).toMatch(
      /^2023-11-14T22:13:20\.123456789\+0000: Inf/,
    );
  });

  test('as JSON, keys sorted, with its switches', () => {
    const json = falcoJson(fired, event, 'h');
    expect(Object.keys(JSON.parse(json))).toEqual([
      'hostname',
      'output',
      'output_fields',
      'priority',
      'rule',
      'source',
      'tags',
      'time',
    ]);
    expect(JSON.parse(json)).toMatchObject({
      output: '22:13:20.123456789: Informational c=a\nb\t"q"\\ é bash',
      tags: ['a', 'b'],
      time: '2023-11-14T22:13:20.123456789Z',
    });
    expect(json).toContain('"evt.time":1700000000123456789');
    const keys = (options: Parameters<typeof falcoJson>[3]) =>
      Object.keys(JSON.parse(falcoJson(fired, event, 'h', options)));
    expect(keys({ includesOutput: false, includesTags: false, includesFields: false })).toEqual([
      'hostname',
      'priority',
      'rule',
      'source',
      'time',
    ]);
    expect(keys({ includesMessage: true })).toContain('message');
    expect(falcoJson(fired, event, 'h', { isIsoTime: true })).toContain('"evt.time.iso8601":17');
  });
});
