import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Recording, type Replay, replay } from '../../test-support/index.ts';
import { explainFailure } from '../failure.ts';
import type { Described, Problem, Scope } from '../resource-type.ts';
import { resourceTypes } from './index.ts';

const testdata = join(import.meta.dirname, 'testdata');

interface RecordedCase {
  readonly type: string;
  readonly title: string;
  readonly references?: readonly string[];
  readonly recording: Recording;
  readonly expected: {
    readonly resources: readonly Partial<Described>[];
    readonly problems: readonly string[];
    readonly calls: Readonly<Record<string, number>>;
  };
}

const cases: readonly RecordedCase[] = readdirSync(testdata).map((file) =>
  JSON.parse(readFileSync(join(testdata, file), 'utf8')),
);

async function readRecorded({ type, references = [], recording }: RecordedCase): Promise<{
  readonly resources: readonly Described[];
  readonly problems: readonly string[];
  readonly calls: Replay['calls'];
}> {
  const { clients, calls } = replay(recording);
  const scope: Scope = {
    account: '123456789012',
    partition: 'aws',
    region: 'eu-west-1',
    clients,
    pageSize: 1000,
    references: new Set(references),
    signal: new AbortController().signal,
  };
  const resources: Described[] = [];
  const problems: Problem[] = [];
  for await (const batch of resourceTypes.find((each) => each.type === type)?.read(scope) ?? []) {
    resources.push(...batch.resources);
    problems.push(...batch.problems);
  }
  return { resources, problems: problems.map(({ error, action }) => explainFailure(error, action)), calls };
}

describe('recorded answers', () => {
  test.each(cases)('$type: $title', async (recorded) => {
    const { resources, problems, calls } = await readRecorded(recorded);
    expect(resources).toHaveLength(recorded.expected.resources.length);
    expect(resources).toMatchObject(recorded.expected.resources);
    expect(problems).toHaveLength(recorded.expected.problems.length);
    for (const [index, text] of recorded.expected.problems.entries()) expect(problems[index]).toContain(text);
    const counts = Object.fromEntries(
      [...Map.groupBy(calls, ({ name }) => name)].map(([name, all]) => [name, all.length]),
    );
    expect(counts).toEqual(recorded.expected.calls);
  });
});

describe('the list of resource types', () => {
  test('holds every file of the folder that declares one', () => {
    const declaring = readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
      .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
      .flatMap((text) => /^ {2}type: '(aws\.[a-z0-9-]+)',$/m.exec(text)?.[1] ?? []);
    expect(declaring.sort()).toEqual(resourceTypes.map(({ type }) => type).sort());
  });

  test('names each once, and what a type needs comes before it and is of its service', () => {
    for (const [index, { type, needs, service, actions }] of resourceTypes.entries()) {
      expect(resourceTypes.findIndex((each) => each.type === type)).toBe(index);
      for (const need of needs) {
        const place = resourceTypes.findIndex((each) => each.type === need && each.service === service);
        expect(place, `${type} needs ${need}`).toBeGreaterThanOrEqual(0);
        expect(place, `${type} needs ${need}`).toBeLessThan(index);
      }
      expect(actions.length).toBeGreaterThan(0);
      for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z]+$/);
    }
  });
});
