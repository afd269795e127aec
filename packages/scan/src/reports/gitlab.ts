import type { ImageReport, Severity } from '@breakwater/model';
import { pageOf, type Remark, remarksOf } from './remark.ts';

const severities: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

/** GitLab takes no more for one vulnerability. */
const maxIdentifiers = 20;

/** GitLab's container scanning report (security report schemas 15.2). What was set aside is left out: it knows no suppression. */
export function toGitlab(report: ImageReport, toolVersion: string): string {
  const tool = {
    id: 'breakwater',
    name: 'Breakwater',
    version: toolVersion,
    vendor: { name: 'Breakwater' },
  };
  const time = report.scannedAt.replace(/(?:\.\d+)?Z$/, '');
  const vulnerabilities = remarksOf(report).map((remark) => ({
    id: remark.fingerprint,
    name: cut(remark.title, 255),
    description: cut(descriptionOf(remark), 1_048_576),
    severity: severities[remark.severity],
    solution: cut(remark.remedy, 7000),
    identifiers: identifiersOf(remark),
    links: linksOf(remark),
    location: {
      dependency: dependencyOf(remark),
      operating_system: operatingSystemOf(report),
      image: report.reference,
    },
  }));
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

function descriptionOf({ title, match, evidence, layer }: Remark): string {
  const summary = match === undefined || match.summary === '' ? title : match.summary;
  const place = layer === undefined ? undefined : `Layer: ${layer}`;
  return [summary, evidence, place].filter((line) => line !== undefined && line !== '').join('\n');
}

/** GitLab knows packages only: what is found elsewhere names its file, or the image's configuration, in the package's place. */
function dependencyOf({ match, path }: Remark): object {
  if (match !== undefined) return { package: { name: match.package.name }, version: match.package.version };
  return { package: { name: path ?? 'image configuration' }, version: 'none' };
}

/** The CVE first: GitLab tells vulnerabilities apart by the first. */
function identifiersOf({ id: first, match }: Remark): object[] {
  if (match === undefined) return [{ type: 'breakwater', name: first, value: first }];
  const ids = [first, ...[match.id, ...match.aliases].filter((id) => id !== first)];
  return ids.slice(0, maxIdentifiers).map((id) => {
    const url = pageOf(id);
    return {
      type: id.split('-', 1)[0]?.toLowerCase(),
      name: id,
      value: id,
      ...(url === undefined ? {} : { url }),
    };
  });
}

function linksOf({ id, match }: Remark): object[] {
  const url = match === undefined ? undefined : pageOf(id);
  return url === undefined ? [] : [{ url }];
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function operatingSystemOf({ sbom: { distro } }: ImageReport): string {
  if (distro === undefined) return 'unknown';
  return distro.version === undefined ? distro.id : `${distro.id}:${distro.version}`;
}
