import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../report.ts';
import { codesOf, fire, load, rule } from './source.ts';

const yamlValidate = 'LOAD_ERR_YAML_VALIDATE';
const validate = 'LOAD_ERR_VALIDATE';

/** A whole rule with one key changed, left out (`undefined`) or added; values are YAML. */
function ruleWith(key: string, value: string | undefined): string {
  const keys = new Map([
    ['rule', 'A'],
    ['desc', 'd'],
    ['condition', 'evt.type = execve'],
    ['output', 'o'],
    ['priority', 'INFO'],
  ]);
  if (value === undefined) keys.delete(key);
  else keys.set(key, value);
  return `- ${[...keys].map(([name, text]) => `${name}: ${text}`.trimEnd()).join('\n  ')}\n`;
}

type Shape = [text: string, errors: readonly string[], warnings?: readonly string[]];

const shapes: readonly Shape[] = [
  ['', []],
  ['# nothing\n', []],
  ['---\n---\n', []],
  ['null', []],
  ['[]', []],
  ['- \n- ~\n- null\n', []],
  ['a scalar', [yamlValidate]],
  ['a: mapping', [yamlValidate]],
  ['rule: A\ndesc: d', [yamlValidate]],
  ['- a scalar', [yamlValidate]],
  ['- [a, sequence]', [yamlValidate]],
  ['- {}', [], ['LOAD_UNKNOWN_ITEM']],
  ['- nosuch: x', [], ['LOAD_UNKNOWN_ITEM']],
  ['- {rules: A, macros: b}', [], ['LOAD_UNKNOWN_ITEM']],
  ['- [', ['LOAD_ERR_YAML_PARSE']],
  ['- a: b: c', ['LOAD_ERR_YAML_PARSE']],
  ['- rule: "A', ['LOAD_ERR_YAML_PARSE']],
  ['-\trule: A', ['LOAD_ERR_YAML_PARSE']],
  ['- *nosuch', ['LOAD_ERR_YAML_PARSE']],
  ['- {list: l, items: [a]}\n---\n- {list: m, items: [b]}', [], ['LOAD_UNUSED_LIST']],
  ['- {list: l, items: [a]}\n---\nscalar', [yamlValidate]],
  ['- &x {list: l, items: &i [a]}\n- {list: m, items: *i}', [], ['LOAD_UNUSED_LIST']],
  ['- {list: l, items: [a], list: other}', [], ['LOAD_UNUSED_LIST', 'YAML_DUPLICATE_KEY']],
  ['- {list: "l\ufffd", items: [a]}', [], ['LOAD_UNUSED_LIST', 'TEXT_NOT_UTF8']],
];

