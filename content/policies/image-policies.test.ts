import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gateTypes, type ImagePolicy, imagePolicySchema, readImagePolicy } from '@breakwater/findings';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const folder = join(import.meta.dirname, 'image');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const policies = files.map((file) => readImagePolicy(readFileSync(join(folder, file), 'utf8'), file));
const known: Record<string, Record<string, string>> = parse(
  readFileSync(join(import.meta.dirname, 'image-controls.yaml'), 'utf8'),
);
/** A publication whose sections are the controls; no posture framework is made of it. */
const ownFrameworks = ['nist-800-190'];

describe.each(policies.map((policy) => [policy.name, policy] as const))('%s', (name, policy) => {
  it('is named by its file and says what it is for', () => {
    expect(files).toContain(`${name}.yaml`);
    expect(policy.description?.length).toBeGreaterThan(40);
  });

  it('names only controls that are known', () => {
    const unknown = controlsOf(policy).filter((control) => {
      const [framework = '', ...id] = control.split(':');
      return known[framework]?.[id.join(':')] === undefined;
    });
    expect(unknown).toEqual([]);
  });

  it('has tests in which every gate fires', () => {
    const { cases }: { cases: { fails?: string[]; warns?: string[] }[] } = parse(
      readFileSync(join(folder, 'tests', `${name}.tests.yaml`), 'utf8'),
    );
    const fired = new Set(cases.flatMap(({ fails = [], warns = [] }) => [...fails, ...warns]));
    expect(policy.gates.map((gate) => gate.name).filter((gate) => !fired.has(gate))).toEqual([]);
  });
});

it('every gate of a policy for a standard serves a control of it', () => {
  const standards = policies.filter(({ name }) => !['default', 'strict'].includes(name));
  const stray = standards.flatMap(({ gates }) => gates.filter(({ controls = [] }) => controls.length === 0));
  expect(stray).toEqual([]);
  expect(standards).toHaveLength(6);
});

it('every control that is known is named by a policy', () => {
  const named = new Set(policies.flatMap(controlsOf));
  const all = Object.entries(known).flatMap(([framework, ids]) =>
    Object.keys(ids).map((id) => `${framework}:${id}`),
  );
  expect(all.filter((control) => !named.has(control))).toEqual([]);
});

describe('controls exist in their framework', () => {
  const cases = join(process.env.BREAKWATER_CASES ?? join(root, '../shared'), 'frameworks');
  const isThere = existsSync(cases) || process.env.REQUIRE_ALL === '1';
  const frameworks = Object.keys(known).filter((id) => !ownFrameworks.includes(id));

  it.skipIf(!isThere).each(frameworks)('%s (skipped without the folder of cases)', (id) => {
    const { controls }: { controls: { id: string }[] } = JSON.parse(
      readFileSync(join(cases, `${id}.json`), 'utf8'),
    );
    const ids = new Set(controls.map((control) => control.id));
    expect(Object.keys(known[id] ?? {}).filter((control) => !ids.has(control))).toEqual([]);
  });
});

it('the published schema is the one of the reader', () => {
  const published = readFileSync(join(root, 'docs/image-policy.schema.json'), 'utf8');
  expect(
    JSON.parse(published),
    'run: node tools/launch.js apps/cli/src/main.ts image policy schema > docs/image-policy.schema.json',
  ).toEqual(imagePolicySchema());
});

it('the guide tells of every type of gate', () => {
  const guide = readFileSync(join(root, 'docs/guide/policies.md'), 'utf8');
  expect(gateTypes.filter((type) => !guide.includes(`\`${type}\``))).toEqual([]);
});

function controlsOf({ controls = [], gates }: ImagePolicy): readonly string[] {
  return [...controls, ...gates.flatMap((gate) => gate.controls ?? [])];
}
