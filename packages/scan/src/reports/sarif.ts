import type { ImageReport, Severity } from '@breakwater/model';
import { pageOf, type Remark, type RemarkKind, remarksOf, setAsideOf } from './remark.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
/** For what has no CVSS score: in the middle of its severity's range, as GitHub reads it. */
const assumedScores: Readonly<Record<Severity, number>> = {
  critical: 9.5,
  high: 8,
  medium: 5.5,
  low: 2,
  info: 0,
};

const ruleNames: Readonly<Record<RemarkKind, string>> = {
  vulnerability: 'VulnerablePackage',
  misconfiguration: 'ImageConfiguration',
  secret: 'SecretInLayer',
  setuid: 'SetuidFile',
  setgid: 'SetgidFile',
  'world-writable': 'WorldWritableFile',
  'empty-password': 'EmptyPassword',
  account: 'ImageAccount',
  malware: 'MalwareHint',
};

/** SARIF 2.1.0 (OASIS), with what code scanning services read beyond it: `security-severity`, fingerprints, a line. */
export function toSarif(report: ImageReport, toolVersion: string): string {
  const remarks = [...remarksOf(report), ...setAsideOf(report)];
  const rules = [...new Map(remarks.map((remark) => [remark.id, remark])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const run = {
    tool: {
      driver: {
        name: 'Breakwater',
        version: toolVersion,
        semanticVersion: toolVersion,
        rules: rules.map(toRule),
      },
    },
    automationDetails: { id: `image-scan/${report.repository ?? report.reference}/` },
    invocations: [
      {
        executionSuccessful: true,
        endTimeUtc: report.scannedAt,
        toolExecutionNotifications: report.gaps.map(({ what, reason }) => ({
          level: 'warning',
          message: { text: `Not examined: ${what}: ${reason}` },
        })),
      },
    ],
    results: remarks.map((remark) => toResult(remark, report, indexOf.get(remark.id) ?? 0)),
    columnKind: 'utf16CodeUnits',
    properties: { image: report.reference, digest: report.digest },
  };
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toRule(remark: Remark): object {
  const page = pageOf(remark.id);
  const summary = remark.match?.summary ?? '';
  const text = shortened(summary === '' ? remark.title : summary);
  return {
    id: remark.id,
    name: ruleNames[remark.kind],
    shortDescription: { text },
    fullDescription: { text },
    help: { text: remark.remedy },
    ...(page === undefined ? {} : { helpUri: page }),
    defaultConfiguration: { level: levels[remark.severity] },
    properties: {
      'security-severity': (remark.score ?? assumedScores[remark.severity]).toFixed(1),
      precision: remark.match?.details[0]?.matchedBy === 'version-string' ? 'medium' : 'very-high',
      tags: ['security', remark.kind, remark.severity],
    },
  };
}

function toResult(remark: Remark, report: ImageReport, ruleIndex: number): object {
  const { match, layer, line = 1, setAside } = remark;
  // A place is asked for even where only the image as a whole is meant.
  const path = remark.path ?? report.repository ?? 'image';
  return {
    ruleId: remark.id,
    ruleIndex,
    level: levels[remark.severity],
    message: { text: `${remark.title}. ${remark.remedy}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
          region: { startLine: line, startColumn: 1, endLine: line, endColumn: 1 },
        },
        ...(match === undefined
          ? {}
          : { logicalLocations: [{ fullyQualifiedName: match.package.purl, kind: 'package' }] }),
        message: {
          text: layer === undefined ? report.reference : `${report.reference}, layer ${layer}`,
        },
      },
    ],
    partialFingerprints: { 'breakwater/v1': remark.fingerprint },
    ...(setAside === undefined ? {} : { suppressions: [suppressionOf(setAside)] }),
    properties: propertiesOf(remark),
  };
}

/** `external`: it stands in a file of its own, not in what was scanned. */
function suppressionOf({ reason, by }: NonNullable<Remark['setAside']>): object {
  return { kind: 'external', status: 'accepted', justification: `${reason} (${by})` };
}

function propertiesOf({ kind, layer, evidence, match }: Remark): object {
  return {
    kind,
    ...(layer === undefined ? {} : { layer }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(match === undefined ? {} : { installedVersion: match.package.version, fixState: match.fixState }),
    ...(match?.fixedVersion === undefined ? {} : { fixedVersion: match.fixedVersion }),
    ...(match?.fixedAt === undefined ? {} : { fixedAt: match.fixedAt }),
    ...(match?.isKnownExploited === true ? { isKnownExploited: true } : {}),
    ...(match?.exploitedDue === undefined ? {} : { exploitedDue: match.exploitedDue }),
    ...(match?.epss === undefined ? {} : { epss: match.epss }),
  };
}

/** Code scanning refuses rules with descriptions of more than 1024 characters. */
function shortened(text: string): string {
  return text.length > 1024 ? `${text.slice(0, 1023)}…` : text;
}
