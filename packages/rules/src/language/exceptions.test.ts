import { describe, expect, test } from 'vitest';
import { codesOf, fire, load, rule, type Values } from './source.ts';

function withException(exception: string, condition = 'evt.type = execve'): string {
  return rule(condition, `  exceptions:\n    - ${exception}`);
}

const validate = 'LOAD_ERR_VALIDATE';
const yamlValidate = 'LOAD_ERR_YAML_VALIDATE';
const compile = 'LOAD_ERR_COMPILE_CONDITION';

const applied: readonly (readonly [
  exception: string,
  excepted: readonly Values[],
  others: readonly Values[],
])[] = [
  [
    '{name: e, fields: [proc.name, fd.name], comps: [=, startswith], values: [[a, /x], [b, /y]]}',
    [
      { 'proc.name': 'a', 'fd.name': '/x/1' },
      { 'proc.name': 'b', 'fd.name': '/y' },
    ],
    [{ 'proc.name': 'a', 'fd.name': '/y' }, { 'proc.name': 'a' }, { 'fd.name': '/x' }, {}],
  ],
  ['{name: e, fields: [proc.name], values: [[a], [b]]}', [{ 'proc.name': 'b' }], [{ 'proc.name': 'c' }]],
  ['{name: e, fields: proc.name, values: [a, b]}', [{ 'proc.name': 'b' }], [{ 'proc.name': 'c' }, {}]],
  [
    '{name: e, fields: fd.name, comps: pmatch, values: [/a, /b/*/c]}',
    [{ 'fd.name': '/b/x/c' }],
    [{ 'fd.name': '/ax' }],
  ],
  [
    '{name: e, fields: list.text, comps: intersects, values: [a]}',
    [{ 'list.text': ['b', 'a'] }],
    [{ 'list.text': ['b'] }],
  ],
  [
    '{name: e, fields: proc.name, comps: startswith anyof, values: [a, b]}',
    [{ 'proc.name': 'bash' }],
    [{ 'proc.name': 'sh' }],
  ],
  [
    '{name: e, fields: proc.name, comps: " in ", values: [a]}',
    [{ 'proc.name': 'a' }],
    [{ 'proc.name': 'b' }],
  ],
  [
    '{name: e, fields: [proc.name], comps: [in], values: [[[a, b]]]}',
    [{ 'proc.name': 'b' }],
    [{ 'proc.name': 'c' }],
  ],
  [
    '{name: e, fields: [proc.name], comps: [in], values: [["(a, b)"]]}',
    [{ 'proc.name': 'b' }],
    [{ 'proc.name': '(a, b)' }],
  ],
  [
    '{name: e, fields: [proc.name], comps: [in], values: [["(a, \\"b c\\")"]]}',
    [{ 'proc.name': 'b c' }],
    [{ 'proc.name': 'b' }],
  ],
  [
    '{name: e, fields: [proc.name], comps: [in], values: [[a]]}',
    [{ 'proc.name': 'a' }],
    [{ 'proc.name': 'b' }],
  ],
  [
    '{name: e, fields: [proc.name, fd.name], comps: [in, in], values: [[[a, b], [/x, /y]]]}',
    [{ 'proc.name': 'b', 'fd.name': '/y' }],
    [{ 'proc.name': 'b', 'fd.name': '/z' }],
  ],
  [
    '{name: e, fields: [fd.name], comps: [pmatch], values: [[[/a, /b]], [/c]]}',
    [{ 'fd.name': '/c/d' }, { 'fd.name': '/b/d' }],
    [{ 'fd.name': '/d' }],
  ],
  [
    '{name: e, fields: [proc.name], comps: [= anyof], values: [[[a, b]]]}',
    [{ 'proc.name': 'b' }],
    [{ 'proc.name': 'c' }],
  ],
  [
    '{name: e, fields: [proc.name], comps: ["!="], values: [[a]]}',
    [{ 'proc.name': 'b' }],
    [{ 'proc.name': 'a' }, {}],
  ],
  ['{name: e, fields: [proc.pid], comps: [">"], values: [[5]]}', [{ 'proc.pid': 6 }], [{ 'proc.pid': 5 }]],
  [
    '{name: e, fields: ["tolower(proc.name)"], values: [[a]]}',
    [{ 'proc.name': 'A' }],
    [{ 'proc.name': 'b' }],
  ],
  [
    '{name: e, fields: ["proc.aname[2]"], values: [[a]]}',
    [{ 'proc.aname[2]': 'a' }],
    [{ 'proc.aname[2]': 'b' }],
  ],
  [
    '{name: e, fields: [proc.name], values: [[my prog]]}',
    [{ 'proc.name': 'my prog' }],
    [{ 'proc.name': 'my' }],
  ],
  [
    '{name: e, fields: [proc.name], values: [[\'"my prog"\']]}',
    [{ 'proc.name': 'my prog' }],
    [{ 'proc.name': '"my prog"' }],
  ],
  // Values are data: nothing in them ends the value or the condition.
  ["{name: e, fields: [proc.name], values: [['a\"b']]}", [{ 'proc.name': 'a"b' }], [{ 'proc.name': 'a' }]],
  [
    "{name: e, fields: [proc.name], values: [['a) or (proc.pid = 1']]}",
    [{ 'proc.name': 'a) or (proc.pid = 1' }],
    [{ 'proc.pid': 1 }, { 'proc.name': 'a' }],
  ],
  [
    '{name: e, fields: [proc.cmdline], values: [["--opt=1,2"]]}',
    [{ 'proc.cmdline': '--opt=1,2' }],
    [{ 'proc.cmdline': '--opt' }],
  ],
  [
    "{name: e, fields: proc.name, values: ['a)', '(b']}",
    [{ 'proc.name': 'a)' }, { 'proc.name': '(b' }],
    [{ 'proc.name': 'a' }],
  ],
  ['{name: e, fields: [proc.name]}', [], [{ 'proc.name': 'a' }, {}]],
  ['{name: e, fields: proc.name, values: []}', [], [{ 'proc.name': 'a' }, {}]],
];