/** One key of a whole rule at a time. */
const ruleKeys: readonly (readonly [key: string, value: string | undefined, errors: readonly string[]])[] = [
  ...(['desc', 'condition', 'output', 'priority'] as const).flatMap((key) => [
    [key, undefined, [yamlValidate]] as const,
    [key, '', [yamlValidate]] as const,
    [key, '""', [yamlValidate]] as const,
    [key, '[a]', [yamlValidate]] as const,
    [key, '{a: b}', [yamlValidate]] as const,
  ]),
  ['rule', '', [yamlValidate]],
  ['rule', '""', [yamlValidate]],
  ['rule', '[A]', [yamlValidate]],
  ['rule', '12', []],
  ['rule', 'true', []],
  ['rule', 'Any text: of "any" kind é', ['LOAD_ERR_YAML_PARSE']],
  ['rule', '\'Any text: of "any" kind é\'', []],
  ['desc', '5', []],
  ['output', '12', []],
  ['output', '"  o  "', []],
  ...['EMERGENCY', 'Alert', 'critical', 'eRRor', 'WARNING', 'notice', 'informational', 'INFO', 'Debug'].map(
    (priority) => ['priority', priority, []] as const,
  ),
  ...['WARN', 'NOTICES', '3', 'low', '"INFO "'].map(
    (priority) => ['priority', priority, [yamlValidate]] as const,
  ),
  ...['enabled', 'warn_evttypes', 'skip-if-unknown-filter', 'capture'].flatMap((key) => [
    ...['true', 'false', 'yes', 'no', 'y', 'n', 'on', 'off', 'True', 'NO', '"false"'].map(
      (value) => [key, value, []] as const,
    ),
    ...['', '""', '1', 'maybe', 'tRUE', '[true]', '{}'].map((value) => [key, value, [yamlValidate]] as const),
  ]),
  ...['0', '5000', '4294967295', '"12"', '0x10', '010'].map(
    (value) => ['capture_duration', value, []] as const,
  ),
  ...['-1', '4294967296', '1.5', '5s', '', '[1]', '08'].map(
    (value) => ['capture_duration', value, [yamlValidate]] as const,
  ),
  ['tags', '[a, b, 3]', []],
  ['tags', '[]', []],
  ['tags', 'a', [yamlValidate]],
  ['tags', '', [yamlValidate]],
  ['tags', '[[a]]', [yamlValidate]],
  ['tags', '[a, ~]', [yamlValidate]],
  ['tags', '{a: b}', [yamlValidate]],
  ['source', 'syscall', []],
  ['source', '', [yamlValidate]],
  ['source', '[syscall]', [yamlValidate]],
  ['exceptions', '', []],
  ['exceptions', '[]', []],
  ['exceptions', 'a', [yamlValidate]],
  ['exceptions', '{name: e}', [yamlValidate]],
  ['exceptions', '[a]', [yamlValidate]],
  ['append', 'false', []],
  ['append', '', [yamlValidate]],
  ['append', 'perhaps', [yamlValidate]],
  ['override', '', []],
  ['override', '{}', []],
  ['override', '[condition]', [yamlValidate]],
];

const items: readonly Shape[] = [
  ['- list: l', [yamlValidate]],
  ['- {list: l, items: }', [yamlValidate]],
  ['- {list: l, items: a}', [yamlValidate]],
  ['- {list: l, items: {a: b}}', [yamlValidate]],
  ['- {list: l, items: [[a]]}', [yamlValidate]],
  ['- {list: l, items: [a, ~]}', [yamlValidate]],
  ['- {list: l, items: [a, 5, true, "b c", ""]}', [], ['LOAD_UNUSED_LIST']],
  ['- {list: l, items: []}', [], ['LOAD_UNUSED_LIST']],
  ['- {list: , items: [a]}', [yamlValidate]],
  ['- {list: "", items: [a]}', [yamlValidate]],
  ['- {list: [l], items: [a]}', [yamlValidate]],
  ['- {list: l, items: [a], append: true}', [validate], ['LOAD_DEPRECATED_ITEM']],
  ['- {list: l, items: [a], append: 5}', [yamlValidate]],
  ['- {list: l, items: [a], override: {items: append}}', [validate]],
  ['- {list: l, items: [a], override: {items: replace}}', [], ['LOAD_UNUSED_LIST']],
  ['- {list: l, items: [a], override: {items: prepend}}', [yamlValidate]],
  ['- {list: l, items: [a], override: {items: }}', [yamlValidate]],
  ['- {list: l, items: [a], override: {items: [append]}}', [validate]],
  ['- {list: l, items: [a], override: {list: replace}}', [yamlValidate]],
  [
    '- {list: l, items: [a], append: true, override: {items: append}}',
    [yamlValidate],
    ['LOAD_DEPRECATED_ITEM'],
  ],
  ['- {list: "a b", items: [a]}', [], ['LOAD_INVALID_LIST_NAME', 'LOAD_UNUSED_LIST']],
  ['- {list: "a,b", items: [a]}', [], ['LOAD_INVALID_LIST_NAME', 'LOAD_UNUSED_LIST']],
  ['- {list: a=b, items: [a]}', [], ['LOAD_INVALID_LIST_NAME', 'LOAD_UNUSED_LIST']],
  ["- {list: 'a\"b', items: [a]}", [], ['LOAD_INVALID_LIST_NAME', 'LOAD_UNUSED_LIST']],
  ['- {list: a-b.c/d, items: [a]}', [], ['LOAD_UNUSED_LIST']],
  ['- macro: m', [yamlValidate]],
  ['- {macro: m, condition: }', [yamlValidate]],
  ['- {macro: m, condition: ""}', [yamlValidate]],
  ['- {macro: m, condition: [a]}', [yamlValidate]],
  ['- {macro: , condition: proc.name = a}', [yamlValidate]],
  ['- {macro: m, condition: proc.name = a}', [], ['LOAD_UNUSED_MACRO']],
  ['- {macro: m, condition: proc.nosuch = a}', [], ['LOAD_UNUSED_MACRO']],
  ['- {macro: m, condition: proc.pid = abc}', [], ['LOAD_UNUSED_MACRO']],
  ['- {macro: m, condition: proc.name =}', ['LOAD_ERR_COMPILE_CONDITION']],
  ['- {macro: m, condition: (}', ['LOAD_ERR_COMPILE_CONDITION']],
  ['- {macro: m, condition: nosuch}', [validate]],
  ['- {macro: m, condition: m}', [validate]],
  ['- {macro: m, condition: proc.name = a, append: true}', [validate], ['LOAD_DEPRECATED_ITEM']],
  ['- {macro: m, condition: proc.name = a, override: {condition: append}}', [validate]],
  ['- {macro: m, condition: proc.name = a, override: {condition: replace}}', [], ['LOAD_UNUSED_MACRO']],
  ['- {macro: m-x, condition: proc.name = a}', [], ['LOAD_INVALID_MACRO_NAME', 'LOAD_UNUSED_MACRO']],
  ['- {macro: 1m, condition: proc.name = a}', [], ['LOAD_INVALID_MACRO_NAME', 'LOAD_UNUSED_MACRO']],
  ['- {macro: _m, condition: proc.name = a}', [], ['LOAD_INVALID_MACRO_NAME', 'LOAD_UNUSED_MACRO']],
  ['- {macro: M_1x, condition: proc.name = a}', [], ['LOAD_UNUSED_MACRO']],
  ['- {list: l, items: [a], itmes: [b]}', [], ['LOAD_UNKNOWN_KEY', 'LOAD_UNUSED_LIST']],
  ['- {macro: m, condition: proc.name = a, desc: d}', [], ['LOAD_UNKNOWN_KEY', 'LOAD_UNUSED_MACRO']],
  ['- {list: l, items: [a], macro: m, condition: c}', [], ['LOAD_UNKNOWN_KEY', 'LOAD_UNUSED_LIST']],
];

