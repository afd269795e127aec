import type { ConfigCheck } from '../config-check.ts';

/** CIS Docker 4.6. */
export const healthcheck: ConfigCheck = {
  id: 'image-no-healthcheck',
  check({ config }) {
    if (config.hasHealthcheck) return [];
    return [
      {
        checkId: 'image-no-healthcheck',
        title: 'The image has no health check',
        severity: 'low',
        evidence: 'Healthcheck is not set, or set to NONE',
        remediation:
          'Add a "HEALTHCHECK" instruction. Amazon ECS ignores it: also set healthCheck in the task definition.',
        controls: ['cis-docker-1.6/4.6'],
      },
    ];
  },
};