describe('exceptions', () => {
  test.each(applied)('%s', (exception, excepted, others) => {
    const loaded = load([withException(exception)]);
    expect(loaded.errors).toEqual([]);
    for (const values of excepted) expect(fire(loaded, values), JSON.stringify(values)).toHaveLength(0);
    for (const values of others) expect(fire(loaded, values), JSON.stringify(values)).toHaveLength(1);
  });

  test('lists in values stand for their items', () => {
    const lists = '- {list: l, items: [a, b]}\n- {list: one, items: [c]}\n';
    const row = (exception: string) => load([lists + withException(exception)]);
    expect(fire(row('{name: e, fields: proc.name, values: [l, one]}'), { 'proc.name': 'b' })).toHaveLength(0);
    expect(
      fire(row('{name: e, fields: [proc.name], comps: [in], values: [[l]]}'), { 'proc.name': 'a' }),
    ).toHaveLength(0);
    expect(
      fire(row('{name: e, fields: [proc.name], comps: [in], values: [["(l, x)"]]}'), { 'proc.name': 'a' }),
    ).toHaveLength(0);
    expect(
      fire(row('{name: e, fields: [proc.name], comps: [in], values: [[[l, x]]]}'), { 'proc.name': 'x' }),
    ).toHaveLength(0);
    expect(fire(row('{name: e, fields: [proc.name], values: [[one]]}'), { 'proc.name': 'c' })).toHaveLength(
      0,
    );
    expect(codesOf(row('{name: e, fields: [proc.name], values: [[l]]}')).errors).toEqual([compile]);
  });

  test('appended conditions are inside, before the exceptions', () => {
    const append = '- {rule: R, condition: or evt.type = open, override: {condition: append}}';
    const loaded = load([withException('{name: e, fields: proc.name, values: [a]}'), append]);
    expect(fire(loaded, { 'evt.type': 'open', 'proc.name': 'a' })).toHaveLength(0);
    expect(fire(loaded, { 'evt.type': 'open', 'proc.name': 'b' })).toHaveLength(1);
  });

  test('two of one name both apply, and are told', () => {
    const two = rule(
      'evt.type = execve',
      '  exceptions:\n    - {name: e, fields: proc.name, values: [a]}\n    - {name: e, fields: proc.name, values: [b]}',
    );
    const loaded = load([two]);
    expect(codesOf(loaded)).toEqual({ errors: [], warnings: ['LOAD_EXCEPTION_NAME_NOT_UNIQUE'] });
    for (const name of ['a', 'b']) expect(fire(loaded, { 'proc.name': name })).toHaveLength(0);
  });

  test('a key that is none is told with the one that was meant', () => {
    const [warning] = load([withException('{name: e, fields: proc.name, value: [a]}')]).warnings;
    expect(warning).toMatchObject({
      code: 'LOAD_UNKNOWN_KEY',
      message: 'unknown key "value"; did you mean "values"?',
    });
  });

  test('a field that is none is told with the one that was meant', () => {
    const [error] = load([withException('{name: e, fields: [proc.nam], values: [[a]]}')]).errors;
    expect(error?.message).toContain('did you mean "proc.name"');
    expect(error?.location.items.at(-1)).toEqual({ type: 'exception', name: 'e' });
  });
});

