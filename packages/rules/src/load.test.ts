import type { Event, Field, FieldType } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean } from './did-you-mean.ts';
import { createEngine } from './engine.ts';
import { loadRules } from './load.ts';
import type { LoadOptions, RuleSource } from './options.ts';
import { falcoJson, falcoText } from './output/falco.ts';
import { formatDiagnostic } from './report.ts';

type Values = Readonly<Record<string, unknown>>;

function field(name: string, type: FieldType = 'string', more: Partial<Field<Event>> = {}): Field<Event> {
  return {
    name,
    type,
    description: name,
    extract: (event, argument) => {
      const record = event.record as Values;
      return record[argument === undefined ? name : `${name}[${argument}]`] as never;
    },
    ...more,
  };
}

const source: RuleSource = {
  name: 'syscall',
  indexedBy: 'evt.type',
  eventTypes: new Map([
    ['execve', [292, 293]],
    ['open', [2, 3]],
  ]),
  parameterNames: new Set(['flags', 'fl']),
  fields: [
    field('evt.type'),
    field('proc.name'),
    field('proc.pname'),
    field('proc.pid', 'int64'),
    field('evt.big', 'uint64'),
    field('fd.name', 'path'),
    field('fd.sip', 'ip'),
    field('fd.snet', 'net'),
    field('fd.sport', 'port'),
    field('evt.flag', 'bool'),
    field('evt.buffer', 'bytes'),
    field('evt.arg', 'string', { argument: 'key' }),
    field('x.list', 'string', { isList: true, argument: 'optional-index' }),
    field('x.boom', 'string', {
      extract: () => {
        throw new Error('boom');
      },
    }),
  ],
};

const options: LoadOptions = { sources: [source] };

function event(values: Values, type = 'execve'): Event {
  return {
    source: 'syscall',
    type,
    time: 1_700_000_000_123_456_789n,
    id: '1',
    record: { 'evt.type': type, ...values },
  };
}

function rule(condition: string, more = ''): string {
  return `- rule: R\n  desc: d\n  condition: ${JSON.stringify(condition)}\n  output: o %proc.name\n  priority: INFO\n${more}`;
}

function fires(condition: string, values: Values): boolean {
  const result = loadRules([{ name: 'r.yaml', text: rule(`evt.type = execve and (${condition})`) }], options);
  expect(result.errors.map(formatDiagnostic)).toEqual([]);
  if (result.ruleset === undefined) throw new Error('no rules');
  return createEngine(result.ruleset).evaluate(event(values)).length === 1;
}