const versions: readonly Shape[] = [
  ...['0', '10', '63', '0.63.0', '"0.57.0"', '0.1.0', '0.63.0-rc1', '0x10', '+5'].map(
    (version): Shape => [`- required_engine_version: ${version}`, []],
  ),
  ...['64', '0.64.0', '0.63.1', '1.0.0', '4294967295', '99'].map(
    (version): Shape => [`- required_engine_version: ${version}`, [validate]],
  ),
  ...['', '""', 'abc', '0.63', '1.5', 'v0.1.0', '-1', '[1]', '{}', '0.x.1', '4294967296'].map(
    (version): Shape => [`- required_engine_version: ${version}`, [yamlValidate]],
  ),
  ['- required_plugin_versions: [{name: p, version: 1.0.0}]', []],
  ['- required_plugin_versions: []', []],
  ['- required_plugin_versions:', [yamlValidate]],
  ['- required_plugin_versions: {name: p, version: 1.0.0}', [yamlValidate]],
  ['- required_plugin_versions: [p]', [yamlValidate]],
  ['- required_plugin_versions: [{name: p}]', [yamlValidate]],
  ['- required_plugin_versions: [{version: 1.0.0}]', [yamlValidate]],
  ['- required_plugin_versions: [{name: "", version: 1.0.0}]', [yamlValidate]],
  ['- required_plugin_versions: [{name: p, version: [1]}]', [yamlValidate]],
  ['- required_plugin_versions: [{name: p, version: 1.0}]', [validate]],
  ['- required_plugin_versions: [{name: p, version: abc}]', [validate]],
  ['- required_plugin_versions: [{name: p, version: 1.0.0, alternatives: []}]', []],
  ['- required_plugin_versions: [{name: p, version: 1.0.0, alternatives: p}]', [yamlValidate]],
  ['- required_plugin_versions: [{name: p, version: 1.0.0, alternatives: [q]}]', [yamlValidate]],
  ['- required_plugin_versions: [{name: p, version: 1.0.0, alternatives: [{name: q}]}]', [yamlValidate]],
  [
    '- required_plugin_versions: [{name: p, version: 1.0.0, alternatives: [{name: q, version: x}]}]',
    [validate],
  ],
  ['- required_plugin_versions: [{name: p, version: 1.0.0, alternatives: [{name: q, version: 1.0.0}]}]', []],
  [
    '- required_plugin_versions: [{name: p, version: 1.0.0, alternatives: [{name: p, version: 1.1.0}]}]',
    [validate],
  ],
];

