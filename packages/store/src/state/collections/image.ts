import type { ImageOrigin, ImageReport, PolicyVerdict, Severity } from '@breakwater/model';
import type { Column, ScopedCollection } from '../collection.ts';
import { sampleColumn } from '../columns.ts';

/** Where an image runs or lies. One image can be in many places; a scope matches any of them. */
export interface ImagePlaces {
  readonly providers: readonly string[];
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly clusters: readonly string[];
  readonly services: readonly string[];
  readonly namespaces: readonly string[];
}

/** One row of the image list: one per digest. */
export interface ImageSummary {
  readonly digest: string;
  readonly reference: string;
  readonly registry?: string;
  readonly repository?: string;
  readonly tags: readonly string[];
  readonly origins: readonly ImageOrigin[];
  readonly status: 'passed' | 'failed' | 'incomplete';
  /** Vulnerabilities by severity. */
  readonly counts: Readonly<Record<Severity, number>>;
  readonly packages: number;
  /** Bytes of all layers as stored; absent in rows of an older program. */
  readonly size?: number;
  /** Files that should not be there, or not like this; absent in rows of an older program. */
  readonly fileFindings?: number;
  readonly fixable: number;
  readonly knownExploited: number;
  readonly lastScanAt: string;
  readonly places: ImagePlaces;
  /** What the policies of the server say; the report has what was said where it was scanned. */
  readonly verdicts?: readonly PolicyVerdict[];
  /** Names the policies, exceptions and day that it was last judged by; another name: it is to be judged again. */
  readonly judgedBy?: string;
  readonly isSample: boolean;
}

/** The whole report beside its row, so that a list does not read it. */
export interface StoredImageReport {
  readonly digest: string;
  readonly report: ImageReport;
  readonly places: ImagePlaces;
  readonly isSample: boolean;
}

function imagePlaceColumns<R extends { readonly digest: string; readonly places: ImagePlaces }>(): Record<
  string,
  Column<R>
> {
  return {
    'image.digest': { type: 'text', value: (image) => image.digest, isRequired: true },
    provider: { type: 'list', value: (image) => image.places.providers },
    account: { type: 'list', value: (image) => image.places.accounts },
    region: { type: 'list', value: (image) => image.places.regions },
    cluster: { type: 'list', value: (image) => image.places.clusters },
    service: { type: 'list', value: (image) => image.places.services },
    namespace: { type: 'list', value: (image) => image.places.namespaces },
  };
}

function failedPolicies({ verdicts = [] }: ImageSummary): readonly string[] {
  return verdicts.filter(({ status }) => status === 'failed').map(({ policy }) => policy);
}

export const images: ScopedCollection<ImageSummary> = {
  kind: 'scoped',
  name: 'images',
  key: (image) => image.digest,
  columns: {
    ...imagePlaceColumns<ImageSummary>(),
    reference: { type: 'text', value: (image) => image.reference, isRequired: true },
    registry: { type: 'text', value: (image) => image.registry },
    repository: { type: 'text', value: (image) => image.repository },
    tag: { type: 'list', value: (image) => image.tags },
    origin: { type: 'list', value: (image) => image.origins },
    status: { type: 'text', value: (image) => image.status, isRequired: true },
    critical: { type: 'integer', value: (image) => image.counts.critical, isRequired: true },
    high: { type: 'integer', value: (image) => image.counts.high, isRequired: true },
    medium: { type: 'integer', value: (image) => image.counts.medium, isRequired: true },
    low: { type: 'integer', value: (image) => image.counts.low, isRequired: true },
    info: { type: 'integer', value: (image) => image.counts.info, isRequired: true },
    packages: { type: 'integer', value: (image) => image.packages, isRequired: true },
    size: { type: 'integer', value: (image) => image.size ?? 0, isRequired: true },
    failedPolicy: { type: 'list', value: failedPolicies },
    judgedBy: { type: 'text', value: (image) => image.judgedBy },
    fixable: { type: 'integer', value: (image) => image.fixable, isRequired: true },
    knownExploited: { type: 'integer', value: (image) => image.knownExploited, isRequired: true },
    lastScanAt: { type: 'time', value: (image) => image.lastScanAt, isRequired: true },
    isSample: sampleColumn(),
  },
};

export const imageReports: ScopedCollection<StoredImageReport> = {
  kind: 'scoped',
  name: 'image-reports',
  key: (image) => image.digest,
  columns: {
    ...imagePlaceColumns<StoredImageReport>(),
    /** diff_id of the uppermost layer: images built on this one have it too. */
    topLayer: { type: 'text', value: ({ report }) => report.layers.at(-1)?.diffId },
    isSample: sampleColumn(),
  },
};