describe('conditions', () => {
  test.each<[string, Values, boolean]>([
    ['proc.name = bash', { 'proc.name': 'bash' }, true],
    ['proc.name != bash', {}, false],
    ['not proc.name = bash', {}, true],
    ['not proc.name exists', {}, true],
    ['proc.name exists', { 'proc.name': '' }, true],
    ['proc.name in (a, b)', { 'proc.name': 'b' }, true],
    ['proc.name in ()', { 'proc.name': '' }, false],
    ['proc.name contains ""', { 'proc.name': 'x' }, true],
    ['proc.name icontains ASH', { 'proc.name': 'bash' }, true],
    ['proc.name glob "b?s*"', { 'proc.name': 'bash' }, true],
    ['proc.name glob "[!a-c]x"', { 'proc.name': 'bx' }, false],
    ['proc.name iglob "BA*"', { 'proc.name': 'bash' }, true],
    ['fd.name glob /etc/*', { 'fd.name': '/etc/a/b' }, true],
    ['proc.name regex "(a|b)+c"', { 'proc.name': 'abac' }, true],
    ['proc.name regex "(a|b)+c"', { 'proc.name': 'abacx' }, false],
    ['fd.name pmatch (/etc/)', { 'fd.name': '/etc' }, true],
    ['fd.name pmatch (/etc)', { 'fd.name': '/etcx' }, false],
    ['fd.name pmatch (/home/*/.ssh)', { 'fd.name': '/home/u/.ssh/id' }, true],
    ['proc.pid > 9', { 'proc.pid': 10 }, true],
    ['proc.pid = 10', { 'proc.pid': 10n }, true],
    ['evt.big = 18446744073709551615', { 'evt.big': 18446744073709551615n }, true],
    ['evt.flag = true', { 'evt.flag': true }, true],
    ['evt.flag != true', {}, false],
    ['fd.sip = 10.0.0.1', { 'fd.sip': '10.0.0.1' }, true],
    ['fd.sip != 10.0.0.1', { 'fd.sip': '::1' }, true],
    ['fd.sip = 2001:db8:0:0::1', { 'fd.sip': '2001:db8::1' }, true],
    ['fd.sip != 10.0.0.1', { 'fd.sip': ['10.0.0.1', '10.0.0.2'] }, false],
    ['fd.snet in (10.0.0.0/8, 192.168.0.0/16)', { 'fd.snet': '192.168.3.4' }, true],
    ['fd.snet = 10.1.2.3/8', { 'fd.snet': '10.200.0.1' }, true],
    ['fd.sport = https', { 'fd.sport': 443 }, true],
    ['evt.buffer bcontains 00ff', { 'evt.buffer': 'a\x00\xffb' }, true],
    ['evt.buffer contains é', { 'evt.buffer': 'x\xc3\xa9' }, true],
    ['x.list in (a, b)', { 'x.list': ['a', 'c'] }, false],
    ['x.list in (a, b)', { 'x.list': ['a', 'b'] }, true],
    ['x.list intersects (a, b)', { 'x.list': ['a', 'c'] }, true],
    ['x.list[1] startswith c', { 'x.list[1]': 'cd' }, true],
    ['proc.name = anyof (a, b)', { 'proc.name': 'b' }, true],
    ['proc.name contains allof (a, b)', { 'proc.name': 'cab' }, true],
    ['proc.name contains oneof (a, b)', { 'proc.name': 'cab' }, false],
    ['proc.name = val(proc.pname)', { 'proc.name': 'a', 'proc.pname': 'a' }, true],
    ['proc.name = val(proc.pname)', { 'proc.name': 'a' }, false],
    ['toupper(proc.name) = A', { 'proc.name': 'a' }, true],
    ['basename(fd.name) = b', { 'fd.name': '/a/b' }, true],
    ['len(proc.name) = 2', { 'proc.name': 'é' }, true],
    ['len(x.list) = 2', { 'x.list': ['a', 'b'] }, true],
    ['b64(proc.name) = hi', { 'proc.name': 'aGk' }, true],
    ['not b64(proc.name) exists', { 'proc.name': '!' }, true],
    ['concat(proc.name, "-", proc.pname) = "a-b"', { 'proc.name': 'a', 'proc.pname': 'b' }, true],
    ['getopt(x.list, "c:")[c] = run', { 'x.list': ['-v', '-c', 'run'] }, true],
    ['evt.arg.flags = X', { 'evt.arg[flags]': 'X' }, true],
  ])('%s on %o is %s', (condition, values, expected) => {
    expect(fires(condition, values)).toBe(expected);
  });

  test.each([
    ['proc.nme = a', 'LOAD_ERR_COMPILE_CONDITION', 'did you mean "proc.name"'],
    ['proc.pid contains 1', 'LOAD_ERR_COMPILE_CONDITION', 'does not fit'],
    ['proc.pid = 0x10', 'LOAD_ERR_COMPILE_CONDITION', 'decimal'],
    ['proc.pid = 9223372036854775808', 'LOAD_ERR_COMPILE_CONDITION', 'out of range'],
    ['fd.sip = 10.0.0.256', 'LOAD_ERR_COMPILE_CONDITION', 'IP address'],
    ['fd.snet = 10.0.0.1', 'LOAD_ERR_COMPILE_CONDITION', 'network'],
    ['evt.flag = 1', 'LOAD_ERR_COMPILE_CONDITION', 'true'],
    ['x.list = a', 'LOAD_ERR_COMPILE_CONDITION', 'does not fit'],
    ['proc.name regex "\\\\d+"', 'LOAD_ERR_COMPILE_CONDITION', 'POSIX'],
    ['proc.name regex "(a"', 'LOAD_ERR_COMPILE_CONDITION', 'regular expression'],
    ['proc.name = val(proc.pid)', 'LOAD_ERR_COMPILE_CONDITION', 'compared'],
    ['proc.name[1] = a', 'LOAD_ERR_COMPILE_CONDITION', 'argument'],
    ['evt.type = nosuch', 'LOAD_ERR_COMPILE_CONDITION', 'event type'],
    ['no_macro', 'LOAD_ERR_VALIDATE', 'unknown macro'],
  ])('refuses %s', (condition, code, words) => {
    const { errors } = loadRules([{ name: 'r.yaml', text: rule(condition) }], options);
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(errors[0]?.message).toContain(words);
    expect(errors[0]?.location.items[0]).toEqual({ type: 'rule', name: 'R' });
  });
});