const sources: readonly Shape[] = [
  [ruleWith('source', 'nope'), [], ['LOAD_UNKNOWN_SOURCE']],
  [ruleWith('source', 'nope').replace('evt.type = execve', 'no.such = field'), [], ['LOAD_UNKNOWN_SOURCE']],
  [
    `${ruleWith('source', 'nope')}- {rule: A, condition: and x.y = z, override: {condition: append}}`,
    [],
    ['LOAD_UNKNOWN_SOURCE'],
  ],
  [ruleWith('source', 'other'), ['LOAD_ERR_COMPILE_CONDITION']],
  [ruleWith('source', 'other').replace('evt.type = execve', 'o.name = execve'), []],
  [
    ruleWith('source', 'nope') + ruleWith('source', 'other').replace('evt.type = execve', 'o.name = a'),
    [validate],
    ['LOAD_UNKNOWN_SOURCE'],
  ],
  [
    ruleWith('desc', 'd') + ruleWith('source', 'other').replace('evt.type = execve', 'o.name = a'),
    [validate],
  ],
  [ruleWith('desc', 'd') + ruleWith('source', 'syscall'), []],
  [
    `${ruleWith('desc', 'd')}- {rule: A, source: other, append: true, condition: and o.name = a}`,
    [validate],
    ['LOAD_DEPRECATED_ITEM'],
  ],
];

describe('files', () => {
  test.each<Shape>([...shapes, ...items, ...versions, ...sources])(
    '%j: errors %j, warnings %j',
    (text, errors, warnings = []) => {
      expect(codesOf(load([text]))).toEqual({ errors, warnings });
    },
  );
});

describe('keys of a rule', () => {
  test.each(ruleKeys)('%s: %s gives %j', (key, value, errors) => {
    expect(codesOf(load([ruleWith(key, value)])).errors).toEqual(errors);
  });

  test('an unknown key is told with the one that was meant', () => {
    const [warning] = load([`${ruleWith('desc', 'd')}  priorty: x\n`]).warnings;
    expect(warning).toMatchObject({
      code: 'LOAD_UNKNOWN_KEY',
      message: 'unknown key "priorty"; did you mean "priority"?',
      location: { line: 6, column: 3 },
    });
  });

  test('skip-if-unknown-filter forgives unknown fields and events, nothing else', () => {
    const skipping = (condition: string, output = 'o') =>
      codesOf(
        load([rule(condition, '  skip-if-unknown-filter: true').replace('output: o', `output: "${output}"`)]),
      );
    const skipped = { errors: [], warnings: ['LOAD_UNKNOWN_FILTER'] };
    expect(skipping('evt.type = execve and proc.nosuch = 1')).toEqual(skipped);
    expect(skipping('evt.type = nosuch')).toEqual(skipped);
    expect(skipping('evt.type = execve', '%proc.nosuch')).toEqual(skipped);
    expect(skipping('evt.type = execve', '%% x')).toEqual(skipped);
    expect(skipping('evt.type = execve', '50%').errors).toEqual(['LOAD_ERR_COMPILE_OUTPUT']);
    expect(skipping('evt.type = execve and proc.pid = x').errors).toEqual(['LOAD_ERR_COMPILE_CONDITION']);
    expect(skipping('evt.type = execve and proc.name[1] = x').errors).toEqual(['LOAD_ERR_COMPILE_CONDITION']);
    expect(skipping('evt.type = execve and evt.arg.nosuch = x').errors).toEqual([
      'LOAD_ERR_COMPILE_CONDITION',
    ]);
    expect(skipping('evt.type = execve and (').errors).toEqual(['LOAD_ERR_COMPILE_CONDITION']);
    expect(skipping('nosuch').errors).toEqual(['LOAD_ERR_VALIDATE']);
  });
});

