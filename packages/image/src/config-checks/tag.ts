import type { ConfigCheck } from '../config-check.ts';

export const latestTag: ConfigCheck = {
  id: 'image-latest-tag',
  check({ tag }) {
    if (tag !== 'latest') return [];
    return [
      {
        checkId: 'image-latest-tag',
        title: 'The image is known by the tag "latest"',
        severity: 'low',
        evidence: 'the tag may mean another image tomorrow',
        remediation: 'Deploy by digest or by a tag that never moves.',
      },
    ];
  },
};
