import type { Event, Field, FieldType, FieldValue } from '@breakwater/model';
import fc from 'fast-check';
import type { RuleSource } from '../options.ts';

/** Fields of every type, read from a record of values by label, as a source for tests. */
function field(name: string, type: FieldType, more: Partial<Field<Event>> = {}): Field<Event> {
  const extract: Field<Event>['extract'] = ({ record }, argument) =>
    (record as Readonly<Record<string, FieldValue>>)[argument === undefined ? name : `${name}[${argument}]`];
  return { name, type, description: name, extract, ...more };
}

export const testSource: RuleSource = {
  name: 'test',
  indexedBy: 'x.kind',
  fields: [
    field('x.kind', 'string'),
    field('x.name', 'string'),
    field('x.path', 'path'),
    field('x.ancestor', 'string'),
    field('x.int', 'int64'),
    field('x.size', 'uint64'),
    field('x.share', 'double'),
    field('x.time', 'time'),
    field('x.port', 'port'),
    field('x.flags', 'flags'),
    field('x.bool', 'bool'),
    field('x.ip', 'ip'),
    field('x.otherip', 'ip'),
    field('x.net', 'net'),
    field('x.bytes', 'bytes'),
    field('x.arg', 'string', { argument: 'key' }),
    field('x.list', 'string', { isList: true, argument: 'optional-index' }),
    field('x.otherlist', 'string', { isList: true }),
    field('x.ips', 'ip', { isList: true }),
  ],
};

const texts = ['a', 'b', 'ab', 'A', 'Ab', '/', '/a', '/a/b', '/a//b/c', 'YQ==', '', 'a-x', '*', 'B/a'];
const patterns = ['*', 'a*', '?', '*b', '/a/*', 'A?', 'a', '/?/b', ''];
const addresses = ['10.0.0.1', '10.0.0.2', '192.168.1.1', '::1', 'fe80::1'];
const networks = ['10.0.0.0/8', '192.168.0.0/16', '10.0.0.2/32', '::/0', '0.0.0.0/0'];
const numbers = ['0', '1', '2', '80', '443'];

const literal = (...values: readonly string[]) => fc.constantFrom(...values).map((text) => `"${text}"`);
const bare = (...values: readonly string[]) => fc.constantFrom(...values);
const listOf = (value: fc.Arbitrary<string>) =>
  fc.array(value, { maxLength: 4 }).map((values) => `(${values.join(', ')})`);

/** `left operator right` for each operator of the row. */
function checks(
  lefts: readonly string[],
  operators: readonly string[],
  right: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...lefts), fc.constantFrom(...operators), right)
    .map((parts) => parts.join(' '));
}

const textLefts = [
  'x.kind',
  'x.name',
  'x.path',
  'x.ancestor',
  'x.arg[k]',
  'x.list[0]',
  'tolower(x.name)',
  'toupper(x.name)',
  'basename(x.path)',
  'b64(x.name)',
  'concat(x.name, x.path)',
  'join(",", x.list)',
  'tolower(basename(x.path))',
];
const integerLefts = ['x.int', 'x.size', 'x.time', 'x.flags', 'x.port', 'len(x.name)', 'len(x.list)'];
const scalarLists = ['in', 'intersects'];
const equalities = ['=', '==', '!='];
const compound = ['anyof', 'allof', 'oneof'];

function compounds(operators: readonly string[]): readonly string[] {
  return operators.flatMap((operator) => compound.map((modifier) => `${operator} ${modifier}`));
}

