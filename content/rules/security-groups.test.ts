import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, loadRules } from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** One permission of a security group; `port` to `lastPort`, both included. */
interface Permission {
  readonly port: number;
  readonly lastPort: number;
  readonly isOpen: boolean;
  readonly range: string;
  readonly isIpv6: boolean;
}

const files = ['aws-cloudtrail.yaml', 'aws-network.yaml'].map((name) => ({
  name,
  text: readFileSync(join(import.meta.dirname, name), 'utf8'),
}));
const { ruleset } = loadRules(files, { sources });
if (ruleset === undefined) throw new Error('the rules did not load');
const engine = createEngine(ruleset, { ruleMatching: 'all' });
const telling = [0, 1, 21, 22, 23, 80, 443, 999, 1000, 3388, 3389, 3390, 5432, 5984, 5985, 5986, 5987, 65535];

function firedOn(permissions: readonly Permission[]): ReadonlySet<string> {
  const record = {
    eventTime: '2026-03-02T09:30:00Z',
    eventType: 'AwsApiCall',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    userIdentity: { type: 'IAMUser', userName: 'ada' },
    requestParameters: { groupId: 'sg-1', ipPermissions: { items: permissions.map(item) } },
  };
  const events = findSource('aws_cloudtrail')?.parse(JSON.stringify(record)).events ?? [];
  return new Set(events.flatMap((event) => engine.evaluate(event).map((one) => one.rule)));
}

function item({ port, lastPort, range, isIpv6 }: Permission): object {
  return {
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: lastPort,
    groups: {},
    ipRanges: isIpv6 ? {} : { items: [{ cidrIp: range, description: 'from 10' }] },
    ipv6Ranges: isIpv6 ? { items: [{ cidrIpv6: range }] } : {},
    prefixListIds: {},
  };
}

const port = fc.oneof(fc.constantFrom(...telling), fc.integer({ min: 0, max: 65535 }));
const ipv4 = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.oneof(fc.nat(9), fc.nat(32)))
  .map(([address, length]) => {
    const network = address - (address % 2 ** (32 - length));
    const text = [24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.');
    return { range: `${text}/${String(length)}`, isOpen: length <= 7, isIpv6: false };
  });
const ipv6 = fc
  .tuple(fc.integer({ min: 0x2000, max: 0xffff }), fc.integer({ min: 0, max: 64 }))
  .map(([first, length]) => {
    const unit = 2 ** Math.max(0, 16 - length);
    const network = first - (first % unit);
    const text = network === 0 ? '::' : `${network.toString(16)}::`;
    return { range: `${text}/${String(length)}`, isOpen: length <= 15 && network < 0xf000, isIpv6: true };
  });
const whole = fc.constantFrom(
  { range: '0.0.0.0/0', isOpen: true, isIpv6: false },
  { range: '::/0', isOpen: true, isIpv6: true },
  { range: '10.0.0.0/8', isOpen: false, isIpv6: false },
  { range: 'fd00::/8', isOpen: false, isIpv6: true },
);
const permission = fc
  .tuple(port, port, fc.oneof(whole, ipv4, ipv6))
  .map(([one, other, addresses]): Permission => {
    return { port: Math.min(one, other), lastPort: Math.max(one, other), ...addresses };
  });

test('the rules about open security groups agree with arithmetic on ports and prefixes', () => {
  fc.assert(
    fc.property(fc.array(permission, { minLength: 1, maxLength: 4 }), (permissions) => {
      const open = permissions.filter((one) => one.isOpen);
      const covers = (wanted: number) => open.some((one) => one.port <= wanted && wanted <= one.lastPort);
      const isWeb = (one: Permission) => one.port === one.lastPort && [80, 443].includes(one.port);
      const fired = firedOn(permissions);
      expect(fired.has('Remote access opened to the world')).toBe([22, 3389, 5985, 5986].some(covers));
      expect(fired.has('Security group opened to the world')).toBe(!open.every(isWeb));
    }),
    { numRuns: 300 },
  );
}, 60_000);
