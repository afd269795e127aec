import type { ConfigCheck } from '../config-check.ts';
import { readHistory } from '../history-instruction.ts';

export const maintainer: ConfigCheck = {
  id: 'image-maintainer',
  check({ config }) {
    const index = config.history.findIndex(
      ({ createdBy }) => readHistory(createdBy).keyword === 'MAINTAINER',
    );
    if (index === -1) return [];
    return [
      {
        checkId: 'image-maintainer',
        title: 'The maintainer is named by an instruction that is gone',
        severity: 'info',
        evidence: `history line ${index + 1} is a MAINTAINER`,
        remediation: 'Use LABEL org.opencontainers.image.authors.',
      },
    ];
  },
};
