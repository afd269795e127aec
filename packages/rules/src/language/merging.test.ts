import { describe, expect, test } from 'vitest';
import { codesOf, fire, load, rule, type Values } from './source.ts';

const base = [
  '- rule: A',
  '  desc: d',
  '  condition: evt.type = execve and proc.name = a',
  '  output: o %proc.name',
  '  priority: NOTICE',
  '  tags: [t2, t1]',
  '  exceptions: [{name: e, fields: [proc.pname], values: [[p]]}]',
].join('\n');

const yamlValidate = 'LOAD_ERR_YAML_VALIDATE';
const validate = 'LOAD_ERR_VALIDATE';

describe('rules that are changed later', () => {
  type Row = [
    change: string,
    errors: readonly string[],
    fired?: Record<string, unknown> | undefined,
    values?: Values,
  ];
  const a: Values = { 'proc.name': 'a' };
  const z: Values = { 'proc.name': 'z', 'evt.type': 'open' };

  test.each<Row>([
    ['{condition: or proc.name = z, override: {condition: append}}', [], { rule: 'A' }, z],
    ['{condition: or proc.name = z, append: true}', [], { rule: 'A' }, z],
    ['{condition: and proc.pid = 1, override: {condition: append}}', [], undefined, a],
    ['{condition: evt.type = open, override: {condition: replace}}', [], { rule: 'A' }, z],
    ['{condition: proc.pid = 1, override: {condition: append}}', ['LOAD_ERR_COMPILE_CONDITION']],
    ['{output: and %proc.pid, override: {output: append}}', [], { output: 'o a and <NA>' }, a],
    ['{output: n, override: {output: replace}}', [], { output: 'n' }, a],
    ['{desc: more, override: {desc: append}}', [], { description: 'd more' }, a],
    ['{desc: other, override: {desc: replace}}', [], { description: 'other' }, a],
    ['{tags: [t0, t1], override: {tags: append}}', [], { tags: ['t0', 't1', 't2'] }, a],
    ['{tags: [z, y], override: {tags: replace}}', [], { tags: ['y', 'z'] }, a],
    ['{tags: [], override: {tags: replace}}', [], { tags: [] }, a],
    ['{priority: ERROR, override: {priority: replace}}', [], { priority: 'Error' }, a],
    ['{enabled: false, override: {enabled: replace}}', [], undefined, a],
    ['{enabled: false}', [], undefined, a],
    ['{enabled: true}', [], { rule: 'A' }, a],
    ['{capture: true, override: {capture: replace}}', [], { rule: 'A' }, a],
    ['{capture_duration: 5, override: {capture_duration: replace}}', [], { rule: 'A' }, a],
    ['{warn_evttypes: false, override: {warn_evttypes: replace}}', [], { rule: 'A' }, a],
    ['{skip-if-unknown-filter: true, override: {skip-if-unknown-filter: replace}}', [], { rule: 'A' }, a],
    [
      '{condition: and proc.pid = 1, output: n, priority: ERROR, override: {priority: replace, output: replace, condition: append}}',
      [],
      { output: 'n', priority: 'Error' },
      { ...a, 'proc.pid': 1 },
    ],
    ['{priority: ERROR, override: {priority: append}}', [yamlValidate]],
    ['{enabled: true, override: {enabled: append}}', [yamlValidate]],
    ['{capture: true, override: {capture: append}}', [yamlValidate]],
    ['{source: syscall, override: {source: replace}}', [yamlValidate]],
    ['{source: syscall, override: {source: append}}', [yamlValidate]],
    ['{rule: A, override: {rule: replace}}', [yamlValidate]],
    ['{condition: x, override: {condition: prepend}}', [yamlValidate]],
    ['{condition: x, override: {condition: Append}}', [yamlValidate]],
    ['{condition: x, override: {conditions: append}}', [yamlValidate]],
    ['{override: {condition: append}}', [yamlValidate]],
    ['{override: {condition: replace}}', [yamlValidate]],
    ['{condition: and proc.pid = 1, output: n, override: {condition: append}}', [yamlValidate]],
    ['{condition: and proc.pid = 1, enabled: true, override: {condition: append}}', [yamlValidate]],
    ['{condition: and proc.pid = 1, source: syscall, override: {condition: append}}', [], undefined, a],
    ['{condition: and proc.pid = 1, append: true, override: {condition: append}}', [yamlValidate]],
    ['{append: true}', [validate]],
    ['{append: true, tags: [x]}', [validate]],
    [
      '{append: true, output: more, condition: and proc.pid = 1}',
      [],
      { output: 'o a' },
      { ...a, 'proc.pid': 1 },
    ],
    ['{append: true, priority: nonsense, condition: and proc.pid = 1}', [], undefined, a],
    ['{append: true, exceptions: }', [], { rule: 'A' }, a],
    ['{append: true, exceptions: [{name: e, values: [[q]]}]}', [], undefined, { ...a, 'proc.pname': 'q' }],
    [
      '{exceptions: [{name: e, values: [[q]]}], override: {exceptions: append}}',
      [],
      undefined,
      { ...a, 'proc.pname': 'q' },
    ],
    [
      '{exceptions: [{name: f, fields: [proc.pid], values: [[1]]}], override: {exceptions: append}}',
      [],
      undefined,
      { ...a, 'proc.pid': 1 },
    ],
    [
      '{exceptions: [{name: f, fields: [proc.pid], values: [[1]]}], override: {exceptions: replace}}',
      [],
      { rule: 'A' },
      { ...a, 'proc.pname': 'p' },
    ],
    ['{exceptions: [{name: f, fields: [proc.pid]}], override: {exceptions: append}}', [validate]],
    ['{exceptions: [{name: f, values: [[1]]}], override: {exceptions: append}}', [validate]],
    [
      '{exceptions: [{name: e, fields: [proc.pname], values: [[q]]}], override: {exceptions: append}}',
      [validate],
    ],
    ['{exceptions: [{name: e, comps: [=], values: [[q]]}], override: {exceptions: append}}', [validate]],
    ['{exceptions: [{name: f, values: [[1]]}], override: {exceptions: replace}}', [yamlValidate]],
    ['{enabled: maybe}', [yamlValidate]],
    ['{tags: [x]}', [yamlValidate]],
    ['{condition: proc.name = b}', [yamlValidate]],
  ])('%s: errors %j, fires %o', (change, errors, fired, values = {}) => {
    const loaded = load([
      base,
      `- ${change.replace('{', '{rule: A, ').replace('rule: A, rule: A', 'rule: A')}`,
    ]);
    expect(codesOf(loaded).errors).toEqual(errors);
    if (errors.length > 0) return;
    const found = fire(loaded, values);
    expect(found.length).toBe(fired === undefined ? 0 : 1);
    if (fired !== undefined) expect(found[0]).toMatchObject(fired);
  });

  test.each([
    ['{rule: B, condition: and x, override: {condition: append}}', validate],
    ['{rule: B, condition: evt.type = open, override: {condition: replace}}', validate],
    ['{rule: B, condition: and x, append: true}', validate],
    ['{rule: B, enabled: false}', validate],
    ['{rule: B, condition: and x, output: o, override: {condition: append}}', validate],
  ])('%s has no rule to change', (change, code) => {
    expect(codesOf(load([base, `- ${change}`])).errors).toEqual([code]);
  });

  test('changes add up over files, and defining anew forgets them', () => {
    const texts = [
      base,
      '- {rule: A, condition: and proc.pid > 1, override: {condition: append}}',
      '- {rule: A, condition: and proc.pid < 9, override: {condition: append}}',
      '- {rule: A, enabled: false}',
    ];
    expect(fire(load(texts.slice(0, 3)), { 'proc.name': 'a', 'proc.pid': 5 })).toHaveLength(1);
    expect(fire(load(texts.slice(0, 3)), { 'proc.name': 'a', 'proc.pid': 9 })).toHaveLength(0);
    const anew = rule('evt.type = execve', '', 'A');
    expect(fire(load([...texts, anew]), { 'proc.name': 'x', 'proc.pname': 'p' })[0]).toMatchObject({
      tags: [],
      output: 'o',
    });
  });

  test('the deprecated ways are told', () => {
    expect(codesOf(load([base, '- {rule: A, enabled: false}'])).warnings).toEqual(['LOAD_DEPRECATED_ITEM']);
    expect(codesOf(load([base, '- {rule: A, append: true, condition: and proc.pid = 1}'])).warnings).toEqual([
      'LOAD_DEPRECATED_ITEM',
    ]);
    const noValues = '- {rule: A, exceptions: [{name: e}], override: {exceptions: append}}';
    expect(codesOf(load([base, noValues])).warnings).toEqual(['LOAD_APPEND_NO_VALUES']);
  });
});

