import type { Event, Field, FieldArgument, FieldType } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Checker } from '../check/checker.ts';
import { fieldTable } from '../check/field-table.ts';
import type { TypedCondition } from '../check/typed.ts';
import type { Condition } from '../condition/ast.ts';
import { parseCondition } from '../condition/parser.ts';
import { resolveCondition } from '../condition/resolve.ts';
import { printCondition } from './print-condition.ts';

function field(
  name: string,
  type: FieldType,
  argument: FieldArgument = 'none',
  isList = false,
): Field<Event> {
  return { name, type, description: name, argument, isList, extract: () => undefined };
}

const table = fieldTable({
  name: 'test',
  parameterNames: new Set(['flags']),
  fields: [
    field('t.text', 'string'),
    field('t.path', 'path', 'optional-index'),
    field('t.key', 'string', 'key'),
    field('evt.arg', 'string', 'key'),
    field('t.int', 'int64'),
    field('t.uint', 'uint64'),
    field('t.double', 'double'),
    field('t.bool', 'bool'),
    field('t.ip', 'ip'),
    field('t.net', 'net'),
    field('t.port', 'port'),
    field('t.bytes', 'bytes'),
    field('t.list', 'string', 'optional-index', true),
  ],
});

const macroBody: Condition = parseCondition('t.text = x and not t.int = 1');

function check(text: string): TypedCondition {
  const scope = { list: () => undefined, macro: () => macroBody };
  return new Checker(table).check(resolveCondition(parseCondition(text), scope), () => {});
}

const word = fc.stringMatching(/^[a-z0-9_.\-/*\\]{1,8}$/);
const anyText = fc.oneof(
  word,
  fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => !text.includes('\0')),
);
const quoted = anyText.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`);
const value = fc.oneof(word, quoted);
const blank = fc.constantFrom(' ', '  ', '\n', '\t');
const list = fc.array(value, { maxLength: 4 }).map((values) => `(${values.join(' , ')})`);
const ipV6 = fc.ipV6().filter((text) => !text.includes('.'));
const address = fc.oneof(fc.ipV4(), ipV6);
const whole = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const key = fc.oneof(fc.constantFrom('a', '0', '/a/b'), quoted);

const textOperand = fc.oneof(
  fc.constantFrom('t.text', 't.path', 't.path[3]', 'evt.arg.flags', 'evt.arg[0]', 't.list[2]'),
  key.map((one) => `t.key[${one}]`),
  quoted.map((one) => `concat(t.text, ${one},tolower( t.text ))`),
  quoted.map((one) => `join(${one}, (t.text, "b"))`),
  fc.constant('getopt(t.list, "ab:")[b]'),
  fc.constant('basename(b64(t.path))'),
);
const symbol = fc.constantFrom(
  '=',
  '==',
  '!=',
  'contains ',
  'icontains ',
  'startswith ',
  'endswith ',
  'glob ',
);
const number = fc.constantFrom('1', '-3', '0x1f', '1.5', '2e+3', '1e+999');

const checkText = fc.oneof(
  fc.tuple(textOperand, symbol, value).map((parts) => parts.join(' ')),
  fc
    .tuple(textOperand, symbol, fc.constantFrom('anyof', 'allof', 'oneof'), list)
    .map((parts) => parts.join(' ')),
  fc.tuple(textOperand, fc.constantFrom('in', 'intersects', 'pmatch'), list).map((parts) => parts.join(' ')),
  fc.tuple(textOperand, fc.constantFrom('<', '>='), number).map((parts) => parts.join(' ')),
  fc.constantFrom('t.text', 't.list', 't.ip').map((left) => `${left} exists`),
  fc.constantFrom(
    't.text = val(t.key[a])',
    't.text != tolower(t.text)',
    't.list in val(t.list)',
    'len(t.list) > 3',
  ),
  fc.tuple(fc.constantFrom('=', '!=', '<', '>'), whole).map((parts) => `t.int ${parts.join(' ')}`),
  fc.double({ noNaN: true }).map((double) => `t.double = ${double}`),
  fc.constantFrom('t.bool = true', 't.port in (https, 22)', 't.uint = 18446744073709551615'),
  address.map((one) => `t.ip = ${one}`),
  fc.array(address, { maxLength: 3 }).map((all) => `t.ip in (${all.join(', ')})`),
  fc.tuple(fc.ipV4(), fc.nat(32)).map(([ip, prefix]) => `t.net = ${ip}/${prefix}`),
  fc.tuple(ipV6, fc.nat(128)).map(([ip, prefix]) => `t.net = ${ip}/${prefix}`),
  fc.constantFrom('t.bytes bcontains 00ffA0', 't.bytes bstartswith ""', 't.bytes bcontains anyof (00, 41)'),
  quoted.map((one) => `t.bytes contains ${one}`),
  fc.constantFrom('some_macro', 'nothing', 'or', 'and_more', '(not)'),
);

const { conditionText } = fc.letrec<{ conditionText: string }>((tie) => ({
  conditionText: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    checkText,
    tie('conditionText').map((inner) => `not (${inner})`),
    fc
      .tuple(tie('conditionText'), blank, tie('conditionText'))
      .map(([a, gap, b]) => `(${a}${gap}and (${b}))`),
    fc.tuple(tie('conditionText'), tie('conditionText')).map(([a, b]) => `(${a}) or (${b})`),
  ),
}));

const runs = Number(process.env.PROPERTY_RUNS ?? 300);

describe('printCondition', () => {
  test('what is printed parses back to the same tree', () => {
    fc.assert(
      fc.property(conditionText, (text) => {
        const tree = check(text);
        expect(check(printCondition(tree))).toEqual(tree);
      }),
      { numRuns: runs },
    );
  });

  test.each([
    ['t.text  =  x  and(t.int=1 or t.bool = true)', 't.text = x and (t.int = 1 or t.bool = true)'],
    ['t.text = "a b" and not t.text = "c"', 't.text = "a b" and not t.text = c'],
    ['not (not t.bool = true)', 'not (not t.bool = true)'],
    [`t.text = 'it\\'s'`, `t.text = "it's"`],
    ['t.text = "a\\nb"', 't.text = "a\\x0ab"'],
    ['t.key["a b"] = x', 't.key["a b"] = x'],
    ['t.ip in (2001:0db8:0:0:0:0:0:1, 10.1.2.3)', 't.ip in (2001:db8::1, 10.1.2.3)'],
    ['t.ip in (::, 1::, ::1, 1:0:2::3)', 't.ip in (::, 1::, ::1, 1:0:2::3)'],
    ['t.net = 10.1.2.3/8', 't.net = 10.0.0.0/8'],
    ['t.text in ()', 't.text in ()'],
    ['some_macro or t.text exists', 'some_macro or t.text exists'],
  ])('%s', (text, expected) => {
    expect(printCondition(check(text))).toBe(expected);
  });

  test('limits shorten lists and the whole', () => {
    const tree = check('t.text in (a, b, c, d, e) or t.text = abcdefghijklmnop');
    expect(printCondition(tree, { listItems: 2, length: 40 })).toBe(
      't.text in (a, b, … 3 more) or t.text = …',
    );
  });
});
