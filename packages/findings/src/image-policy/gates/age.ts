import { days } from '../field.ts';
import type { GateKind } from '../gate-kind.ts';
import type { AgeGate } from '../image-policy.ts';
import { daysSince } from '../judge-context.ts';

export const age: GateKind<AgeGate> = {
  type: 'age',
  about: 'Finds an image that was built too long ago.',
  nouns: ['image that is too old', 'images that are too old'],
  fields: { maxDays: days('Since it was built.') },
  judge: ({ maxDays }, { report, now }) => {
    const { created } = report.config;
    const old = daysSince(created, now);
    // Reproducible builds set the beginning of the epoch.
    if (old === undefined || created === undefined || Date.parse(created) <= 0) {
      return { violations: [], undecided: ['the image does not say when it was built'] };
    }
    if (maxDays === undefined || old <= maxDays) return { violations: [] };
    const text = `built ${Math.floor(old)} days ago (at most ${maxDays})`;
    return {
      violations: [{ subject: { kind: 'image' }, text, fix: 'rebuild it on a current base image' }],
    };
  },
};
