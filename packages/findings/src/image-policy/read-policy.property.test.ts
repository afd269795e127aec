import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { evaluatePolicy } from './evaluate-policy.ts';
import { gateKinds, gateTypes } from './gates/index.ts';
import { imagePolicySchema } from './json-schema.ts';
import { PolicyError } from './policy-yaml.ts';
import { readImagePolicy } from './read-policy.ts';
import { suggestion } from './suggestion.ts';

/** A value that a field's schema allows. */
function allowedBy(schema: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  const { enum: values, type, items, minimum = 0, maximum = 1e6, pattern, anyOf } = schema;
  if (Array.isArray(values)) return fc.constantFrom(...values);
  if (Array.isArray(anyOf)) return fc.constantFrom('500 MB', '1.5 GiB', 12, 0);
  if (type === 'array') return fc.array(allowedBy(items as Record<string, unknown>), { maxLength: 4 });
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer({ min: Number(minimum), max: Number(maximum) });
  if (type === 'number') return fc.double({ min: Number(minimum), max: Number(maximum), noNaN: true });
  if (pattern !== undefined) return fc.constantFrom('pci-dss-4.0:6.3.3');
  return fc.stringMatching(/^[a-z*][a-z0-9*:._/-]{0,20}$/);
}

const gate = fc.constantFrom(...gateTypes).chain((type) => {
  const fields = Object.entries(gateKinds[type].fields);
  const values = Object.fromEntries(fields.map(([key, { schema }]) => [key, allowedBy(schema)]));
  return fc
    .record(values, { requiredKeys: fields.slice(0, 1).map(([key]) => key) })
    .map((own) => ({ type, ...own }));
});

const policy = fc.array(gate, { minLength: 1, maxLength: 4 }).map((gates) => ({
  name: 'p',
  gates: gates.map((one, index) => ({ name: `g${index}`, ...one })),
}));

test('whatever the schema allows is read, judged, and read again as the same', () => {
  fc.assert(
    fc.property(policy, (written) => {
      const read = readImagePolicy(stringify(written), 'p.yaml');
      expect(read.gates.map(({ name, type }) => [name, type])).toEqual(
        written.gates.map(({ name, type }) => [name, type]),
      );
      expect(readImagePolicy(JSON.stringify(read), 'p.yaml')).toEqual(read);
      const verdict = evaluatePolicy(read, empty, new Date(0));
      expect(['passed', 'failed', 'incomplete']).toContain(verdict.status);
    }),
    { numRuns: 60 },
  );
});

test('any text is read or refused with places inside it', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      'name: x',
      'gates:',
      '  - name: g',
      '    type: files',
      '- &a [*a]',
      '<<: *a',
      '? [a]',
      '!!js x',
      '---',
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const text = lines.join('\n');
      try {
        readImagePolicy(text, 'p.yaml');
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        expect(error.problems.length).toBeGreaterThan(0);
        const bottom = text.split(/\r\n?|\n/).length + 1;
        for (const problem of error.problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.line).toBeLessThanOrEqual(bottom);
          expect(problem.column).toBeGreaterThanOrEqual(1);
        }
      }
    }),
    { numRuns: 500 },
  );
});

describe('hostile files are refused, soon', () => {
  const gates = 'gates:\n  - {name: g, type: age, maxDays: 1}\n';
  test.each<[string, string, string]>([
    [
      'a million keys',
      Array.from({ length: 90_000 }, (_, at) => `k${at}: 1`).join('\n'),
      'more than 10000 entries',
    ],
    ['aliases of aliases', `name: &a x\ndescription: *a\n${gates}`, 'aliases are not read'],
    [
      'a tower of lists',
      `a: &a [x]\n${Array.from({ length: 40 }, () => 'b: &a [*a, *a]').join('\n')}`,
      'unknown field',
    ],
    ['deep flow', `name: ${'{a: '.repeat(50_000)}`, 'nested too deeply'],
    ['a text without end', 'x'.repeat(2 << 20), 'longer than'],
    ['a prototype', `name: x\n__proto__: {a: 1}\n${gates}`, 'unknown field "__proto__"'],
    ['a constructor', `name: x\nconstructor: 1\n${gates}`, 'unknown field "constructor"'],
    [
      'a thousand mistakes',
      `name: x\n${Array.from({ length: 1000 }, (_, at) => `k${at}: 1`).join('\n')}`,
      'more mistakes',
    ],
    ['two documents', `name: x\n${gates}---\nname: y\n`, 'multiple documents'],
  ])('%s', (_name, text, message) => {
    const began = performance.now();
    expect(() => readImagePolicy(text, 'p.yaml')).toThrow(message);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('a slip is answered with what was meant', () => {
  test.each([
    [
      'name: x\ngates:\n  - {name: g, type: vulnerabilites, knownExploited: true}',
      'did you mean "vulnerabilities"?',
    ],
    [
      'name: x\ngates:\n  - {name: g, type: vulnerabilities, fixableonly: true}',
      'did you mean "fixableOnly"?',
    ],
    ['name: x\nexcludes: {repositorys: [a]}\nfailOn: high', 'did you mean "repositories"?'],
    ['name: x\nfailOn: low\ngates:\n  - {name: files, type: age, maxDays: 1}', 'another gate named "files"'],
    ['name: x\nfailOn: hihg', 'did you mean "high"?'],
    [
      'name: x\ngates:\n  - {name: g, type: age, maxDays: 1}\n  - {name: g, type: age, maxDays: 2}',
      'another gate named "g"',
    ],
    ['name: x\ngates:\n  - {name: g, type: packages, deny: ["a@<"]}', 'is no bound of a version'],
    ['name: x\ngates:\n  - {name: g, type: size, maxCompressed: 5 MBit}', 'must be a size like'],
    ['name: x\ngates:\n  - {name: 1, type: age, maxDays: 1}', 'must be text; write "1"'],
    ['name: x\ncontrols: [PCI 6.3.3]\nfailOn: high', 'must be FRAMEWORK:CONTROL'],
    ['name: x\ngates:\n  - {name: g, type: files, moreThan: 1.5}', 'a whole number'],
  ])('%j', (text, message) => {
    expect(() => readImagePolicy(text, 'p.yaml')).toThrow(message);
  });

  test('nothing is guessed of names that are nothing alike', () => {
    expect(suggestion('zebra', ['gates', 'name'])).toBe('');
  });
});

test('the schema has a definition for every type of gate', () => {
  const definitions = Object.keys(imagePolicySchema().$defs as object);
  expect(definitions).toEqual(expect.arrayContaining(gateTypes.map((type) => `gate-${type}`)));
});

const empty: Parameters<typeof evaluatePolicy>[1] = {
  digest: 'sha256:0',
  reference: 'x',
  scannedAt: '1970-01-01T00:00:00Z',
  config: {
    os: 'linux',
    architecture: 'amd64',
    env: [],
    exposedPorts: [],
    entrypoint: [],
    cmd: [],
    labels: {},
    hasHealthcheck: true,
    history: [],
  },
  layers: [],
  sbom: { packages: [] },
  matches: [],
  configFindings: [],
  advisories: { hash: 'x', records: 0 },
  gaps: [],
};