describe('several files', () => {
  test('loading stops at the first that fails, with what was said until then', () => {
    const loaded = load([
      '- {list: l, items: [a]}',
      '- {nosuch: x}\n- {list: , items: []}',
      rule('evt.type = execve'),
    ]);
    expect(loaded.files.map(({ isOk }) => isOk)).toEqual([true, false]);
    expect(loaded.files[0]?.warnings.map(({ code }) => code)).toEqual(['LOAD_UNUSED_LIST']);
    expect(loaded.files[1]?.warnings.map(({ code }) => code)).toEqual(['LOAD_UNKNOWN_ITEM']);
    expect(loaded.ruleset).toBeUndefined();
  });

  test('each file is judged with all before it', () => {
    const loaded = load(['- {list: l, items: [a]}', rule('evt.type = execve and proc.name in (l)')]);
    expect(loaded.files.map(({ warnings }) => warnings.length)).toEqual([1, 0]);
    const later = load([rule('later'), '- {macro: later, condition: evt.type = execve}']);
    expect(codesOf(later).errors).toEqual(['LOAD_ERR_VALIDATE']);
  });
});

describe('plugins', () => {
  const required = (alternatives: string) =>
    `- required_plugin_versions: [{name: p, version: 1.2.0, alternatives: [${alternatives}]}]`;

  test.each<[string, Record<string, string>, boolean]>([
    ['', { p: '1.2.0' }, true],
    ['', { p: '1.3.5' }, true],
    ['', { p: '1.1.9' }, false],
    ['', { p: '2.0.0' }, false],
    ['', { q: '1.2.0' }, false],
    ['', {}, false],
    ['{name: q, version: 0.1.0}', { q: '0.1.0' }, true],
    ['{name: q, version: 0.1.0}', { p: '1.0.0', q: '0.2.0' }, true],
    ['{name: q, version: 0.1.0}', { q: '1.0.0' }, false],
  ])('alternatives [%s] and %o loaded: met %s', (alternatives, plugins, isMet) => {
    const loaded = load([required(alternatives)], { plugins: new Map(Object.entries(plugins)) });
    expect(loaded.errors).toEqual([]);
    expect(loaded.unmetPlugins.length === 0).toBe(isMet);
  });

  test.each<[string, Record<string, string>, string]>([
    ['', { p: '1.1.9' }, 'the rules need the plugin p 1.2.0; there is p 1.1.9'],
    [
      '{name: q, version: 0.1.0}',
      {},
      'the rules need the plugin p 1.2.0 or q 0.1.0; there is none of that name',
    ],
  ])('alternatives [%s] and %o loaded: told with the place', (alternatives, plugins, message) => {
    const [unmet] = load([required(alternatives)], {
      plugins: new Map(Object.entries(plugins)),
    }).unmetPlugins;
    expect(unmet).toMatchObject({ code: 'LOAD_ERR_VALIDATE', message, location: { line: 1, column: 30 } });
  });
});