describe('lists', () => {
  type Row = readonly [items: string, condition: string, fires: readonly string[], not: readonly string[]];

  test.each<Row>([
    ['- {list: l, items: [a, b]}', 'proc.name in (l)', ['a', 'b'], ['l']],
    ['- {list: l, items: [a, b]}', 'proc.name in (l, c)', ['a', 'c'], ['l']],
    ['- {list: l, items: [a]}', 'proc.name in l', ['a'], ['l']],
    ['- {list: l, items: [a]}', 'proc.name = l', ['a'], ['l']],
    ['- {list: l, items: [a]}', 'proc.name=l', ['a'], ['l']],
    ['- {list: l, items: [a]}', 'proc.name = "l"', ['l'], ['a']],
    ['- {list: l, items: [a]}', "proc.name in ('l')", ['l'], ['a']],
    ['- {list: l, items: [a]}', 'proc.name startswith l', ['ab'], ['l']],
    ['- {list: l, items: [a]}', 'proc.name = anyof (l, c)', ['a', 'c'], ['l']],
    ['- {list: l, items: [a]}', 'proc.name in (lx, xl)', ['lx', 'xl'], ['a']],
    ['- {list: l, items: []}', 'proc.name in (l)', [], ['l', '']],
    ['- {list: l, items: []}', 'proc.name in (l, c)', ['c'], ['l']],
    ['- {list: l, items: []}', 'proc.name in (c, l)', ['c'], ['l']],
    ['- {list: l, items: []}', 'proc.name in (c, l, d)', ['c', 'd'], ['l']],
    ['- {list: l, items: []}', 'proc.name in (l, l)', [], ['l']],
    ['- {list: l, items: ["a b", c]}', 'proc.name in (l)', ['a b', 'c'], ['a']],
    ['- {list: l, items: [\'"a b"\', "\'c\'"]}', 'proc.name in (l)', ['a b', 'c'], ['"a b"']],
    ['- {list: l, items: ["a,b"]}', 'proc.name in (l)', ['a', 'b'], ['a,b']],
    ['- {list: l, items: [\'"a,b"\']}', 'proc.name in (l)', ['a,b'], ['a']],
    ['- {list: l, items: [1, true]}', 'proc.name in (l)', ['1', 'true'], []],
    ['- {list: k, items: [a]}\n- {list: l, items: [k, b]}', 'proc.name in (l)', ['a', 'b'], ['k']],
    ['- {list: l, items: [k, b]}\n- {list: k, items: [a]}', 'proc.name in (l)', ['a', 'b'], ['k']],
    [
      '- {list: j, items: [a]}\n- {list: k, items: [j]}\n- {list: l, items: [k]}',
      'proc.name in (l)',
      ['j'],
      ['a', 'k'],
    ],
    ['- {list: l, items: [l, b]}', 'proc.name in (l)', ['l', 'b'], []],
    ['- {list: l, items: [a]}\n- {list: l, items: [b]}', 'proc.name in (l)', ['b'], ['a']],
    [
      '- {list: l, items: [a]}\n- {list: l, items: [b], override: {items: append}}',
      'proc.name in (l)',
      ['a', 'b'],
      [],
    ],
    [
      '- {list: l, items: [a]}\n- {list: l, items: [b], override: {items: replace}}',
      'proc.name in (l)',
      ['b'],
      ['a'],
    ],
    ['- {list: l, items: [a]}\n- {list: l, items: [b], append: true}', 'proc.name in (l)', ['a', 'b'], []],
    ['- {list: l, items: [m]}\n- {macro: m, condition: proc.name = z}', 'l', ['z'], ['m']],
    [
      '- {list: m, items: [n]}\n- {macro: m, condition: proc.name = y}\n- {macro: n, condition: proc.name = z}',
      'm',
      ['z'],
      ['y'],
    ],
    ['- {list: "a list", items: [x, y]}', 'proc.name in (a list)', ['x', 'y'], ['a list']],
    ['- {list: "a list", items: [x]}', 'proc.name = "a list"', ['a list'], ['x']],
    [
      '- {list: __proto__, items: [x]}',
      'proc.name in (__proto__, constructor)',
      ['x', 'constructor'],
      ['__proto__'],
    ],
    ['- {list: /etc/passwd, items: [x]}', 'proc.name = /etc/passwd', ['x'], ['/etc/passwd']],
    ['- {list: no.items, items: [x]}', 'proc.name in (no.items)', ['x'], []],
  ])('%j with %s', (items, condition, fires, not) => {
    const loaded = load([`${items}\n${rule(`evt.type = execve and ${condition}`)}`]);
    for (const name of fires) expect(fire(loaded, { 'proc.name': name }), name).toHaveLength(1);
    for (const name of not) expect(fire(loaded, { 'proc.name': name }), name).toHaveLength(0);
  });

  test.each([
    ['- {list: l, items: [a, b]}', 'proc.name in l'],
    ['- {list: l, items: [a, b]}', 'proc.name = l'],
    ['- {list: l, items: []}', 'proc.name = l'],
    ['- {list: l, items: []}', 'proc.name in l'],
    ['- {list: l, items: [a=b]}', 'proc.name in (l)'],
    ['- {list: l, items: [(a)]}', 'proc.name in (l)'],
    ["- {list: l, items: ['a\"b']}", 'proc.name in (l)'],
    ['- {list: l, items: [a, ""]}', 'proc.name in (l)'],
    ['- {list: l, items: [a, b]}', 'l'],
    ['- {list: m, items: [a, b]}\n- {macro: m, condition: proc.name = y}', 'm'],
    ['- {list: l, items: [x]}', 'proc.pid in (l)'],
    ['- {list: l, items: [nosuch]}', 'evt.type in (l)'],
  ])('%j does not fit %s', (items, condition) => {
    const [error] = load([`${items}\n${rule(`evt.type = execve and ${condition}`)}`]).errors;
    expect(error?.code).toBe('LOAD_ERR_COMPILE_CONDITION');
    expect(error?.location.items[0]).toEqual({ type: 'rule', name: 'R' });
  });

  test('used in a macro, in another list or by quoting only', () => {
    const l = '- {list: l, items: [a]}\n';
    expect(codesOf(load([`${l}- {list: k, items: [l]}`])).warnings).toEqual(['LOAD_UNUSED_LIST']);
    expect(load([`${l}- {list: k, items: [l]}`]).warnings).toHaveLength(1);
    expect(codesOf(load([`${l}- {macro: m, condition: proc.name in (l)}`])).warnings).toEqual([
      'LOAD_UNUSED_MACRO',
    ]);
    expect(codesOf(load([l + rule('evt.type = execve and proc.name = "l"')])).warnings).toEqual([
      'LOAD_UNUSED_LIST',
    ]);
  });
});

