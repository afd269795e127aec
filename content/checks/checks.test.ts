import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Coverage, Resource } from '@breakwater/model';
import { type Check, type CheckExample, type JsonObject, readCheck, runChecks } from '@breakwater/posture';
import { describe, expect, it } from 'vitest';

const folder = import.meta.dirname;
const files = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.yaml') && dirname(name) !== '.')
  .sort();
const checks = files.map((file) => ({
  file,
  check: readCheck(readFileSync(join(folder, file), 'utf8'), file),
}));
const account = '111122223333';
const now = new Date('2026-01-15T12:00:00Z');

function toResource(type: string, configuration: JsonObject, index: number): Resource {
  return {
    id:
      type === 'aws.account'
        ? `arn:aws:iam::${account}:root`
        : `arn:aws:test:eu-west-1:${account}:${type}/${index}`,
    type,
    name: `example ${index}`,
    place: { provider: 'aws', account, ...(type === 'aws.account' ? {} : { region: 'eu-west-1' }) },
    tags: {},
    seenAt: now.toISOString(),
    configuration,
  };
}

function judge(check: Check, example: CheckExample): string | undefined {
  const related = [...example.related].flatMap(([type, others]) =>
    others.map((other, index) => toResource(type, other, index + 1)),
  );
  const coverage = [...check.reads.keys()].map(
    (type): Coverage => ({ type, account, region: 'eu-west-1', status: 'ok', count: 1 }),
  );
  const subject = toResource(check.resourceType, example.resource, 0);
  const results = runChecks([check], [subject, ...related], coverage, { now });
  return results.find((result) => result.resourceId === subject.id)?.status;
}

describe.each(checks)('$file', ({ file, check }) => {
  it('is named by its id and lies in a folder of its provider', () => {
    expect(basename(file, '.yaml')).toBe(check.id);
    expect(file.split('/')[0]).toBe(check.resourceType.split('.')[0]);
  });

  it.each(check.examples.pass.map((example) => ({ name: example.name, example })))(
    'passes: $name',
    ({ example }) => {
      expect(judge(check, example)).toBe('PASS');
    },
  );

  it.each(check.examples.fail.map((example) => ({ name: example.name, example })))(
    'fails: $name',
    ({ example }) => {
      expect(judge(check, example)).toBe('FAIL');
    },
  );
});

it('has no id twice', () => {
  const ids = checks.map(({ check }) => check.id);
  expect(new Set(ids).size).toBe(ids.length);
});
