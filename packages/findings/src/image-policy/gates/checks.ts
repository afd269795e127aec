import { count, texts } from '../field.ts';
import type { GateKind } from '../gate-kind.ts';
import type { CheckGate } from '../image-policy.ts';
import { matchesWildcard } from '../wildcard.ts';
import { hasSeverity, severityConditions, severityFields } from './severity-filter.ts';

export const checks: GateKind<CheckGate> = {
  type: 'checks',
  about: "Finds each check of the image's configuration that fails and meets all conditions given.",
  nouns: ['failing check', 'failing checks'],
  fields: {
    ...severityFields,
    checks: texts('Ids of checks: `image-root-user`, `image-secret-*`.'),
    moreThan: count(1_000_000, 'So many may be there.'),
  },
  judge: (gate, { report }) => {
    const found = report.configFindings.filter(
      (finding) =>
        hasSeverity(gate, finding.severity) &&
        (gate.checks === undefined || gate.checks.some((id) => matchesWildcard(id, finding.checkId))),
    );
    return {
      violations: found.map(({ checkId, title, remediation }) => ({
        subject: { kind: 'check', check: checkId },
        text: `${checkId} (${title})`,
        fix: remediation,
      })),
      conditions: severityConditions(gate),
    };
  },
};