describe('which rules are on', () => {
  const three = ['Read file', 'Write file', 'Other'].map((name) =>
    rule('evt.type = execve', `  tags: [${name === 'Other' ? 'o' : 'file'}]`, name),
  );
  const off = rule('evt.type = execve', '  enabled: false', 'Off');
  const text = [...three, off].join('\n');
  const fired = (selection: readonly { action: 'enable' | 'disable'; rule?: string; tag?: string }[]) =>
    fire(load([text], { selection }), {}).map(({ rule: name }) => name);

  test.each([
    [[], ['Read file', 'Write file', 'Other']],
    [[{ action: 'disable', rule: 'Read' }], ['Read file', 'Write file', 'Other']],
    [[{ action: 'disable', rule: 'Read*' }], ['Write file', 'Other']],
    [[{ action: 'disable', rule: '*file' }], ['Other']],
    [[{ action: 'disable', rule: '*i*e*' }], ['Other']],
    [[{ action: 'disable', rule: 'R?ad file' }], ['Read file', 'Write file', 'Other']],
    [[{ action: 'disable', rule: 'read file' }], ['Read file', 'Write file', 'Other']],
    [[{ action: 'disable', tag: 'file' }], ['Other']],
    [[{ action: 'disable', tag: 'fil' }], ['Read file', 'Write file', 'Other']],
    [[{ action: 'enable', rule: 'Off' }], ['Read file', 'Write file', 'Other', 'Off']],
    [
      [
        { action: 'disable', rule: '*' },
        { action: 'enable', tag: 'o' },
      ],
      ['Other'],
    ],
    [
      [
        { action: 'enable', tag: 'o' },
        { action: 'disable', rule: '*' },
      ],
      [],
    ],
  ] as const)('%j leaves %j', (selection, names) => {
    expect(fired(selection)).toEqual(names);
  });

  test('the least priority keeps less severe rules off, checked all the same', () => {
    expect(fire(load([rule('evt.type = execve')], { minPriority: 'Notice' }), {})).toEqual([]);
    expect(fire(load([rule('evt.type = execve')], { minPriority: 'Informational' }), {})).toHaveLength(1);
    const wrong = load([rule('proc.nosuch = 1')], { minPriority: 'Notice' });
    expect(codesOf(wrong).errors).toEqual(['LOAD_ERR_COMPILE_CONDITION']);
  });

  test('first: the first in load order; a rule keeps its place when it is defined anew', () => {
    const loaded = load([text, rule('evt.type = execve', '  tags: [new]', 'Read file')]);
    expect(fire(loaded, {}, 'first').map((one) => [one.rule, one.tags])).toEqual([['Read file', ['new']]]);
  });
});

