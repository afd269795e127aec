import { createHash } from 'node:crypto';
import type { ImageReport, Match, SuppressedMatch } from '@breakwater/model';
import { displayId, pageOf } from './remark.ts';

/** What was found as CycloneDX 1.6 VEX: vulnerabilities of packages that an SBOM lists elsewhere, by purl. */
export function toCycloneDxVex(report: ImageReport, toolVersion: string): string {
  const groups = Map.groupBy(report.matches, displayId);
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(`${report.digest} ${report.scannedAt}`)}`,
    version: 1,
    metadata: {
      timestamp: report.scannedAt,
      tools: { components: [{ type: 'application', name: 'breakwater', version: toolVersion }] },
      component: {
        type: 'container',
        'bom-ref': report.digest,
        name: report.reference,
        version: report.digest,
      },
    },
    vulnerabilities: [
      ...[...groups].map(([id, matches]) => vulnerabilityOf(id, matches)),
      ...(report.suppressed ?? []).map(takenBack),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function vulnerabilityOf(id: string, matches: readonly Match[]): object {
  const [first] = matches;
  if (first === undefined) throw new RangeError('a vulnerability without a match');
  const page = pageOf(id);
  const refs = new Map(matches.map((match) => [match.package.purl, match]));
  const fixes = [
    ...new Set(
      matches.flatMap(({ fixedVersion, package: { name } }) =>
        fixedVersion === undefined ? [] : [`${name} ${fixedVersion}`],
      ),
    ),
  ];
  return {
    'bom-ref': id,
    id,
    ...(page === undefined ? {} : { source: { url: page } }),
    references: first.aliases
      .filter((alias) => alias !== id)
      .map((alias) => ({ id: alias, source: { url: pageOf(alias) ?? 'https://osv.dev' } })),
    ratings: [
      {
        severity: first.severity,
        ...(first.cvss === undefined ? {} : { score: first.cvss }),
        ...(first.cvssVector === undefined
          ? {}
          : { vector: first.cvssVector, method: methodOf(first.cvssVector) }),
      },
    ],
    ...(first.summary === '' ? {} : { description: first.summary }),
    ...(fixes.length === 0 ? {} : { recommendation: `Upgrade to ${fixes.join(', ')}` }),
    ...(first.published === undefined ? {} : { published: first.published }),
    analysis: { state: first.isKnownExploited ? 'exploitable' : 'in_triage' },
    affects: [...refs].map(([purl, match]) => ({
      ref: purl,
      versions: [{ version: match.package.version, status: 'affected' }],
    })),
  };
}

/** What a VEX document took back stays taken back, each with its own number: the word is about one package. */
function takenBack({ match, status, justification, source }: SuppressedMatch): object {
  const vulnerability = vulnerabilityOf(displayId(match), [match]);
  const detail = [justification, `from ${source}`].filter((part) => part !== undefined).join(', ');
  return {
    ...vulnerability,
    'bom-ref': `${displayId(match)}#${match.package.purl}`,
    analysis: { state: status === 'fixed' ? 'resolved' : 'not_affected', detail },
    affects: [
      { ref: match.package.purl, versions: [{ version: match.package.version, status: 'unaffected' }] },
    ],
  };
}

function methodOf(vector: string): string {
  if (vector.startsWith('CVSS:4')) return 'CVSSv4';
  if (vector.startsWith('CVSS:3.1')) return 'CVSSv31';
  return vector.startsWith('CVSS:3.0') ? 'CVSSv3' : 'CVSSv2';
}

/** The same result has the same number. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}
