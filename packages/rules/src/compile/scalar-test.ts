import type { FieldType } from '@breakwater/model';
import { type Address, isInNetwork, type Network, parseAddress } from '../check/address.ts';
import { type Constant, normalInteger } from '../check/constant.ts';
import { compileRegex } from '../check/regex.ts';
import type { Operator } from '../condition/ast.ts';
import { asciiLower } from './ascii-case.ts';
import { containsAny } from './contains-any.ts';
import { compileGlob } from './glob.ts';

export type Scalar = string | number | bigint | boolean;
export type ScalarTest = (value: Scalar) => boolean;
type Comparison = Exclude<Operator, 'exists' | 'in' | 'intersects' | 'pmatch'>;

/** The test `value operator constant` for one value of a field of this type. */
export function scalarTest(type: FieldType, operator: Comparison, constant: Constant): ScalarTest {
  if (type === 'ip' || type === 'net') {
    const isSame = addressTest(type, constant as Address | Network);
    return operator === '!=' ? (value) => isSame(value) === false : (value) => isSame(value) === true;
  }
  if (type === 'string' || type === 'path' || type === 'bytes') return textTest(operator, String(constant));
  const wanted = constant as number | bigint | boolean;
  switch (operator) {
    case '!=':
      return (value) => normal(value) !== wanted;
    case '<':
      return (value) => value < wanted;
    case '<=':
      return (value) => value <= wanted;
    case '>':
      return (value) => value > wanted;
    case '>=':
      return (value) => value >= wanted;
    default:
      return (value) => normal(value) === wanted;
  }
}

/** The one form in which a number is compared for equality. */
export function normal(value: Scalar): Scalar {
  return typeof value === 'bigint' ? normalInteger(value) : value;
}

/** Undefined when the value is no address: then neither = nor != holds. */
function addressTest(type: 'ip' | 'net', wanted: Address | Network): (value: Scalar) => boolean | undefined {
  return (value) => {
    const address = parseAddress(String(value));
    if (address === undefined) return undefined;
    if (type === 'net') return isInNetwork(address, wanted as Network);
    return address.family === wanted.family && address.value === wanted.value;
  };
}

function textTest(operator: Comparison, wanted: string): ScalarTest {
  const onText =
    (test: (text: string) => boolean): ScalarTest =>
    (value) =>
      test(String(value));
  switch (operator) {
    case '=':
    case '==':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case 'contains':
    case 'bcontains':
      return onText((text) => text.includes(wanted));
    case 'startswith':
    case 'bstartswith':
      return onText((text) => text.startsWith(wanted));
    case 'endswith':
      return onText((text) => text.endsWith(wanted));
    case 'icontains':
      return onText(containsAny([wanted], true));
    case 'glob':
      return onText(compileGlob(wanted));
    case 'iglob': {
      const matches = compileGlob(asciiLower(wanted));
      return onText((text) => matches(asciiLower(text)));
    }
    case 'regex':
      return onText(compileRegex(wanted));
    case '<':
      return onText((text) => text < wanted);
    case '<=':
      return onText((text) => text <= wanted);
    case '>':
      return onText((text) => text > wanted);
    case '>=':
      return onText((text) => text >= wanted);
  }
}
