import { expect, it, test } from 'vitest';
import { RecentEvents } from '../recent-events.ts';
import { okta } from './index.ts';

const event = {
  uuid: 'u1',
  published: '2026-03-02T09:30:00.000Z',
  eventType: 'user.session.start',
  displayMessage: 'User login to Okta',
  severity: 'INFO',
  actor: { id: '00u1', type: 'User', alternateId: 'ada@example.com', displayName: 'Ada' },
  client: {
    ipAddress: '203.0.113.9',
    geographicalContext: { country: 'France', geolocation: { lat: 48.8, lon: 2.3 } },
  },
  outcome: { result: 'SUCCESS' },
  target: [
    { id: '00u2', type: 'User', alternateId: 'bob@example.com', displayName: 'Bob' },
    { id: '0oa1', type: 'AppInstance', alternateId: 'Payroll' },
    { id: '00u3', type: 'User', alternateId: 'cy@example.com', displayName: 'Cy' },
  ],
  debugContext: { debugData: { requestUri: '/app/payroll/x', behaviors: '{New Device=POSITIVE}' } },
  authenticationContext: { authenticationStep: 0, externalSessionId: 's', credentialProvider: 'DUO' },
  securityContext: { asNumber: 3215, isProxy: true },
};

function fieldOf(name: string) {
  const field = okta.fields.find((one) => one.name === name);
  if (field === undefined) throw new Error(`no field ${name}`);
  return field;
}

function readAll(
  records: readonly object[],
  name: string,
  argument?: string,
  recent?: RecentEvents,
): unknown[] {
  const options = recent === undefined ? {} : { recent };
  const { events, rejected } = okta.parse(JSON.stringify(records), options);
  expect(rejected).toEqual([]);
  return events.map((one) => fieldOf(name).extract(one, argument));
}

it.each<[string, string | undefined, unknown]>([
  ['okta.evt.type', undefined, 'user.session.start'],
  ['okta.evt.legacytype', undefined, ''],
  ['okta.actor.Type', undefined, 'User'],
  ['okta.client.geo.lat', undefined, '48.8'],
  ['okta.client.geo.lon', undefined, '2.3'],
  ['okta.app', undefined, 'payroll'],
  ['okta.behaviors', undefined, '{New Device=POSITIVE}'],
  ['okta.logonlysecuritydata', undefined, ''],
  ['okta.authentication.step', undefined, '0'],
  ['okta.authentication.credentialprovider', undefined, 'DUO'],
  ['okta.authentication.provider', undefined, ''],
  ['okta.security.asnumber', undefined, 3215],
  ['okta.security.isproxy', undefined, 'true'],
  ['okta.target.user.name', undefined, 'Cy'],
  ['okta.target.app.alternateid', undefined, 'Payroll'],
  ['okta.target.group.id', undefined, undefined],
  ['okta.targets.displayName', undefined, '(Bob,,Cy)'],
  ['okta.targets.displayName', '2', 'Cy'],
  ['okta.mfa.failure.countlast', '300', undefined],
])('%s[%s]', (name, argument, expected) => {
  expect(readAll([event], name, argument)).toEqual([expected]);
});

test('has all 54 fields', () => {
  expect(okta.fields.filter(({ name }) => name.startsWith('okta.'))).toHaveLength(54);
});

const failure = (uuid: string, second: number, actor = '00u1') => ({
  ...event,
  uuid,
  published: `2026-03-02T09:30:${String(second).padStart(2, '0')}.500Z`,
  eventType: 'user.authentication.auth_via_mfa',
  outcome: { result: 'FAILURE' },
  actor: { ...event.actor, id: actor },
});
const deny = (uuid: string, second: number) => ({
  ...failure(uuid, second),
  eventType: 'user.mfa.okta_verify.deny_push',
});

it.each<[string, readonly object[], string, string, readonly unknown[]]>([
  ['failures of one user', [failure('a', 1), failure('b', 2), failure('c', 3)], 'failure', '60', [1, 2, 3]],
  ['whatever the order', [failure('c', 3), failure('a', 1), failure('b', 2)], 'failure', '60', [3, 1, 2]],
  ['within the window', [failure('a', 1), failure('b', 2), failure('c', 11)], 'failure', '10', [1, 2, 2]],
  [
    'each user alone',
    [failure('a', 1), failure('b', 2, 'other'), failure('c', 3)],
    'failure',
    '60',
    [1, 1, 2],
  ],
  ['the same event once', [failure('a', 1), failure('a', 1)], 'failure', '60', [1, 1]],
  [
    'denials apart from failures',
    [deny('a', 1), failure('b', 2), deny('c', 3)],
    'deny',
    '60',
    [1, undefined, 2],
  ],
  ['no success', [{ ...failure('a', 1), outcome: { result: 'SUCCESS' } }], 'failure', '60', [undefined]],
])('counts %s', (_, records, trouble, seconds, expected) => {
  expect(readAll(records, `okta.mfa.${trouble}.countlast`, seconds)).toEqual(expected);
});

test('counts over inputs when what was seen is handed on, and a record tells its count again', () => {
  const recent = new RecentEvents();
  const name = 'okta.mfa.failure.countlast';
  expect(readAll([failure('a', 1)], name, '60', recent)).toEqual([1]);
  expect(readAll([failure('b', 2)], name, '60', recent)).toEqual([2]);
  expect(readAll([failure('b', 2)], name, '60', recent)).toEqual([2]);
  expect(readAll([failure('b', 2)], name, '60')).toEqual([1]);
  const [kept] = okta.parse(JSON.stringify(failure('c', 3)), { recent }).events;
  if (kept === undefined) throw new Error('no event');
  const restored = { ...kept, record: JSON.parse(JSON.stringify(kept.record)) };
  expect(fieldOf(name).extract(restored, '60')).toBe(3);
  expect(fieldOf(name).extract(restored, '2')).toBe(2);
});

test('a note that the sender made up counts for nothing', () => {
  const forged = { ...failure('a', 1), breakwater: { millisecondsAgo: [1, 2, 3] } };
  expect(readAll([forged], 'okta.mfa.failure.countlast', '60')).toEqual([1]);
});