describe('exceptions that are none', () => {
  test.each([
    ['{fields: [proc.name], values: [[a]]}', yamlValidate],
    ['{name: , fields: [proc.name], values: [[a]]}', yamlValidate],
    ['{name: [e], fields: [proc.name], values: [[a]]}', yamlValidate],
    ['{name: e, values: [[a]]}', yamlValidate],
    ['{name: e, fields: "", values: [[a]]}', yamlValidate],
    ['{name: e, fields: [""], values: [[a]]}', yamlValidate],
    ['{name: e, fields: [proc.name], values: a}', yamlValidate],
    ['{name: e, fields: [proc.name], values: }', yamlValidate],
    ['{name: e, fields: [proc.name], values: {a: b}}', yamlValidate],
    ['{name: e, fields: [proc.name], values: [[""]]}', yamlValidate],
    ['{name: e, fields: , values: [[a]]}', validate],
    ['{name: e, fields: [], values: [[a]]}', validate],
    ['{name: e, fields: {a: b}, values: [[a]]}', validate],
    ['{name: e, fields: [[proc.name]], values: [[a]]}', validate],
    ['{name: e, fields: [proc.nosuch], values: [[a]]}', validate],
    ['{name: e, fields: [nosuch], values: [[a]]}', validate],
    ['{name: e, fields: [evt.arg], values: [[a]]}', validate],
    ['{name: e, fields: ["val(proc.name)"], values: [[a]]}', validate],
    ['{name: e, fields: ["proc.name = a or proc.pid"], values: [[1]]}', validate],
    ['{name: e, fields: [proc.name], comps: [=, =], values: [[a]]}', validate],
    ['{name: e, fields: [proc.name, fd.name], comps: [=], values: [[a, b]]}', validate],
    ['{name: e, fields: [proc.name], comps: "=", values: [[a]]}', validate],
    ['{name: e, fields: proc.name, comps: [in], values: [a]}', validate],
    ['{name: e, fields: [proc.name], comps: [is], values: [[a]]}', validate],
    ['{name: e, fields: [proc.name], comps: ["in anyof"], values: [[a]]}', validate],
    ['{name: e, fields: proc.name, comps: "=", values: [a]}', validate],
    ['{name: e, fields: proc.name, comps: startswith, values: [a]}', validate],
    ['{name: e, fields: proc.name, comps: exists, values: [a]}', validate],
    ['{name: e, fields: proc.name, values: [[a]]}', validate],
    ['{name: e, fields: [proc.name], values: [a]}', validate],
    ['{name: e, fields: [proc.name], values: [[a, b]]}', validate],
    ['{name: e, fields: [proc.name, fd.name], values: [[a]]}', validate],
    ['{name: e, fields: [proc.name], values: [[]]}', validate],
    ['{name: e, fields: [proc.name], values: [~]}', validate],
    ['{name: e, fields: [proc.name], values: [[~]]}', compile],
    ['{name: e, fields: [proc.name], values: [[[a, b]]]}', compile],
    ['{name: e, fields: [proc.name], comps: [exists], values: [[a]]}', compile],
    ['{name: e, fields: [proc.name], comps: [">"], values: [[a]]}', compile],
    ['{name: e, fields: [proc.pid], values: [[abc]]}', compile],
    ['{name: e, fields: [proc.pid], comps: [startswith], values: [[1]]}', compile],
    ['{name: e, fields: [evt.type], values: [[nosuch]]}', compile],
    ["{name: e, fields: [proc.name], values: [['\"a']]}", compile],
    ['{name: e, fields: [proc.name], values: [[\'"a" b\']]}', compile],
    ['{name: e, fields: [proc.name], comps: [in], values: [["(a, b"]]}', compile],
  ])('%s gives %s', (exception, code) => {
    expect(codesOf(load([withException(exception)])).errors).toEqual([code]);
  });

  test('with an unknown source the fields are not looked up', () => {
    const text = rule(
      'a.b = c',
      '  source: nope\n  exceptions: [{name: e, fields: [proc.nosuch], values: [[a]]}]',
    );
    expect(codesOf(load([text]))).toEqual({ errors: [], warnings: ['LOAD_UNKNOWN_SOURCE'] });
  });
});
