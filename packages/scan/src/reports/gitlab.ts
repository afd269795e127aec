import type { ImageReport, Match, Severity } from '@breakwater/model';
import { displayId, pageOf, remarksOf } from './remark.ts';

const severities: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

/** GitLab's container scanning report (security report schemas 15.2). Failing checks have no place in it and are left out. */
export function toGitlab(report: ImageReport, toolVersion: string): string {
  const tool = {
    id: 'breakwater',
    name: 'Breakwater',
    version: toolVersion,
    vendor: { name: 'Breakwater' },
  };
  const time = report.scannedAt.replace(/\.\d+Z$/, '');
  const vulnerabilities = remarksOf(report).flatMap(({ match, title, severity, remedy, fingerprint }) =>
    match === undefined
      ? []
      : [
          {
            id: fingerprint,
            name: title,
            description: match.summary === '' ? title : match.summary,
            severity: severities[severity],
            solution: remedy,
            identifiers: identifiersOf(match),
            links: linksOf(match),
            location: {
              dependency: { package: { name: match.package.name }, version: match.package.version },
              operating_system: operatingSystemOf(report),
              image: report.reference,
            },
          },
        ],
  );
  const messages = report.gaps.map(({ what, reason }) => ({
    level: 'warn',
    value: `Not examined: ${what}: ${reason}`,
  }));
  const document = {
    version: '15.2.1',
    scan: {
      type: 'container_scanning',
      analyzer: tool,
      scanner: tool,
      start_time: time,
      end_time: time,
      status: 'success',
      messages,
    },
    vulnerabilities,
    remediations: [],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The CVE first: GitLab tells vulnerabilities apart by the first. */
function identifiersOf(match: Match): object[] {
  const first = displayId(match);
  return [first, ...[match.id, ...match.aliases].filter((id) => id !== first)].map((id) => {
    const url = pageOf(id);
    return {
      type: id.split('-', 1)[0]?.toLowerCase(),
      name: id,
      value: id,
      ...(url === undefined ? {} : { url }),
    };
  });
}

function linksOf(match: Match): object[] {
  const url = pageOf(displayId(match));
  return url === undefined ? [] : [{ url }];
}

function operatingSystemOf({ sbom: { distro } }: ImageReport): string {
  if (distro === undefined) return 'unknown';
  return distro.version === undefined ? distro.id : `${distro.id}:${distro.version}`;
}
