import type { ConstantCheck } from '../check/typed.ts';
import { compileGlob, globStart } from './glob.ts';
import { setOf } from './membership.ts';
import type { Scalar } from './scalar-test.ts';

/** A test of `v`, a value of the one type that fields of this kind mostly have, as an expression. */
export interface InlineTest {
  readonly type: 'string' | 'number' | 'boolean';
  readonly expression: string;
}

/** Texts are compared one by one up to here; more are looked up. */
const fewTexts = 4;
/** Comparisons that one expression makes at most. */
const maxAlternatives = 16;

/**
 * The test that decides a check for values of the type alone; undefined for checks that are not worth it. `name`
 * yields a name by which the expression may refer to a constant.
 */
export function inlineTest(
  check: ConstantCheck,
  name: (constant: unknown) => string,
): InlineTest | undefined {
  if (check.left.isList || check.constants.length === 0) return undefined;
  switch (check.left.type) {
    case 'string':
    case 'path':
    case 'bytes':
      return typed('string', textTest(check, name));
    case 'bool':
      return typed('boolean', equality(check, name));
    case 'ip':
    case 'net':
      return undefined;
    default:
      return typed('number', numberTest(check, name));
  }
}

type Name = (constant: unknown) => string;

function typed(type: InlineTest['type'], expression: string | undefined): InlineTest | undefined {
  return expression === undefined ? undefined : { type, expression };
}

const textMethods: Readonly<Record<string, string>> = {
  contains: 'includes',
  bcontains: 'includes',
  startswith: 'startsWith',
  bstartswith: 'startsWith',
  endswith: 'endsWith',
};

function textTest(check: ConstantCheck, name: Name): string | undefined {
  const { operator, modifier, constants } = check;
  if (operator === 'in' || operator === 'intersects') {
    if (constants.length > fewTexts) return `${name(setOf(constants as readonly Scalar[]))}.has(v)`;
    return either(constants.map((constant) => `v === ${name(constant)}`));
  }
  if (operator === 'glob') return globTest(check, name);
  const method = textMethods[operator];
  if (method === undefined) return equality(check, name);
  // More than one text within a text are looked for in one scan.
  const isOne = constants.length === 1 && (modifier === undefined || modifier === 'anyof');
  const isFew = modifier === 'anyof' && method !== 'includes' && constants.length <= maxAlternatives;
  if (!isOne && !isFew) return undefined;
  return either(constants.map((constant) => `v.${method}(${name(constant)})`));
}

/** Most texts differ from a pattern in what it begins with. */
function globTest({ modifier, constants }: ConstantCheck, name: Name): string | undefined {
  const isOne = constants.length === 1 && modifier === undefined;
  if (!isOne && (modifier !== 'anyof' || constants.length > maxAlternatives)) return undefined;
  const tests = constants.map((constant) => {
    const pattern = String(constant);
    const { text, isAll } = globStart(pattern);
    const start = `v.startsWith(${name(text)})`;
    return isAll ? start : `(${start} && ${name(compileGlob(pattern))}(v))`;
  });
  return either(tests);
}

function equality({ operator, modifier, constants }: ConstantCheck, name: Name): string | undefined {
  if (modifier !== undefined || constants.length !== 1) return undefined;
  if (operator === '=' || operator === '==') return `v === ${name(constants[0])}`;
  return operator === '!=' ? `v !== ${name(constants[0])}` : undefined;
}

/** Numbers beyond those of JavaScript are left to the general test. */
function numberTest(check: ConstantCheck, name: Name): string | undefined {
  const { operator, modifier, constants } = check;
  if (modifier !== undefined || constants.some((constant) => typeof constant !== 'number')) return undefined;
  if (operator === 'in' || operator === 'intersects')
    return `${name(setOf(constants as readonly Scalar[]))}.has(v)`;
  if (['<', '<=', '>', '>='].includes(operator)) return `v ${operator} ${name(constants[0])}`;
  return equality(check, name);
}

function either(tests: readonly string[]): string {
  return tests.length === 1 ? tests.join('') : `(${tests.join(' || ')})`;
}
