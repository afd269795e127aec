import type { ConfigCheck } from '../config-check.ts';

/** OCI annotations that lead from an image to where it comes from. */
const wanted = ['org.opencontainers.image.source', 'org.opencontainers.image.revision'];

export const labels: ConfigCheck = {
  id: 'image-no-labels',
  check({ config }) {
    if (Object.keys(config.labels).length > 0) return [];
    return [
      {
        checkId: 'image-no-labels',
        title: 'The image has no labels',
        severity: 'info',
        evidence: 'Labels is empty: nothing tells who built the image, or from what',
        remediation: `Add "LABEL" instructions, at least ${wanted.join(' and ')}.`,
      },
    ];
  },
};
