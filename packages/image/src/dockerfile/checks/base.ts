import type { Dockerfile, Stage } from '../dockerfile.ts';
import type { DockerfileCheck, FaultyPlace } from '../dockerfile-check.ts';

export const latestBase: DockerfileCheck = {
  id: 'dockerfile-latest-tag',
  title: 'The base image is not pinned to a version',
  severity: 'medium',
  remediation: 'Name a version, or better a digest: "FROM image:1.2.3@sha256:…".',
  controls: ['cis-docker-1.6/4.2'],
  find: (file) =>
    foreignBases(file).flatMap(({ from, base }) => {
      if (base.includes('@') || base.includes('$')) return [];
      const name = base.slice(base.lastIndexOf('/') + 1);
      const tag = name.split(':')[1];
      if (tag !== undefined && tag !== 'latest') return [];
      return [
        {
          line: from.line,
          evidence: `${base} ${tag === undefined ? 'has no tag, which means latest' : 'is whatever is latest'}`,
        },
      ];
    }),
};

export const unpinnedBase: DockerfileCheck = {
  id: 'dockerfile-no-digest',
  title: 'The base image may change under its tag',
  severity: 'info',
  remediation: 'Add the digest to the tag ("@sha256:…") and let a robot raise it.',
  controls: ['cis-docker-1.6/4.2'],
  find: (file) =>
    foreignBases(file).flatMap(({ from, base }) =>
      /:(?!latest$)[^/]+$/.test(base) && !base.includes('@') && !base.includes('$')
        ? [{ line: from.line, evidence: `${base} has no digest` }]
        : [],
    ),
};

export const basePlatform: DockerfileCheck = {
  id: 'dockerfile-platform',
  title: 'Fargate does not run this platform',
  severity: 'medium',
  remediation: 'Build for linux/amd64 or linux/arm64.',
  find: ({ stages }) => {
    const last = stages.at(-1);
    const platform = last?.from.flags.get('platform') ?? '';
    if (last === undefined || !/^[a-z]+\/[\w/]+$/.test(platform)) return [];
    return /^(?:linux\/(?:amd64|arm64(?:\/v8)?)|windows\/amd64)$/.test(platform)
      ? []
      : [{ line: last.from.line, evidence: `the last stage is for ${platform}` }];
  },
};

export const duplicateStage: DockerfileCheck = {
  id: 'dockerfile-duplicate-stage',
  title: 'Two stages have one name',
  severity: 'medium',
  remediation: 'Give each stage a name of its own.',
  find: ({ stages }) => {
    const first = new Map<string, number>();
    return stages.flatMap(({ name, from }): FaultyPlace[] => {
      if (name === undefined) return [];
      const before = first.get(name);
      if (before !== undefined)
        return [{ line: from.line, evidence: `${name} is the stage of line ${before} already` }];
      first.set(name, from.line);
      return [];
    });
  },
};

/** Stages that are built on an image, not on nothing and not on an earlier stage. */
function foreignBases({ stages }: Dockerfile): readonly Stage[] {
  return stages.filter(
    ({ base }, index) =>
      base !== '' &&
      base !== 'scratch' &&
      !stages.slice(0, index).some(({ name }) => name === base.toLowerCase()),
  );
}
