import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from './filter.ts';
import type { JsonObject } from './json.ts';
import { matchPolicy, readPolicies } from './policy.ts';
import { EvaluationError, PolicyError } from './policy-error.ts';

const now = new Date('2024-06-15T12:00:00Z');
const variables = { accountId: '111122223333', region: 'eu-west-1', now };

function evaluation(related: Readonly<Record<string, readonly JsonObject[]>> = {}): Evaluation {
  return { now, accountId: '111122223333', region: 'eu-west-1', related: (type) => related[type] ?? [] };
}

/** Ids of the resources that one filter, written as YAML flow, keeps. */
function matched(filter: string, resources: readonly JsonObject[], type = 'ec2'): readonly unknown[] {
  const [policy] = readPolicies(
    `policies: [{name: test, resource: ${type}, filters: [${filter}]}]`,
    'test.yaml',
    variables,
  );
  if (policy === undefined) throw new Error('no policy');
  return matchPolicy(policy, resources, evaluation()).map((one) => one.Id);
}

const resources: readonly JsonObject[] = [
  {
    Id: 1,
    Size: 10,
    Name: ' Web ',
    Made: '2024-06-01T00:00:00Z',
    Version: '13.2',
    Net: '10.1.2.0/24',
    Live: true,
    List: ['a', 'b'],
    Tags: [{ Key: 'Env', Value: 'prod' }],
  },
  {
    Id: 2,
    Size: 20,
    Name: 'api',
    Made: '2024-01-01',
    Version: '13.10',
    Net: '10.2.0.0/16',
    Live: false,
    List: [],
    Tags: [],
  },
  { Id: 3, Size: 0, Name: '', Made: null, Version: '9', Net: '10.3.0.0/30', List: ['c'], 'a.b': 'dotted' },
];

describe('a value filter', () => {
  it.each<[string, readonly number[]]>([
    ['{Size: 10}', [1]],
    ['{Size: absent}', []],
    ['{Live: absent}', [3]],
    ['{Live: present}', [1, 2]],
    ['{Live: not-null}', [1]],
    ['{Live: empty}', [2, 3]],
    ['{"tag:Env": prod}', [1]],
    ['{"tag:Env": absent}', [2, 3]],
    ['{a.b: dotted}', [3]],
    ['{key: Size, value: 10, op: gt, type: value}', [2]],
    ['{key: Size, value: 10, op: gte, type: value}', [1, 2]],
    ['{key: Size, value: text, op: gt, type: value}', []],
    ['{key: Live, value: true, op: ne, type: value}', [2, 3]],
    ['{key: Live, value: 1, type: value}', [1]],
    ['{key: Size, value: [10, 0], op: in, type: value}', [1, 3]],
    ['{key: Live, value: [true], op: not-in, type: value}', [2, 3]],
    ['{key: Missing, value: [x], op: ni, type: value}', [1, 2, 3]],
    ['{key: List, value: a, op: contains, type: value}', [1]],
    ['{key: List, value: [b, c], op: intersect, type: value}', [1, 3]],
    ['{key: List, value: [a], op: difference, type: value}', [1, 3]],
    ['{key: a, value: List, op: in, value_type: swap, type: value}', []],
    ['{key: List, value: a, op: in, value_type: swap, type: value}', [1]],
    ['{key: Name, value: "a*", op: glob, type: value}', [2]],
    ['{key: Name, value: "[!a]*", op: glob, type: value}', [1]],
    ['{key: Name, value: "API", op: regex, type: value}', [2]],
    ['{key: Name, value: "API", op: regex-case, type: value}', []],
    ['{key: Name, value: "pi", op: regex, type: value}', []],
    ['{key: Name, value: "^(?!api).*", op: regex, type: value}', [1, 3]],
    ['{key: Name, value: web, value_type: normalize, type: value}', [1]],
    ['{key: List, value: 1, op: gt, value_type: size, type: value}', [1]],
    ['{key: Made, value: 100, op: gt, value_type: age, type: value}', [2]],
    ['{key: Made, value: 100, op: lt, value_type: age, type: value}', [1]],
    ['{key: Made, value: 2024/05/01, op: lt, value_type: date, type: value}', [2]],
    ['{key: Version, value: "13.9", op: gt, value_type: version, type: value}', [2]],
    ['{key: Net, value: 10.0.0.0/8, op: in, value_type: cidr, type: value}', [1, 2, 3]],
    ['{key: Net, value: 10.1.2.77, op: in, value_type: cidr, type: value}', [1]],
    ['{key: Net, value: [10.2.0.0/15], op: in, value_type: cidr, type: value}', [2, 3]],
    ['{key: Net, value: 20, op: lt, value_type: cidr_size, type: value}', [2]],
    ['{key: Size, value: 3, op: mod, type: value}', [1, 2]],
    ['{key: Name, value: "W", value_regex: " *(.).*", type: value}', [1]],
    ['{value: 2, op: gt, value_type: resource_count, type: value}', [1, 2, 3]],
  ])('%s', (filter, expected) => {
    expect(matched(filter, resources)).toEqual(expected);
  });
});

