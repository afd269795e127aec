import type { ConfigCheck } from '../config-check.ts';

export const volumes: ConfigCheck = {
  id: 'image-volumes',
  check({ config: { volumes: folders = [] } }) {
    if (folders.length === 0) return [];
    return [
      {
        checkId: 'image-volumes',
        title: 'The image asks for volumes',
        severity: 'info',
        evidence: `Volumes has ${folders.slice(0, 5).join(', ')}${folders.length > 5 ? ' …' : ''}`,
        remediation:
          'On Fargate they stay writable even where the root is read-only, and end with the task: name volumes in the task definition instead.',
      },
    ];
  },
};
