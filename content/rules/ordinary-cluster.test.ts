import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, loadRules } from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';
import { expect, test } from 'vitest';
import { ordinaryClusterDay } from './testing/ordinary-cluster/ordinary-cluster-day.ts';
import type { Fields } from './testing/ordinary-day/fields.ts';

const size = 20_000;
const folder = import.meta.dirname;
const files = readdirSync(folder)
  .filter((name) => name.startsWith('k8s-audit-') && name.endsWith('.yaml'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
/** What the users of the cluster declare. */
const declared = {
  name: 'declared.yaml',
  text: '- list: cluster_deploy_identities\n  items: ["*:assumed-role/github-deploy/*"]\n  override: { items: append }\n',
};
const ruleset = loadRules([...files, declared], { sources }).ruleset;

test.each([1, 2, 3])('no rule fires on an ordinary day of a cluster (seed %i)', (seed) => {
  expect(detections(ordinaryClusterDay(seed, size))).toEqual([]);
});

test('the day has what a cluster has', () => {
  const events = ordinaryClusterDay(1, size);
  expect(events.length).toBeGreaterThanOrEqual(size);
  const users = new Set(events.map((event) => (event.user as Fields).username));
  expect(users.size).toBeGreaterThan(200);
  const kinds = new Set(
    events.map(({ verb, objectRef }) => `${verb} ${(objectRef as Fields | undefined)?.resource}`),
  );
  expect(kinds.size).toBeGreaterThan(70);
  for (const kind of [
    'create pods',
    'update leases',
    'patch deployments',
    'watch secrets',
    'create serviceaccounts',
  ]) {
    expect(kinds).toContain(kind);
  }
  expect(ordinaryClusterDay(1, 100)).toEqual(ordinaryClusterDay(1, 100));
});

test('a single bad deed in it is found', () => {
  const events = ordinaryClusterDay(4, size);
  const pod = events.find(
    ({ verb, objectRef }) => verb === 'create' && (objectRef as Fields).resource === 'pods',
  );
  const deed = {
    ...pod,
    auditID: 'deed',
    requestObject: {
      spec: { containers: [{ name: 'a', image: 'alpine:3.22', securityContext: { privileged: true } }] },
    },
  };
  expect(detections([...events, deed])).toEqual([expect.stringContaining('Privileged pod created')]);
});

function detections(records: readonly Fields[]): readonly string[] {
  if (ruleset === undefined) throw new Error('the rules did not load');
  const engine = createEngine(ruleset, { ruleMatching: 'all' });
  const parsed = findSource('k8s_audit')?.parse(records.map((record) => JSON.stringify(record)).join('\n'));
  expect(parsed?.rejected).toEqual([]);
  expect(parsed?.events).toHaveLength(records.length);
  const fired = (parsed?.events ?? []).flatMap((event) => engine.evaluate(event));
  expect(engine.failures()).toEqual([]);
  return [...new Map(fired.map(({ rule, output }) => [rule, `${rule}: ${output}`])).values()];
}