const check: fc.Arbitrary<string> = fc.oneof(
  // What rules mostly ask, and what they are indexed by.
  {
    weight: 6,
    arbitrary: checks(['x.kind', 'x.name', 'x.arg[k]'], equalities, literal('a', 'b', 'ab', 'A')),
  },
  { weight: 6, arbitrary: checks(['x.kind', 'x.name'], scalarLists, listOf(literal('a', 'b', 'ab'))) },
  checks(textLefts, equalities, literal(...texts)),
  checks(textLefts, ['<', '<=', '>', '>='], bare(...numbers)),
  checks(textLefts, ['contains', 'icontains', 'startswith', 'endswith'], literal(...texts)),
  checks(textLefts, ['glob', 'iglob'], literal(...patterns)),
  checks(textLefts, ['regex'], literal('a.*', '(a|b)+', '/a/[bc]?', '[^a]*')),
  checks(textLefts, [...scalarLists, 'pmatch'], listOf(literal(...texts, ...patterns))),
  checks(
    textLefts,
    compounds(['=', '!=', 'contains', 'startswith', 'endswith', 'icontains']),
    listOf(literal(...texts)),
  ),
  checks(textLefts, compounds(['glob', 'iglob']), listOf(literal(...patterns))),
  checks(integerLefts, [...equalities, '<', '<=', '>', '>='], bare(...numbers)),
  checks(integerLefts, [...scalarLists, ...compounds(['=', '!='])], listOf(bare(...numbers))),
  checks(['x.share'], [...equalities, '<', '>'], bare('0', '0.5', '2')),
  checks(['x.bool'], equalities, bare('true', 'false')),
  checks(['x.ip', 'x.otherip'], equalities, literal(...addresses)),
  checks(['x.ip', 'x.ips'], scalarLists, listOf(literal(...addresses))),
  checks(['x.net'], equalities, literal(...networks)),
  checks(['x.net'], scalarLists, listOf(literal(...networks))),
  checks(['x.bytes'], [...equalities, 'contains', 'startswith', 'endswith'], literal('a', 'ab', '')),
  checks(['x.bytes'], ['bcontains', 'bstartswith'], bare('61', '6162', 'ff')),
  checks(['x.list', 'x.otherlist', 'tolower(x.list)'], scalarLists, listOf(literal('a', 'b', 'ab'))),
  checks(['x.list'], scalarLists, bare('val(x.otherlist)')),
  checks(
    ['x.name'],
    [...equalities, 'contains', 'startswith', 'glob'],
    bare('val(x.kind)', 'tolower(x.kind)'),
  ),
  checks(['x.int'], [...equalities, '<', '>='], bare('val(x.int)')),
  checks(['x.ip'], equalities, bare('val(x.otherip)')),
  fc.constantFrom(...textLefts, ...integerLefts, 'x.list', 'x.ip').map((left) => `${left} exists`),
);

const macroNames = ['one', 'two', 'three'] as const;

function conditions(macros: readonly string[]): fc.Arbitrary<string> {
  const leaf =
    macros.length === 0 ? check : fc.oneof({ weight: 3, arbitrary: check }, fc.constantFrom(...macros));
  return fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: leaf },
      {
        weight: 3,
        arbitrary: fc
          .array(tie('tree'), { minLength: 2, maxLength: 5 })
          .map((parts) => `(${parts.join(' and ')})`),
      },
      {
        weight: 2,
        arbitrary: fc
          .array(tie('tree'), { minLength: 2, maxLength: 5 })
          .map((parts) => `(${parts.join(' or ')})`),
      },
      { weight: 1, arbitrary: tie('tree').map((part) => `not (${part})`) },
    ),
  })).tree;
}

/** A rule file: macros that later ones may use, and rules that use all of them. */
export const ruleFiles: fc.Arbitrary<string> = fc
  .tuple(
    fc.tuple(conditions([]), conditions(['one']), conditions(['one', 'two'])),
    fc.array(conditions(macroNames), { minLength: 1, maxLength: 24 }),
  )
  .map(([macros, rules]) =>
    [
      ...macros.map((condition, index) => ({ macro: macroNames[index], condition })),
      ...rules.map((condition, index) => ({
        rule: `rule ${index}`,
        desc: 'd',
        condition,
        output: 'o %x.name',
        priority: 'INFO',
        source: 'test',
      })),
    ]
      .map((item) => `- ${JSON.stringify(item)}`)
      .join('\n'),
  );

const text = fc.constantFrom(...texts);
const whole = fc.constantFrom(0, 1, 2, 80, 443);
const address = fc.constantFrom(...addresses);
const wholeOrBig = fc.oneof(whole, whole.map(BigInt));

/** Events that have some of the fields; some hold several values, as either end of a connection does. */
export const events: fc.Arbitrary<Event> = fc
  .record(
    {
      'x.kind': text,
      'x.name': text,
      'x.path': text,
      'x.ancestor': fc.oneof(text, fc.array(text, { maxLength: 3 })),
      'x.int': wholeOrBig,
      'x.size': wholeOrBig,
      'x.share': fc.constantFrom(0, 0.5, 2),
      'x.time': whole.map(BigInt),
      'x.port': fc.oneof(whole, fc.array(whole, { minLength: 1, maxLength: 2 })),
      'x.flags': whole,
      'x.bool': fc.boolean(),
      'x.ip': address,
      'x.otherip': address,
      'x.net': fc.oneof(address, fc.array(address, { minLength: 1, maxLength: 2 })),
      'x.bytes': fc.constantFrom('a', 'ab', 'xab', ''),
      'x.arg[k]': text,
      'x.list': fc.array(fc.constantFrom('a', 'b', 'ab', 'A'), { maxLength: 3 }),
      'x.list[0]': text,
      'x.otherlist': fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }),
      'x.ips': fc.array(address, { maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  .map((record) => ({ source: 'test', type: 'pluginevent', time: 0n, id: '', record }));
