import { days } from '../field.ts';
import type { GateKind } from '../gate-kind.ts';
import type { AdvisoryGate } from '../image-policy.ts';
import { daysSince } from '../judge-context.ts';

export const advisories: GateKind<AdvisoryGate> = {
  type: 'advisories',
  about: 'Finds advisory data that are too old to judge by, or of no known age.',
  nouns: ['defect of advisory data', 'defects of advisory data'],
  fields: { maxAgeDays: days('Since the newest record of the data.') },
  judge: ({ maxAgeDays = 0 }, { report, now }) => {
    const { newest, records } = report.advisories;
    if (records === 0) return { violations: [], undecided: ['there was no advisory data'] };
    const old = daysSince(newest, now);
    if (old !== undefined && old <= maxAgeDays) return { violations: [] };
    const text =
      old === undefined
        ? 'their age is not known'
        : `the newest record is ${Math.floor(old)} days old (at most ${maxAgeDays})`;
    const fix = 'run "breakwater advisories update" and scan again';
    return { violations: [{ subject: { kind: 'image' }, text, fix }] };
  },
};