describe('macros', () => {
  type Row = readonly [macros: string, condition: string, values: Values, fires: boolean];
  const z = { 'proc.name': 'z' };

  test.each<Row>([
    ['- {macro: m, condition: proc.name = y or proc.name = z}', 'm and proc.pid = 1', z, false],
    ['- {macro: m, condition: proc.name = y or proc.name = z}', 'not m', z, false],
    ['- {macro: m, condition: proc.name = y}\n- {macro: m, condition: proc.name = z}', 'm', z, true],
    [
      '- {macro: m, condition: proc.name = y}\n- {macro: m, condition: or proc.name = z, override: {condition: append}}',
      'm',
      z,
      true,
    ],
    [
      '- {macro: m, condition: proc.name = y}\n- {macro: m, condition: or proc.name = z, append: true}',
      'm',
      z,
      true,
    ],
    [
      '- {macro: m, condition: proc.name = y}\n- {macro: m, condition: proc.name = z, override: {condition: replace}}',
      'm',
      z,
      true,
    ],
    ['- {macro: m, condition: proc.name = z}\n- {macro: n, condition: m}', 'n', z, true],
    [
      '- {macro: m, condition: proc.name = y}\n- {macro: n, condition: m}\n- {macro: m, condition: proc.name = z}',
      'n',
      z,
      true,
    ],
    [
      '- {macro: m, condition: proc.name = z}\n- {macro: k, condition: proc.name = z}\n- {macro: m, condition: k}',
      'm',
      z,
      true,
    ],
    ['- {macro: and, condition: proc.name = z}', 'and', z, true],
    ['- {macro: in, condition: proc.name = z}', 'in and(in)', z, true],
    [
      '- {macro: __proto__, condition: proc.name = z}\n- {macro: constructor, condition: proc.name = z}',
      'constructor',
      z,
      true,
    ],
  ])('%j with %s', (macros, condition, values, fires) => {
    const loaded = load([`${macros}\n${rule(`evt.type = execve and ${condition}`)}`]);
    expect(fire(loaded, values)).toHaveLength(fires ? 1 : 0);
  });

  test.each([
    ['- {macro: n, condition: m}\n- {macro: m, condition: proc.name = z}'],
    ['- {macro: m, condition: m}'],
    ['- {macro: m, condition: proc.name = z}\n- {macro: m, condition: or m, override: {condition: append}}'],
    ['- {macro: m, condition: proc.name = z}\n- {macro: n, condition: m}\n- {macro: m, condition: n}'],
    ['- {macro: m, condition: (proc.name = z)}\n- {macro: n, condition: M}'],
  ])('%j cannot be resolved', (macros) => {
    expect(codesOf(load([macros])).errors).toEqual(['LOAD_ERR_VALIDATE']);
  });

  test('a rule sees a macro that is defined after it, in its own file', () => {
    expect(fire(load([`${rule('later')}\n- {macro: later, condition: evt.type = execve}`]), {})).toHaveLength(
      1,
    );
  });

  test('the fields of a macro are checked for each source that uses it', () => {
    const macro = '- {macro: m, condition: proc.name = a}\n';
    const ofOther = rule('m', '  source: other', 'O');
    expect(codesOf(load([macro + rule('evt.type = execve and m')])).errors).toEqual([]);
    expect(codesOf(load([`${macro + rule('evt.type = execve and m')}\n${ofOther}`])).errors).toEqual([
      'LOAD_ERR_COMPILE_CONDITION',
    ]);
  });
});
