import { texts } from '../field.ts';
import type { GateKind } from '../gate-kind.ts';
import type { CompletenessGate } from '../image-policy.ts';
import { listOmissions, type Omission } from '../omissions.ts';
import { matchesWildcard } from '../wildcard.ts';

export const completeness: GateKind<CompletenessGate> = {
  type: 'completeness',
  about:
    'Says what becomes of a scan that did not see everything: it fails, or with `action: warn` is told only. Without this gate the result is incomplete, neither passed nor failed.',
  nouns: ['omission', 'omissions'],
  isUsefulAlone: true,
  fields: {
    tolerate: texts('Omissions that are told only, by what was not examined.'),
  },
  judge: ({ tolerate = [] }, { report }) => {
    const omissions = listOmissions(report);
    const isTolerated = ({ what }: Omission) => tolerate.some((pattern) => matchesWildcard(pattern, what));
    return {
      violations: omissions
        .filter((omission) => !isTolerated(omission))
        .map(({ message }) => ({
          subject: { kind: 'image' },
          text: message,
          fix: 'mend what kept it from being examined and scan again',
        })),
      told: omissions.filter(isTolerated).map(({ message }) => message),
    };
  },
};
