import type { ConfigCheck } from '../config-check.ts';

const dayMs = 86_400_000;
/** Builds that are to be repeatable write a date like these instead of the true one. */
const earliest = Date.parse('2013-03-01T00:00:00Z');

/** CIS Docker 4.4: what is not rebuilt gets no patches. */
export const age: ConfigCheck = {
  id: 'image-age',
  check({ config, now }) {
    const created = Date.parse(config.created ?? '');
    if (now === undefined || Number.isNaN(created) || created < earliest) return [];
    const days = Math.floor((now.getTime() - created) / dayMs);
    if (days <= 180) return [];
    return [
      {
        checkId: 'image-age',
        title: 'The image has not been built anew for long',
        severity: days > 365 ? 'medium' : 'low',
        evidence: `built on ${new Date(created).toISOString().slice(0, 10)}, ${days} days ago`,
        remediation: 'Build it again on a current base, and do so on a schedule.',
        controls: ['cis-docker-1.6/4.4'],
      },
    ];
  },
};