describe('blocks', () => {
  it.each<[string, readonly number[]]>([
    ['{or: [{Size: 10}, {Size: 0}]}', [1, 3]],
    ['{and: [{Size: 10}, {Live: true}]}', [1]],
    ['{not: [{Size: 10}, {Live: true}]}', [2, 3]],
    ['{not: [{Size: 10}, {Live: false}]}', [1, 2, 3]],
    ['{not: [{or: [{Size: 10}, {Size: 20}]}]}', [3]],
    ['{type: list-item, key: Tags, attrs: [{Key: Env}, {Value: prod}]}', [1]],
    ['{type: list-item, key: Tags, count: 0, attrs: [{Key: Env}]}', [2, 3]],
  ])('%s', (filter, expected) => {
    expect(matched(filter, resources)).toEqual(expected);
  });
});

describe('a wrong policy', () => {
  it.each<[string, RegExp]>([
    ['policies: []\nextra: 1', /p\.yaml:1: unknown key extra/],
    ['policies: 3', /"policies" must be a list/],
    ['policies:\n- name: a b\n  resource: ec2', /p\.yaml:2: a policy needs a name/],
    ['policies:\n- name: a\n  resource: ec2\n  filter: []', /p\.yaml:2: policy a: unknown key filter/],
    [
      'policies:\n- name: a\n  resource: ec2\n  filters:\n  - type: nonsense',
      /p\.yaml:5: unknown filter nonsense/,
    ],
    [
      'policies:\n- name: a\n  resource: ec2\n  filters:\n  - type: ingress',
      /aws\.ec2 has no filter ingress/,
    ],
    [
      'policies:\n- name: a\n  resource: ec2\n  filters:\n  - {type: value, key: A, op: like, value: x}',
      /unknown op "like"/,
    ],
    ['policies:\n- name: a\n  resource: ec2\n  filters:\n  - {type: value, key: A}', /needs "value"/],
    [
      'policies:\n- name: a\n  resource: ec2\n  filters:\n  - {type: value, key: "A[", value: 1}',
      /p\.yaml:5: key A\[/,
    ],
    [
      'policies:\n- name: a\n  resource: ec2\n  filters:\n  - {type: value, key: A, op: regex, value: "(" }',
      /regex \(/,
    ],
    [
      'policies:\n- name: a\n  resource: ec2\n  filters:\n  - {type: event, key: a, value: b}',
      /needs a policy with "mode"/,
    ],
    ['policies:\n- name: a\n  resource: ec2\n- name: a\n  resource: ec2', /two policies are named a/],
    ['policies: [', /p\.yaml:1: /],
  ])('%j', (text, message) => {
    expect(() => readPolicies(text, 'p.yaml', variables)).toThrow(message);
    expect(() => readPolicies(text, 'p.yaml', variables)).toThrow(PolicyError);
  });

  it('fails only with its own error, whatever the text', () => {
    assert(
      property(string(), (text) => {
        try {
          readPolicies(`policies:\n- name: a\n  resource: ec2\n  filters: ${text}`, 'p.yaml', variables);
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError);
        }
      }),
    );
  });
});

it('reads YAML 1.1 as policies are written: merge keys, words for booleans, duplicate keys', () => {
  const text = `
vars:
  base: &base {type: value, key: Live}
policies:
- name: merged
  resource: ec2
  filters:
  - <<: *base
    value: yes
    value: on
`;
  const [policy] = readPolicies(text, 'p.yaml', variables);
  expect(policy && matchPolicy(policy, resources, evaluation()).map((one) => one.Id)).toEqual([1]);
});

it('bounds what aliases expand to', () => {
  const levels = Array.from(
    { length: 20 },
    (_, i) =>
      `a${i}: &a${i} [${Array.from({ length: 10 }, () => (i === 0 ? '1' : `*a${i - 1}`)).join(', ')}]`,
  );
  expect(() => readPolicies(`${levels.join('\n')}\npolicies: []`, 'bomb.yaml', variables)).toThrow(
    PolicyError,
  );
});

it('fills text variables in', () => {
  expect(
    matched('{Name: "{account_id}/{region}/{now:%Y-%m-%d}"}', [
      { Id: 1, Name: '111122223333/eu-west-1/2024-06-15' },
    ]),
  ).toEqual([1]);
});

it('an execution error says what was wrong with the data', () => {
  expect(() => matched('{type: list-item, key: Size, attrs: []}', resources)).toThrow(EvaluationError);
});