describe('problems', () => {
  test('carry the place and a caret, through folding', () => {
    const text =
      '- rule: A\n  desc: d\n  condition: >\n    proc.name = a\n    and proc.nme = b\n  output: o\n  priority: INFO\n';
    const [error] = loadRules([{ name: 'f.yaml', text }], options).errors;
    expect(error?.location).toMatchObject({ file: 'f.yaml', line: 5, column: 9 });
    expect(error?.snippet).toBe('    and proc.nme = b\n        ^');
  });

  test.each([
    ['a: b', 'LOAD_ERR_YAML_VALIDATE'],
    ['- [', 'LOAD_ERR_YAML_PARSE'],
    ['- rule: A\n  desc: d', 'LOAD_ERR_YAML_VALIDATE'],
    ['- required_engine_version: 99', 'LOAD_ERR_VALIDATE'],
    ['- macro: m\n  condition: m2', 'LOAD_ERR_VALIDATE'],
    ['- macro: m\n  condition: (', 'LOAD_ERR_COMPILE_CONDITION'],
    [rule('proc.name = a').replace('%proc.name', '%%'), 'LOAD_ERR_COMPILE_OUTPUT'],
    [rule('proc.name = a', '  override:\n    source: replace\n'), 'LOAD_ERR_YAML_VALIDATE'],
  ])('%j gives %s', (text, code) => {
    const result = loadRules([{ name: 'f.yaml', text }], options);
    expect(result.errors.map((error) => error.code)).toEqual([code]);
    expect(result.ruleset).toBeUndefined();
  });

  test('a file beyond the limits is refused, not read', () => {
    const limits = { fileBytes: 100, aliases: 5, nesting: 10 };
    const refuse = (text: string) =>
      loadRules([{ name: 'f', text }], { ...options, limits }).errors[0]?.message;
    expect(refuse(`- list: l\n  items: [${'a,'.repeat(100)}]`)).toContain('limit');
    expect(refuse(`- list: l\n  items: ${'['.repeat(20)}a${']'.repeat(20)}`)).toContain('nested');
    expect(refuse(`- &a [x]\n- [${'*a,'.repeat(8)}]`)).toContain('aliases');
  });

  test.each([
    [
      'macros that double 40 times',
      Array.from({ length: 40 }, (_, i) => `- macro: m${i + 1}\n  condition: m${i} and m${i}`),
      'm40',
      'checks',
    ],
    [
      'macros one inside another',
      Array.from({ length: 5000 }, (_, i) => `- macro: m${i + 1}\n  condition: (m${i} or proc.pid = ${i})`),
      'm5000',
      'levels',
    ],
    [
      'lists that grow tenfold 9 times',
      Array.from({ length: 9 }, (_, i) => `- list: l${i}\n  items: [${`l${i + 1},`.repeat(10)}]`),
      'proc.name in (l0)',
      'items',
    ],
  ])('%s are refused before they are walked', (_, items, condition, expected) => {
    const ends = ['- macro: m0\n  condition: proc.name = a', ...items, '- list: l9\n  items: [a]'];
    const text = `${ends.join('\n')}\n${rule(condition)}`;
    const [error] = loadRules([{ name: 'f', text }], options).errors;
    expect(error?.code).toBe('LOAD_ERR_COMPILE_CONDITION');
    expect(error?.message).toMatch(new RegExp(`more than \\d+ ${expected};`));
  });

  test('YAML nested beyond the stack is refused in the words of the loader', () => {
    const [error] = loadRules([{ name: 'f', text: '['.repeat(100_000) }], options).errors;
    expect(error?.message).toBe('nested too deeply');
  });

  test('no text makes the loader throw', () => {
    const word = fc.constantFrom(
      '- rule: A',
      '  desc: d',
      '  condition: proc.name = a',
      '  output: "%proc.name"',
      '  priority: INFO',
      '- list: l',
      '  items: [a]',
      '- macro: m',
      '  append: true',
      '  override: {condition: append}',
      '  exceptions: [{name: e, fields: proc.name, values: [a]}]',
      'x: &a *a',
      '---',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 12 }).map((lines) => lines.join('\n')),
        ),
        (text) => {
          const result = loadRules([{ name: 'f.yaml', text }], options);
          expect(result.ruleset === undefined).toBe(result.errors.length > 0);
        },
      ),
    );
  });
});

