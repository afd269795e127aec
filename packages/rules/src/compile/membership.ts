import type { FieldType } from '@breakwater/model';
import { type Address, isInNetwork, type Network, parseAddress } from '../check/address.ts';
import type { Constant } from '../check/constant.ts';
import { normal, type Scalar, type ScalarTest } from './scalar-test.ts';

/** True when a value is one of the constants; a set look-up wherever the type allows. */
export function membershipTest(type: FieldType, constants: readonly Constant[]): ScalarTest {
  if (type === 'net') {
    const networks = constants as readonly Network[];
    return (value) => {
      const address = parseAddress(String(value));
      return address !== undefined && networks.some((network) => isInNetwork(address, network));
    };
  }
  if (type === 'ip') {
    const known = new Set((constants as readonly Address[]).map(addressKey));
    return (value) => {
      const address = parseAddress(String(value));
      return address !== undefined && known.has(addressKey(address));
    };
  }
  const known = setOf(constants as readonly Scalar[]);
  const isText = type === 'string' || type === 'path' || type === 'bytes';
  return isText ? (value) => known.has(value) : (value) => known.has(normal(value));
}

/** One set for all checks that share their constants: a long list that many rules name. */
const sets = new WeakMap<readonly Scalar[], ReadonlySet<Scalar>>();

export function setOf(constants: readonly Scalar[]): ReadonlySet<Scalar> {
  const known = sets.get(constants) ?? new Set(constants);
  sets.set(constants, known);
  return known;
}

function addressKey(address: Address): string {
  return `${address.family}:${address.value}`;
}
