import { days, flag, texts } from '../field.ts';
import type { GateKind, Violation } from '../gate-kind.ts';
import type { BaseImageGate } from '../image-policy.ts';
import { daysSince, type JudgedReport } from '../judge-context.ts';
import { matchesWildcard } from '../wildcard.ts';

export const baseImage: GateKind<BaseImageGate> = {
  type: 'base-image',
  about:
    'Finds an image whose base is denied, not allowed, too old or not known. Entries are names, or `name@sha256:…`.',
  nouns: ['defect of the base image', 'defects of the base image'],
  fields: {
    deny: texts('Images that nothing may be built on.'),
    allow: texts('The only images that it may be built on.'),
    required: flag('The base must be known.'),
    maxAgeDays: days("Since the base's last layer was built."),
  },
  judge: (gate, { report, now }) => {
    const { baseImage: base } = report;
    if (base === undefined) {
      if (gate.required === true) return { violations: [violation('it is not known', chooseFrom(gate))] };
      return { violations: [], undecided: ['the base image is not known'] };
    }
    const names =
      base.digest === undefined ? [base.name] : [base.name, `${base.name}@${base.digest}`, base.digest];
    const isNamed = (pattern: string) => names.some((name) => matchesWildcard(pattern, name));
    const violations: Violation[] = [];
    const denied = gate.deny?.find(isNamed);
    if (denied !== undefined)
      violations.push(violation(`${base.name} (denied by ${denied})`, chooseFrom(gate)));
    if (gate.allow !== undefined && !gate.allow.some(isNamed)) {
      violations.push(violation(`${base.name} (not among ${gate.allow.join(', ')})`, chooseFrom(gate)));
    }
    if (gate.maxAgeDays === undefined) return { violations };
    const age = daysSince(builtAt(report, base.layers), now);
    if (age === undefined) {
      return { violations, undecided: [`when ${base.name} was built is not known`] };
    }
    if (age > gate.maxAgeDays) {
      const text = `${base.name} is ${Math.floor(age)} days old (at most ${gate.maxAgeDays})`;
      violations.push(violation(text, `rebuild on a newer ${base.name}`));
    }
    return { violations };
  },
};

function violation(text: string, fix: string): Violation {
  return { subject: { kind: 'image' }, text, fix };
}

function chooseFrom({ allow }: BaseImageGate): string {
  return allow === undefined ? 'build on another image' : `build on one of ${allow.join(', ')}`;
}

/** When the last of an image's first layers was built, by its history. */
function builtAt({ config }: JudgedReport, layers: number): string | undefined {
  return config.history.filter(({ isEmptyLayer }) => !isEmptyLayer)[layers - 1]?.created;
}
