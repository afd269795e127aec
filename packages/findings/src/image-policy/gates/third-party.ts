import { count, entries } from '../field.ts';
import type { GateKind } from '../gate-kind.ts';
import type { ThirdPartyGate } from '../image-policy.ts';
import { firstFit, packagePatternProblem, packagePatterns } from '../package-pattern.ts';
import { describe } from './packages.ts';

export const thirdParty: GateKind<ThirdPartyGate> = {
  type: 'third-party',
  about:
    "Finds each package that the distribution's package manager installed from elsewhere: its vendor's advisories say nothing of it.",
  nouns: ['package from outside the distribution', 'packages from outside the distribution'],
  isUsefulAlone: true,
  fields: {
    allow: entries('Packages that may come from elsewhere.', undefined, packagePatternProblem),
    moreThan: count(1_000_000, 'So many may be there.'),
  },
  judge: (gate, { report, context }) => {
    const allow = packagePatterns(gate.allow);
    const compareVersions = context.knowledge?.compareVersions;
    const found = report.sbom.packages.filter(
      (one) => one.isThirdParty === true && firstFit(allow, one, compareVersions).fit !== 'yes',
    );
    return {
      violations: found.map((one) => ({
        subject: { kind: 'package', package: one },
        text: describe(one),
        fix: `install ${one.name} from the distribution, or watch it yourself and allow it`,
      })),
    };
  },
};
