import {
  type FileFindingKind,
  type ImageReport,
  type Match,
  ownNames,
  type PolicyVerdict,
  severities,
  severityRank,
} from '@breakwater/model';
import { adviseUpgrades, type UpgradeAdvice } from '@breakwater/vuln';
import { printable } from '../../terminal/printable.ts';
import { clip, paint, type Terminal, wrap } from '../../terminal/terminal.ts';

const maxGaps = 20;
const maxFiles = 20;
/** One and many of each kind. */
const fileWords: Readonly<Record<FileFindingKind, readonly [string, string]>> = {
  secret: ['secret', 'secrets'],
  setuid: ['setuid file', 'setuid files'],
  setgid: ['setgid file', 'setgid files'],
  'world-writable': ['world-writable file', 'world-writable files'],
  'empty-password': ['empty password', 'empty passwords'],
  account: ['account', 'accounts'],
  malware: ['hint of malware', 'hints of malware'],
};
const levelWords = { fail: '', warn: 'warning: ', incomplete: 'not judged: ' } as const;

/** A report for people, at the terminal's width: image, vulnerabilities by what to upgrade, checks, verdicts. */
export function printTable(report: ImageReport, terminal: Terminal): string {
  const sections = [
    describeImage(report, terminal),
    describeVulnerabilities(report, terminal),
    describeFiles(report, terminal),
    describeChecks(report, terminal),
    describeIgnored(report, terminal),
    describeGaps(report, terminal),
    describeVerdicts(report.verdicts, terminal),
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function describeImage(report: ImageReport, terminal: Terminal): string[] {
  const { config, sbom, layers } = report;
  const bytes = layers.reduce((sum, layer) => sum + layer.uncompressedSize, 0);
  const distro = sbom.distro === undefined ? 'no distribution known' : describeDistro(sbom.distro);
  const facts = [
    `${config.os}/${config.architecture}`,
    distro,
    `${layers.length} ${layers.length === 1 ? 'layer' : 'layers'}`,
    `${(bytes / 1e6).toFixed(1)} MB`,
    `${sbom.packages.length} ${sbom.packages.length === 1 ? 'package' : 'packages'}`,
  ];
  return [
    paint(clip(report.reference, terminal.width), 'bold', terminal),
    report.digest,
    clip(facts.join(', '), terminal.width),
  ];
}

function describeDistro({ id, version }: NonNullable<ImageReport['sbom']['distro']>): string {
  return version === undefined ? id : `${id} ${version}`;
}

function describeVulnerabilities(report: ImageReport, terminal: Terminal): string[] {
  const heading = paint('Vulnerabilities', 'bold', terminal);
  if (report.advisories.records === 0) {
    return wrap('not looked for: there is no advisory data.', '  ', terminal, `${heading}: `);
  }
  const age = report.advisories.newest?.slice(0, 10) ?? 'unknown date';
  const source = `  compared with ${report.advisories.records.toLocaleString('en-US')} advisories, newest ${age}`;
  const setAside = describeSuppressed(report, terminal);
  if (report.matches.length === 0) return [`${heading}: none known`, source, ...setAside];
  const isAssumed = report.matches.some(({ severityFrom }) => severityFrom === 'assumed');
  return [
    `${heading}: ${countBySeverity(report.matches, terminal)}`,
    source,
    ...setAside,
    ...(isAssumed ? ['  medium? means that nobody has rated it yet'] : []),
    ...adviseUpgrades(report.matches).flatMap((advice) => ['', ...describeAdvice(advice, terminal)]),
  ];
}

function describeSuppressed({ suppressed = [] }: ImageReport, terminal: Terminal): string[] {
  if (suppressed.length === 0) return [];
  const sources = [...new Set(suppressed.map(({ source }) => source))];
  return wrap(`${suppressed.length} set aside by VEX: ${sources.join(', ')}`, '    ', terminal, '  ');
}

function countBySeverity(matches: readonly Match[], terminal: Terminal): string {
  const counts = severities.flatMap((severity) => {
    const count = matches.filter((match) => match.severity === severity).length;
    return count === 0 ? [] : [paint(`${count} ${severity}`, severity, terminal)];
  });
  const exploited = matches.filter((match) => match.isKnownExploited).length;
  if (exploited > 0) counts.push(paint(`${exploited} known exploited`, 'bad', terminal));
  return counts.join(', ');
}

function describeAdvice(advice: UpgradeAdvice, terminal: Terminal): string[] {
  const { type, name, version, packages, matches, upgradeTo, closes } = advice;
  const isSource = packages.length > 1 || packages[0] !== name;
  const title = `${type} ${name} ${version}${isSource ? ` (installed: ${packages.join(', ')})` : ''}`;
  const share = closes === matches.length ? `closes ${closes}` : `closes ${closes} of ${matches.length}`;
  const fix = upgradeTo === undefined ? 'no fix is known' : `upgrade ${name} to ${upgradeTo}: ${share}`;
  const [first = '', ...rest] = wrap(title, '  ', terminal, '');
  return [
    paint(first, 'bold', terminal),
    ...rest,
    ...wrap(fix, '    ', terminal, '  → '),
    ...matches.flatMap((match) => describeMatch(match, terminal)),
  ];
}

function describeMatch(match: Match, terminal: Terminal): string[] {
  const rated = `${match.severity}${match.severityFrom === 'assumed' ? '?' : ''}`.padEnd(9);
  const epss = match.epss === undefined ? '' : `EPSS ${(match.epss * 100).toFixed(1)}%`;
  const kev = match.isKnownExploited ? paint('  exploited (KEV)', 'bad', terminal) : '';
  const fix = match.fixedVersion === undefined ? 'no fix' : `fixed in ${printable(match.fixedVersion)}`;
  const id = displayId(match).padEnd(20);
  const severity = paint(rated, match.severity, terminal);
  const line = `  ${severity} ${id} ${epss.padEnd(11)} ${fix}${kev}`;
  return match.summary === '' ? [line] : [line, `            ${clip(match.summary, terminal.width - 12)}`];
}

/** People know vulnerabilities by their CVE. */
function displayId(match: Match): string {
  return printable(ownNames(match).find((name) => name.startsWith('CVE-')) ?? match.id);
}

/** Secrets and other files of layers: how many of each kind, then the worst; nothing where there are no layers to read. */
function describeFiles({ fileFindings: findings }: ImageReport, terminal: Terminal): string[] {
  if (findings === undefined) return [];
  const heading = paint('Files', 'bold', terminal);
  if (findings.length === 0) return [`${heading}: no secrets, nothing to remark`];
  const kinds = [...Map.groupBy(findings, ({ kind }) => kind)].map(
    ([kind, ofKind]) => `${ofKind.length} ${fileWords[kind][ofKind.length === 1 ? 0 : 1]}`,
  );
  const shown = findings
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
    .slice(0, maxFiles);
  const rest = findings.length - shown.length;
  return [
    ...wrap(kinds.join(', '), '  ', terminal, `${heading}: `),
    ...shown.flatMap(({ severity, title, path, line, isDeleted, evidence, remediation }) => {
      const place = line === undefined ? path : `${path}:${line}`;
      return [
        `  ${paint(severity.padEnd(9), severity, terminal)} ${clip(title, terminal.width - 12)}`,
        `            ${clip(place, terminal.width - 12)}`,
        ...(isDeleted ? ['            deleted later, still pulled'] : []),
        ...wrap(evidence, '            ', terminal),
        ...wrap(remediation, '              ', terminal, '            → '),
      ];
    }),
    ...(rest > 0 ? [`  … and ${rest} more (--json lists all)`] : []),
  ];
}

function describeIgnored({ ignored, expiredRules = [] }: ImageReport, terminal: Terminal): string[] {
  if (ignored === undefined) return [];
  const byRule = Map.groupBy(ignored, ({ rule, expires, reason }) => `${rule} until ${expires}: ${reason}`);
  return [
    `${paint('Ignored', 'bold', terminal)}: ${ignored.length} by rules`,
    ...[...byRule].flatMap(([rule, findings]) =>
      wrap(`${findings.length} × ${rule}`, '    ', terminal, '  '),
    ),
    ...expiredRules.flatMap(({ rule, expires, covers }) => {
      const text = `the rule for ${rule} expired on ${expires}: it ignores nothing of ${covers} any more`;
      return wrap(text, '    ', terminal, '  ');
    }),
  ];
}

function describeChecks({ config, configFindings: findings }: ImageReport, terminal: Terminal): string[] {
  const heading = paint('Image configuration', 'bold', terminal);
  if (config.os === 'unknown') return [`${heading}: there is none`];
  if (findings.length === 0) return [`${heading}: nothing to remark`];
  return [
    `${heading}: ${findings.length} to mend`,
    ...findings.flatMap(({ severity, checkId, title, evidence, remediation }) => [
      `  ${paint(severity.padEnd(9), severity, terminal)} ${clip(`${checkId}: ${title}`, terminal.width - 12)}`,
      ...wrap(evidence, '            ', terminal),
      ...wrap(remediation, '              ', terminal, '            → '),
    ]),
  ];
}

function describeGaps({ gaps }: ImageReport, terminal: Terminal): string[] {
  const heading = paint('Not examined', 'bold', terminal);
  if (gaps.length === 0) return [`${heading}: nothing; the scan is complete`];
  const rest = gaps.length - maxGaps;
  return [
    `${heading}: the scan is not complete`,
    ...gaps
      .slice(0, maxGaps)
      .flatMap(({ what, reason }) => wrap(`${what}: ${reason}`, '    ', terminal, '  ')),
    ...(rest > 0 ? [`  … and ${rest} more (--json lists all)`] : []),
  ];
}

function describeVerdicts(verdicts: readonly PolicyVerdict[], terminal: Terminal): string[] {
  if (verdicts.length === 0) return ['Policy: none applies to this image'];
  return verdicts.flatMap(({ policy, status, reasons }) => [
    `Policy ${printable(policy)}: ${paint(status.toUpperCase(), status === 'passed' ? 'good' : 'bad', terminal)}`,
    ...reasons.flatMap(({ gate, message, level = 'fail' }) =>
      wrap(`${gate}: ${levelWords[level]}${message}`, '    ', terminal, '  '),
    ),
  ]);
}
