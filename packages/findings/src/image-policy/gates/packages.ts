import type { Package } from '@breakwater/model';
import { count, entries, texts } from '../field.ts';
import { type GateKind, packagesOf, type Violation } from '../gate-kind.ts';
import type { PackageGate } from '../image-policy.ts';
import {
  firstFit,
  type PackagePattern,
  packagePatternProblem,
  packagePatterns,
  versionBeyond,
} from '../package-pattern.ts';

export const packages: GateKind<PackageGate> = {
  type: 'packages',
  about:
    'Finds each package that `deny` names, and each that `allow` does not. Entries are `name`, `type:name`, either with `@version` or with a range in the order of its ecosystem: `npm:lodash@<4.17.21`, `deb:openssl@>=3.0, <3.0.15`.',
  nouns: ['denied package', 'denied packages'],
  fields: {
    deny: entries('Packages that must not be there.', undefined, packagePatternProblem),
    allow: entries('The only packages that may be there.', undefined, packagePatternProblem),
    packageTypes: texts('Only packages of these purl types.'),
    moreThan: count(1_000_000, 'So many may be there.'),
  },
  judge: (gate, image) => {
    const compareVersions = image.context.knowledge?.compareVersions;
    const deny = packagePatterns(gate.deny);
    const allow = gate.allow === undefined ? undefined : packagePatterns(gate.allow);
    const violations: Violation[] = [];
    const undecided = new Set<string>();
    for (const one of packagesOf(image, gate.packageTypes)) {
      const denied = firstFit(deny, one, compareVersions);
      const allowed = allow === undefined ? undefined : firstFit(allow, one, compareVersions);
      if (denied.fit === 'yes') violations.push(violationOf(one, denied.pattern));
      else if (allowed?.fit === 'no') violations.push(violationOf(one, undefined));
      else if (denied.fit === 'unknown' || allowed?.fit === 'unknown') {
        const pattern = denied.fit === 'unknown' ? denied.pattern : allowed?.pattern;
        undecided.add(`${describe(one)} could not be compared with ${pattern?.text ?? ''}`);
      }
    }
    return { violations, undecided: [...undecided] };
  },
};

/** `deb:telnet@0.17`. */
export function describe({ type, name, version }: Package): string {
  return `${type}:${name}@${version}`;
}

function violationOf(found: Package, pattern: PackagePattern | undefined): Violation {
  const beyond = pattern === undefined ? undefined : versionBeyond(pattern);
  return {
    subject: { kind: 'package', package: found },
    text: describe(found),
    fix: beyond === undefined ? `remove ${found.name}` : `upgrade ${found.name} to ${beyond} or later`,
  };
}
