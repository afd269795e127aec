import { texts } from '../field.ts';
import type { GateKind, Violation } from '../gate-kind.ts';
import type { LabelGate } from '../image-policy.ts';
import { hasLabel } from '../selectors.ts';

export const labels: GateKind<LabelGate> = {
  type: 'labels',
  about: 'Finds missing and forbidden labels: `key`, or `key=value`.',
  nouns: ['defect of labels', 'defects of labels'],
  fields: {
    required: texts('Labels that must be there: `org.opencontainers.image.source`, `team=*`.'),
    forbidden: texts('Labels that must not be there.'),
  },
  judge: ({ required = [], forbidden = [] }, { report }) => {
    const present = report.config.labels;
    const missing = required
      .filter((entry) => !hasLabel(present, entry))
      .map((entry) => violation(`${entry} is missing`, `add the label ${entry}`));
    const stray = forbidden
      .filter((entry) => hasLabel(present, entry))
      .map((entry) => violation(`${entry} is forbidden`, `remove the label ${entry}`));
    return {
      violations: [...missing, ...stray],
      undecided:
        report.config.os === 'unknown' ? ['the image has no configuration that could hold labels'] : [],
    };
  },
};

function violation(text: string, fix: string): Violation {
  return { subject: { kind: 'image' }, text, fix };
}
