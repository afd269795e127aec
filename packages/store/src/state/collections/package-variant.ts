import type { Distro, Match, Package } from '@breakwater/model';
import type { GlobalCollection } from '../collection.ts';

/** What of a package decides how it is judged and shown, without where it lies. */
export type JudgedPackage = Pick<Package, 'type' | 'name' | 'version' | 'purl' | 'origin' | 'isThirdParty'>;

/** How many vulnerabilities there are of each severity, with a fix, and known to be exploited. */
export type VulnerabilityCounts = readonly [
  critical: number,
  high: number,
  medium: number,
  low: number,
  info: number,
  fixable: number,
  knownExploited: number,
];

/** The judgement of a variant by a data set, without the matches themselves. */
export interface VariantJudgement {
  /** Names what the data set said of it: the same text, the same judgement. */
  readonly state: string;
  /** False: the data set knows nothing of its ecosystem, so the judgement says nothing. */
  readonly hasData: boolean;
  /** A number that stands for the matches and gaps; 0 without any. */
  readonly print: number;
  /** Absent when nothing matches. */
  readonly counts?: VulnerabilityCounts;
}

/** A package as one or many images have it, with the distribution it is judged under: kept once for all of them. */
export interface StoredVariant {
  readonly key: string;
  /** What images name it by; never used again for another. */
  readonly number: number;
  readonly package: JudgedPackage;
  /** Of packages that are judged by their distribution's data. */
  readonly distro?: Distro;
  /** Under what advisories may speak of it: OSV ecosystems, and the name as they write it. */
  readonly ecosystems: readonly string[];
  readonly advisoryName?: string;
  /** Absent until a data set of this server was asked. */
  readonly judgement?: VariantJudgement;
}

/** Where a vulnerability of a variant is in its life: as a finding, without what its match says. */
export interface VariantFinding {
  /** Primary id of the vulnerability when it was first seen. */
  readonly key: string;
  readonly status: 'open' | 'resolved';
  /** ISO 8601, UTC. */
  readonly firstSeen: string;
  readonly resolvedAt?: string;
}

/** What is known to be wrong with a variant. There is none of a variant that never had a match or a gap. */
export interface StoredVariantMatches {
  readonly variant: string;
  /** Without path and layer: those are the image's. */
  readonly matches: readonly Match[];
  /** Why it could not be judged, or not wholly. */
  readonly gaps: readonly string[];
  readonly findings: readonly VariantFinding[];
}

/** Unique packages of all images: the index that advisories are looked up in. */
export const packageVariants: GlobalCollection<StoredVariant> = {
  kind: 'global',
  name: 'package-variants',
  key: (variant) => variant.key,
  columns: {
    /** `(ecosystem, name)` of advisories: the name has an index, the few of one name are told apart by ecosystem. */
    advisoryName: { type: 'text', value: (variant) => variant.advisoryName },
    ecosystem: { type: 'list', value: (variant) => variant.ecosystems },
    number: { type: 'integer', value: (variant) => variant.number, isRequired: true },
  },
};

export const variantMatches: GlobalCollection<StoredVariantMatches> = {
  kind: 'global',
  name: 'variant-matches',
  key: (matches) => matches.variant,
  columns: {},
};
