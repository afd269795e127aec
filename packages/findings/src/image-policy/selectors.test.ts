import { expect, test } from 'vitest';
import type { ImageSelectors } from './image-policy.ts';
import type { JudgeContext } from './judge-context.ts';
import { appliesTo, type SelectedReport } from './selectors.ts';

const report: SelectedReport = {
  registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  repository: 'payments/api',
  tag: 'v1',
  digest: 'sha256:abc',
  baseImage: { name: 'docker.io/library/debian:12', layers: 1 },
  config: {
    os: 'linux',
    architecture: 'amd64',
    env: [],
    exposedPorts: [],
    entrypoint: [],
    cmd: [],
    labels: { team: 'payments', tier: '1' },
    hasHealthcheck: false,
    history: [],
  },
};

const context: JudgeContext = {
  origins: ['ci-cd'],
  places: [
    {
      account: '1',
      region: 'eu-west-1',
      cluster: 'prod',
      service: 'api',
      stage: 'production',
      application: 'shop',
    },
    { account: '2', region: 'eu-west-1', cluster: 'dev', service: 'api', stage: 'test' },
  ],
};

test.each<[ImageSelectors, ImageSelectors | undefined, boolean]>([
  [{}, undefined, true],
  [{ repositories: [] }, {}, true],
  [{ registries: ['*.amazonaws.com'] }, undefined, true],
  [{ registries: ['ghcr.io'] }, undefined, false],
  [{ digests: ['sha256:abc'] }, undefined, true],
  [{ labels: ['team'] }, undefined, true],
  [{ labels: ['team=pay*'] }, undefined, true],
  [{ labels: ['team=web', 'tier=1'] }, undefined, true],
  [{ labels: ['team=web'] }, undefined, false],
  [{ labels: ['toString'] }, undefined, false],
  [{ baseImages: ['*/debian:*'] }, undefined, true],
  [{ origins: ['ci-cd', 'cli'] }, undefined, true],
  [{ origins: ['console'] }, undefined, false],
  [{ accounts: ['1'] }, undefined, true],
  [{ accounts: ['3'] }, undefined, false],
  [{ applications: ['shop'] }, undefined, true],
  // All of one place: no place is production in account 2.
  [{ stages: ['production'], accounts: ['2'] }, undefined, false],
  [{}, { tags: ['v*'] }, false],
  [{}, { tags: ['v*'], repositories: ['web/*'] }, true],
  // Excluded in one place, judged for the other.
  [{}, { clusters: ['dev'] }, true],
  [{ clusters: ['dev'] }, { stages: ['test'] }, false],
  [{}, { regions: ['eu-*'] }, false],
])('applies %j, excludes %j: %s', (applies, excludes, expected) => {
  const policy = excludes === undefined ? { applies } : { applies, excludes };
  expect(appliesTo(policy, report, context)).toBe(expected);
});

test('without known places they select nothing and exclude nothing', () => {
  expect(appliesTo({ applies: { stages: ['*'] } }, report)).toBe(false);
  expect(appliesTo({ applies: {}, excludes: { stages: ['*'] } }, report)).toBe(true);
});
