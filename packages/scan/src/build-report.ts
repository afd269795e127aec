import type { JudgedReport } from '@breakwater/findings';
import { type BaseIndex, recogniseBase } from '@breakwater/image';
import type { ImageReport } from '@breakwater/model';
import type { ScannedImage } from '@breakwater/sbom';
import {
  type AdvisoryDatabase,
  applyVex,
  endOfLife,
  matchPackages,
  type VexStatement,
} from '@breakwater/vuln';
import { readImageName } from './image-name.ts';

/** A statement of a VEX document, with the name of its file. */
export type VexOfFile = VexStatement & { readonly source: string };

/**
 * Joins what was found in an image with what the advisories say of it; without advisories that is a gap. `bases`: images that it
 * may be built on.
 */
export function buildReport(
  reference: string,
  scanned: ScannedImage,
  database: AdvisoryDatabase | undefined,
  scannedAt: Date,
  vex: readonly VexOfFile[] = [],
  bases: BaseIndex = new Map(),
): JudgedReport {
  const { digest, config, layers, sbom, configFindings, fileFindings, waste } = scanned;
  const { matches: all, gaps } = database === undefined ? withoutAdvisories : matchPackages(sbom, database);
  const name = readImageName(scanned.tags[0]);
  const { repository } = name;
  const { matches, suppressed } = applyVex(all, vex, {
    digest,
    ...(repository === undefined ? {} : { repository }),
  });
  const ended = endOfLife(sbom.distro, scannedAt);
  const baseImage = recogniseBase(layers, bases, config.labels);
  return {
    digest,
    reference,
    ...name,
    scannedAt: scannedAt.toISOString(),
    config,
    layers,
    sbom,
    matches,
    ...(vex.length === 0 ? {} : { suppressed }),
    configFindings,
    fileFindings,
    waste,
    ...(baseImage === undefined ? {} : { baseImage }),
    advisories: describeAdvisories(database),
    gaps: [...scanned.gaps, ...(ended === undefined ? [] : [ended]), ...gaps],
  };
}

const withoutAdvisories = {
  matches: [],
  gaps: [
    {
      what: 'vulnerabilities',
      reason: 'no advisory data; import some ("breakwater advisories import") or give --advisories',
    },
  ],
} as const;

function describeAdvisories(database: AdvisoryDatabase | undefined): ImageReport['advisories'] {
  if (database === undefined) return { hash: 'none', records: 0 };
  const { hash, records, newest } = database.info;
  return { hash, records, ...(newest === undefined ? {} : { newest }) };
}