describe('places', () => {
  const at = (text: string) => {
    const [error] = load([text]).errors;
    return [error?.location.line, error?.location.column, error?.snippet.split('\n')[1]?.length];
  };
  const head = '- rule: R\n  desc: d\n  output: o\n  priority: INFO\n';

  test.each<[string, number, number]>([
    ['  condition: proc.name = a and proc.nosuch = b', 5, 32],
    ['  condition:   proc.nosuch = b', 5, 16],
    ['  condition: "proc.name = \\"a\\" and proc.nosuch = b"', 5, 37],
    ['  condition: "proc.name = \\"\\u00e9\\x41\\U0001F600\\n\\" and proc.nosuch = b"', 5, 58],
    ["  condition: 'proc.name = ''a'' and proc.nosuch = b'", 5, 37],
    ['  condition: "proc.name = a\n    and proc.nosuch = b"', 6, 9],
    ['  condition: "proc.name = a\\\n    \\ and proc.nosuch = b"', 6, 11],
    ['  condition: proc.name = a\n    and proc.nosuch = b', 6, 9],
    ['  condition: >\n    proc.name = a\n\n    and proc.nosuch = b', 8, 9],
    ['  condition: >-\n    proc.name = a\n      and proc.nosuch = b', 7, 11],
    ['  condition: |\n    proc.name = a and\n    proc.nosuch = b', 7, 5],
    ['  condition: |2- # why\n    proc.nosuch = b', 6, 5],
    ['  condition: !!str proc.nosuch = b', 5, 20],
    ['  condition: &here proc.nosuch = b', 5, 20],
  ])('%j', (condition, line, column) => {
    expect(at(head + condition)).toEqual([line, column, column]);
  });

  test('after appends, in the file that appended', () => {
    const first = rule('evt.type = execve');
    const append =
      '- rule: R\n  condition: >\n    and proc.name = a\n    and proc.nosuch = b\n  override: {condition: append}\n';
    const [error] = load([first, append]).errors;
    expect(error && formatDiagnostic(error)).toBe(
      '2.yaml:4:9: LOAD_ERR_COMPILE_CONDITION in rule "R": the source "syscall" has no field "proc.nosuch"',
    );
  });

  test('in a macro that a rule uses', () => {
    const macro = '- macro: m\n  condition: proc.name = a or\n    proc.nosuch = b\n';
    const [error] = load([macro + rule('evt.type = execve and m')]).errors;
    expect(error?.location).toMatchObject({ line: 3, column: 5 });
    expect(error?.location.items.map(({ type, name }) => `${type} ${name}`.trim())).toEqual([
      'rule R',
      'macro m',
      'condition',
    ]);
  });

  test.each<[string, string, number, number]>([
    ['an unknown field', 'fields: [proc.name, proc.nosuch]\n      values: [[a, b]]', 8, 27],
    ['no operator', 'fields: [proc.name, fd.name]\n      comps: [=, nosuch]\n      values: [[a, b]]', 9, 18],
    ['too few operators', 'fields: [proc.name, fd.name]\n      comps: [=]\n      values: [[a, b]]', 9, 14],
    [
      'a row that is too short',
      'fields: [proc.name, fd.name]\n      values:\n        - [a, b]\n        - [c]',
      11,
      11,
    ],
    [
      'a value that is none',
      'fields: [proc.name, proc.pid]\n      values:\n        - [a, 1]\n        - [b, x]',
      11,
      15,
    ],
    [
      'a value in a text',
      'fields: [proc.pid]\n      comps: [in]\n      values:\n        - ["(1, 2, x)"]',
      11,
      20,
    ],
    ['an open quote', "fields: proc.name\n      values: [a, '\"b']", 9, 20],
    [
      'an operator that does not fit',
      'fields: [fd.name, proc.pid]\n      comps: [=, contains]\n      values: [[a, 1]]',
      8,
      25,
    ],
    [
      'a transformer of what is no text',
      'fields: [fd.name, tolower(proc.pid)]\n      values: [[a, 1]]',
      8,
      25,
    ],
    [
      'the second exception',
      'fields: proc.name\n      values: [a]\n    - {name: f, fields: proc.pid, values: [1, x]}',
      10,
      47,
    ],
  ])('in an exception: %s', (_name, exception, line, column) => {
    const text = rule('evt.type = execve', `  exceptions:\n    - name: e\n      ${exception}`);
    expect(at(text).slice(0, 2)).toEqual([line, column]);
    expect(
      load([text])
        .errors[0]?.location.items.slice(0, 2)
        .map(({ type }) => type),
    ).toEqual(['rule', 'exception']);
  });

  test('in the first part of a condition that an exception and an append follow', () => {
    const text = `${rule('proc.nosuch = b', '  exceptions: [{name: e, fields: proc.name, values: [a]}]')}
- rule: R\n  condition: and fd.name = x\n  override: {condition: append}`;
    expect(at(text).slice(0, 2)).toEqual([3, 15]);
  });

  test('in an output', () => {
    expect(
      at(rule('evt.type = execve').replace('output: o', 'output: "a\\n%proc.nosuch"')).slice(0, 2),
    ).toEqual([4, 16]);
  });

  test.each<[string, number, number]>([
    ['- rule: A\n\tdesc: d', 2, 1],
    ['-\trule: A\n  desc: d', 1, 2],
    ['- list: l\n  items:\n  \t- a', 3, 3],
  ])('a tab in the indentation of %j', (text, line, column) => {
    expect(at(text).slice(0, 2)).toEqual([line, column]);
    expect(load([text]).errors[0]?.message).toBe('a tab in the indentation; YAML allows only blanks there');
  });

  test('a rule of which only the name is given', () => {
    const [error] = load(['- rule: A\n']).errors;
    expect(error?.message).toContain('a rule needs "condition", "desc", "output" and "priority"');
  });

  test.each<[string, number, number, string]>([
    ['- rule: A\n  desc: a\n  desc: b', 3, 3, 'the key "desc" is given again; the first one counts'],
    ['- list: l\n  items: [a]\n  override:\n    {items: replace, items: append}', 4, 22, 'the key "items"'],
    ['- list: l\n  items:\n  - "a\ufffd\ufffd"', 3, 7, 'U+FFFD) 2 time(s)'],
  ])('of a warning: %j', (text, line, column, words) => {
    const warning = load([text]).warnings.find(({ code }) => !code.startsWith('LOAD_'));
    expect(warning?.location).toMatchObject({ line, column });
    expect(warning?.message).toContain(words);
  });

  test('the first of two equal keys counts', () => {
    const loaded = load([`${rule('evt.type = execve')}\n  output: other`]);
    expect(fire(loaded, {})[0]?.output).toBe('o');
  });
});
