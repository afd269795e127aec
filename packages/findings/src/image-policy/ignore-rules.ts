import {
  type ConfigFinding,
  type ExpiredRule,
  type FileFinding,
  type IgnoredFinding,
  type Match,
  ownNames,
} from '@breakwater/model';
import { covers, isExpired, subjectOf } from './exceptions.ts';
import type { Subject } from './gate-kind.ts';
import type { PolicyException } from './image-policy.ts';
import type { CompareVersions, JudgedReport } from './judge-context.ts';
import { type Place, PolicyError, PolicyReader } from './policy-yaml.ts';
import { readException } from './read-policy.ts';

/** One entry of an ignore file: an exception that holds for the scan itself, whatever policy judges it. */
export type IgnoreRule = Omit<PolicyException, 'license' | 'gate' | 'applies'>;

const notHere = ['license', 'gate', 'applies'] as const;
const naming = ['vulnerability', 'check', 'secret', 'path'] as const;

/**
 * Reads an ignore file: a map with the list `ignore`, whose entries are written like exceptions of a policy. Throws PolicyError
 * with every mistake, its line and column; `file` names it in messages.
 */
export function readIgnoreRules(yaml: string, file: string): readonly IgnoreRule[] {
  const reader = new PolicyReader(yaml);
  const rules = reader.problems.length === 0 ? readRules(reader) : [];
  if (reader.problems.length > 0) throw new PolicyError(file, reader.problems);
  return rules;
}

function readRules(reader: PolicyReader): readonly IgnoreRule[] {
  const map = reader.map(reader.root, ['ignore']);
  if (map === undefined) return [];
  const list = reader.at(map, '', 'ignore');
  if (list === undefined) reader.problem(reader.root, 'an ignore file needs a list "ignore"');
  return reader.list(list)?.flatMap((place) => readRule(reader, place) ?? []) ?? [];
}

function readRule(reader: PolicyReader, place: Place): IgnoreRule | undefined {
  const rule = readException(reader, place);
  if (rule === undefined) return undefined;
  const stray = notHere.find((key) => rule[key] !== undefined);
  if (stray !== undefined) return reader.problem(place, `"${stray}" has no meaning here, only in a policy`);
  if (naming.some((key) => rule[key] !== undefined)) return rule;
  return reader.problem(place, 'a package alone ignores nothing: add "vulnerability" ("*" for all of them)');
}

/**
 * Sets aside what the rules name, each finding by the first rule that covers it. Rules are in force until the end (UTC) of the
 * day they expire on; after that they set nothing aside and the report says what they would have covered.
 */
export function applyIgnoreRules(
  report: JudgedReport,
  rules: readonly IgnoreRule[],
  now: Date,
  compareVersions?: CompareVersions,
): JudgedReport {
  if (rules.length === 0) return report;
  const ignored: IgnoredFinding[] = [];
  const late = new Map<IgnoreRule, number>();
  const ruleFor = (subject: Subject) => {
    const covering = rules.filter((rule) => covers(rule, '', subject, compareVersions));
    const rule = covering.find((one) => !isExpired(one, now));
    const [expired] = covering;
    if (rule === undefined && expired !== undefined) late.set(expired, (late.get(expired) ?? 0) + 1);
    return rule;
  };
  const left = <T>(findings: readonly T[], subjectFor: (finding: T) => Subject, take: Take<T>): T[] =>
    findings.filter((finding) => {
      const rule = ruleFor(subjectFor(finding));
      if (rule !== undefined) ignored.push(take(finding, reasonOf(rule)));
      return rule === undefined;
    });
  const matches = left(report.matches, matchSubject, (finding, why) => ({
    ...why,
    kind: 'vulnerability',
    finding,
  }));
  const configFindings = left(report.configFindings, configSubject, (finding, why) => ({
    ...why,
    kind: 'configuration',
    finding,
  }));
  const fileFindings =
    report.fileFindings === undefined
      ? {}
      : {
          fileFindings: left(report.fileFindings, fileSubject, (finding, why) => ({
            ...why,
            kind: 'file',
            finding,
          })),
        };
  const expiredRules = [...late].map(
    ([rule, count]): ExpiredRule => ({
      rule: subjectOf(rule),
      reason: rule.reason,
      expires: rule.expires,
      covers: count,
    }),
  );
  return {
    ...report,
    matches,
    configFindings,
    ...fileFindings,
    ignored,
    ...(expiredRules.length === 0 ? {} : { expiredRules }),
  };
}

type Take<T> = (finding: T, why: RuleReason) => IgnoredFinding;

type RuleReason = Pick<IgnoredFinding, 'rule' | 'reason' | 'owner' | 'expires'>;

function reasonOf(rule: IgnoreRule): RuleReason {
  const { reason, owner, expires } = rule;
  return { rule: subjectOf(rule), reason, ...(owner === undefined ? {} : { owner }), expires };
}

function matchSubject(match: Match): Subject {
  const { package: target, path } = match;
  return {
    kind: 'vulnerability',
    vulnerabilities: ownNames(match),
    package: target,
    ...(path === undefined ? {} : { path }),
  };
}

function configSubject({ checkId }: ConfigFinding): Subject {
  return { kind: 'check', check: checkId };
}

function fileSubject({ checkId, kind, path }: FileFinding): Subject {
  return { kind: 'file', check: checkId, isSecret: kind === 'secret', path };
}
