import { flag, texts } from '../field.ts';
import type { GateKind, Violation } from '../gate-kind.ts';
import type { DistributionGate } from '../image-policy.ts';
import { matchesWildcard } from '../wildcard.ts';

export const distribution: GateKind<DistributionGate> = {
  type: 'distribution',
  about:
    'Finds a distribution that is denied, not allowed, or gets no fixes any more. Entries are `debian`, `debian:12`, `alpine:3.*`; an image without a distribution is `none`.',
  nouns: ['defect of the distribution', 'defects of the distribution'],
  fields: {
    deny: texts('Distributions that must not be used.'),
    allow: texts('The only distributions that may be used.'),
    endOfLife: flag('It must still get security fixes.'),
  },
  judge: ({ deny, allow, endOfLife }, { report, context, now }) => {
    const { distro } = report.sbom;
    const id = distro?.id ?? 'none';
    const full = distro?.version === undefined ? id : `${id}:${distro.version}`;
    const isNamed = (pattern: string) => matchesWildcard(pattern, id) || matchesWildcard(pattern, full);
    const violations: Violation[] = [];
    const denied = deny?.find(isNamed);
    if (denied !== undefined) violations.push(violation(`${full} (denied by ${denied})`));
    if (allow !== undefined && !allow.some(isNamed)) {
      violations.push(violation(`${full} (not among ${allow.join(', ')})`));
    }
    if (endOfLife !== true || distro === undefined) return { violations };
    if (context.knowledge === undefined) {
      return { violations, undecided: ['which distributions get fixes is not known here'] };
    }
    const ended = context.knowledge.endOfLife(distro, now);
    if (ended !== undefined) violations.push(violation(`${full}: ${ended.reason}`));
    return { violations };
  },
};

function violation(text: string): Violation {
  return { subject: { kind: 'image' }, text, fix: 'build on a release that gets fixes and is allowed' };
}