describe('files', () => {
  const engineOf = (texts: readonly string[], more: Partial<LoadOptions> = {}) => {
    const files = texts.map((text, index) => ({ name: `${index}.yaml`, text }));
    const result = loadRules(files, { ...options, ...more });
    expect(result.errors.map(formatDiagnostic)).toEqual([]);
    if (result.ruleset === undefined) throw new Error('no rules');
    return createEngine(result.ruleset, { ruleMatching: 'all' });
  };

  test('a textual append of "or x" does not take the whole condition', () => {
    const append = '- rule: R\n  condition: or proc.name = z\n  override: {condition: append}\n';
    const engine = engineOf([rule('evt.type = open and proc.name = a'), append]);
    expect(engine.evaluate(event({ 'proc.name': 'z' }, 'execve'))).toHaveLength(1);
    expect(engine.evaluate(event({ 'proc.name': 'a' }, 'execve'))).toHaveLength(0);
  });

  test('values of exceptions are data', () => {
    const exceptions = `  exceptions:
    - name: one
      fields: [proc.name, fd.name]
      comps: [=, in]
      values:
        - ['a"b) or (x', [/tmp/x y, '/a,b']]
`;
    const engine = engineOf([rule('evt.type = execve', exceptions)]);
    expect(engine.evaluate(event({ 'proc.name': 'a"b) or (x', 'fd.name': '/a,b' }))).toHaveLength(0);
    expect(engine.evaluate(event({ 'proc.name': 'x', 'fd.name': '/a,b' }))).toHaveLength(1);
    expect(engine.evaluate(event({}))).toHaveLength(1);
  });

  test('selection and least priority', () => {
    const text = rule('evt.type = execve', '  enabled: false\n  tags: [t]\n');
    const hit = event({ 'proc.name': 'a' });
    expect(engineOf([text]).evaluate(hit)).toHaveLength(0);
    expect(engineOf([text], { selection: [{ action: 'enable', tag: 't' }] }).evaluate(hit)).toHaveLength(1);
    expect(
      engineOf([text], { selection: [{ action: 'enable', rule: '*' }], minPriority: 'Notice' }).evaluate(hit),
    ).toHaveLength(0);
  });

  test('a rule that throws is counted and the others go on', () => {
    const good = rule('evt.type = execve').replace('rule: R', 'rule: Good');
    const engine = engineOf([rule('x.boom = a'), good]);
    expect(engine.evaluate(event({})).map((fired) => fired.rule)).toEqual(['Good']);
    expect(engine.failures()).toEqual([{ rule: 'R', count: 1, lastError: 'boom' }]);
  });

  test('output: widths, missing values, lists, JSON in the shape of Falco', () => {
    const text = rule('evt.type = execve').replace(
      'o %proc.name',
      'o|%5proc.name|%x.list|%proc.pname|%toupper(proc.name)|%proc.name.',
    );
    const one = event({ 'proc.name': 'bash', 'x.list': ['a', 'b'] });
    const [fired] = engineOf([text]).evaluate(one);
    expect(fired?.output).toBe('o|bash |(a,b)|<NA>|BASH|bash.');
    if (fired === undefined) return;
    expect(JSON.parse(falcoJson(fired, one, 'h'))).toMatchObject({
      hostname: 'h',
      output: `22:13:20.123456789: Informational ${fired.output}`,
      output_fields: { 'proc.name': 'bash', 'proc.pname': null, 'x.list': ['a', 'b'] },
      time: '2023-11-14T22:13:20.123456789Z',
    });
    expect(falcoJson(fired, one, 'h')).toContain('"evt.time":1700000000123456789');
    expect(falcoText({ ...fired, output: 'a\n"b"' }, one)).toBe(
      '22:13:20.123456789: Informational a\\n\\"b\\"',
    );
  });

  test('the index never hides a rule', () => {
    const check = fc.constantFrom(
      'evt.type = execve',
      'evt.type != open',
      'evt.type in (open)',
      'proc.name = a',
      'evt.type exists',
    );
    const condition = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        check,
        fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a} and ${b})`),
        fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a} or ${b})`),
        tie('tree').map((a) => `not (${a})`),
      ),
    })).tree;
    fc.assert(
      fc.property(
        condition,
        fc.constantFrom('execve', 'open'),
        fc.constantFrom('a', 'b'),
        (text, type, name) => {
          const one = event({ 'proc.name': name }, type);
          const { indexedBy: _, ...unindexed } = source;
          const indexed = engineOf([rule(text)]).evaluate(one).length;
          expect(indexed).toBe(engineOf([rule(text)], { sources: [unindexed] }).evaluate(one).length);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('files compiled once make the same rules and warnings as compiled one by one', () => {
  const files = [
    {
      name: 'a.yaml',
      text: '- macro: m\n  condition: (evt.type = open)\n- macro: idle\n  condition: (evt.type = execve)\n',
    },
    { name: 'b.yaml', text: '- rule: R\n  desc: d\n  condition: m\n  output: o\n  priority: INFO\n' },
    { name: 'c.yaml', text: '- macro: m\n  condition: or evt.type = execve\n  append: true\n' },
  ];
  const each = loadRules(files, { sources: [source] });
  const once = loadRules(files, { sources: [source], compilesOnce: true });
  expect(once.errors).toEqual([]);
  expect(once.ruleset?.rules.map(({ name, tree }) => [name, tree])).toEqual(
    each.ruleset?.rules.map(({ name, tree }) => [name, tree]),
  );
  expect(once.warnings.map(({ code, location }) => [code, location.file, location.line])).toContainEqual([
    'LOAD_UNUSED_MACRO',
    'a.yaml',
    3,
  ]);
});

test('a byte-order mark and Windows line ends are no part of the rules', () => {
  const text = '\uFEFF- list: names\r\n  items: [a, b]\r\n- macro: named\r\n  condition: (evt.num > 0)\r\n';
  const result = loadRules([{ name: 'windows.yaml', text }], { sources: [] });
  expect(result.errors).toEqual([]);
});

test.each([
  ['ct.usre', 'ct.user'],
  ['condtion', 'condition'],
  ['feilds', 'fields'],
])('%s means %s', (typo, meant) => {
  expect(didYouMean(typo, ['ct.user', 'condition', 'fields'])).toBe(meant);
});
