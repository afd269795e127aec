import {
  type ConfigFinding,
  type FileFinding,
  type IgnoredFinding,
  type ImageOrigin,
  type ImageReport,
  imageOrigins,
  type Match,
  type Package,
  type PolicyVerdict,
  type Severity,
  type VerdictReason,
} from '@breakwater/model';
import { z } from 'zod';
import { severitySchema } from './place.ts';

const text = z.string().max(8192);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'not a sha256 digest');
const count = z.number().int().nonnegative();

/** One row of the image results: a digest with what was found in it. */
export interface ImageRow {
  readonly digest: string;
  readonly reference: string;
  readonly repository?: string;
  readonly tag?: string;
  /** Every tag that the digest was scanned under. */
  readonly tags: readonly string[];
  readonly status: ImageStatus;
  /** Policies that it fails, by name. */
  readonly failedPolicies: readonly string[];
  readonly origins: readonly ImageOrigin[];
  readonly counts: Readonly<Record<Severity, number>>;
  readonly fixable: number;
  readonly knownExploited: number;
  readonly packages: number;
  /** Bytes of all layers as stored. */
  readonly size: number;
  /** Files that should not be there, or not like this: secrets, setuid programs … */
  readonly fileFindings: number;
  readonly scannedAt: string;
  /** Tasks that run the digest now. */
  readonly runningTasks: number;
  readonly isSample: boolean;
}

/** Forms of an SBOM. */
export const sbomDownloads = ['cyclonedx', 'spdx', 'spdx3', 'json'] as const;

export type SbomDownload = (typeof sbomDownloads)[number];

/** Forms of a report for other programs. */
export const imageReportFormats = [
  'json',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'html',
  'cyclonedx-vex',
] as const;

export type ImageReportFormat = (typeof imageReportFormats)[number];

/** Counters of the image results within the scope and filter. */
export interface ImageCounters {
  readonly passed: number;
  readonly failed: number;
  readonly incomplete: number;
  readonly byOrigin: Readonly<Partial<Record<ImageOrigin, number>>>;
}

export const imageStatuses = ['passed', 'failed', 'incomplete'] as const;

export type ImageStatus = (typeof imageStatuses)[number];

export const imageStatusSchema: z.ZodType<ImageStatus> = z.enum(imageStatuses);

/** What a licence asks for, from nothing to everything. */
export const licenseCategories = [
  'public-domain',
  'permissive',
  'weak-copyleft',
  'unknown',
  'strong-copyleft',
  'network-copyleft',
  'proprietary',
] as const;

export type LicenseCategory = (typeof licenseCategories)[number];

export const imageOriginSchema: z.ZodType<ImageOrigin> = z.enum(imageOrigins);

export const imageRowSchema: z.ZodType<ImageRow> = z
  .object({
    digest,
    reference: text,
    repository: text.exactOptional(),
    tag: text.exactOptional(),
    tags: z.array(text),
    status: imageStatusSchema,
    failedPolicies: z.array(text),
    origins: z.array(imageOriginSchema),
    counts: z.object({ critical: count, high: count, medium: count, low: count, info: count }),
    fixable: count,
    knownExploited: count,
    packages: count,
    size: count,
    fileFindings: count,
    scannedAt: text,
    runningTasks: count,
    isSample: z.boolean(),
  })
  .meta({ id: 'ImageRow' });

export const imageCountersSchema: z.ZodType<ImageCounters> = z.object({
  passed: count,
  failed: count,
  incomplete: count,
  byOrigin: z.partialRecord(z.enum(imageOrigins), count),
});

const packageSchema: z.ZodType<Package> = z
  .object({
    type: text,
    name: text,
    version: text,
    purl: text,
    locations: z.array(z.object({ path: text, layer: text.exactOptional() })).max(1000),
    licenses: z.array(text).max(200),
    architecture: text.exactOptional(),
    origin: z.object({ name: text, version: text }).exactOptional(),
    foundBy: text,
    owner: text.exactOptional(),
    isThirdParty: z.literal(true).exactOptional(),
    evidence: z.enum(['lock-file', 'signature']).exactOptional(),
  })
  .meta({ id: 'Package' });

export const matchSchema: z.ZodType<Match> = z
  .object({
    id: text,
    aliases: z.array(text).max(2000),
    summary: z.string().max(65_536),
    severity: severitySchema,
    severityFrom: z.enum(['vendor', 'cvss', 'assumed']).exactOptional(),
    cvss: z.number().min(0).max(10).exactOptional(),
    cvssVector: text.exactOptional(),
    epss: z.number().min(0).max(1).exactOptional(),
    epssPercentile: z.number().min(0).max(1).exactOptional(),
    isKnownExploited: z.boolean(),
    exploitedDue: text.exactOptional(),
    fixedAt: text.exactOptional(),
    fixState: z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown']),
    fixedVersion: text.exactOptional(),
    published: text.exactOptional(),
    package: z.object({ type: text, name: text, version: text, purl: text }),
    path: text.exactOptional(),
    layer: text.exactOptional(),
    details: z
      .array(z.object({ matchedBy: text, name: text, version: text, constraint: text, advisory: text }))
      .max(100),
  })
  .meta({ id: 'Match' });

const controls = z.array(text).max(100).exactOptional();

export const verdictReasonSchema: z.ZodType<VerdictReason> = z.object({
  gate: text,
  message: text,
  level: z.enum(['fail', 'warn', 'incomplete']).exactOptional(),
  count: count.exactOptional(),
  items: z.array(text).max(1000).exactOptional(),
  fixes: z
    .array(
      z.object({
        kind: z.enum(['upgrade', 'base-image', 'other']),
        text,
        closes: count,
        package: text.exactOptional(),
        version: text.exactOptional(),
      }),
    )
    .max(1000)
    .exactOptional(),
  controls,
});

export const verdictSchema: z.ZodType<PolicyVerdict> = z
  .object({
    policy: text,
    status: imageStatusSchema,
    reasons: z.array(verdictReasonSchema).max(10_000),
    policyVersion: text.exactOptional(),
    advisories: z.object({ hash: text, newest: text.exactOptional() }).exactOptional(),
    judgedAt: text.exactOptional(),
    exceptions: z
      .array(
        z.object({
          subject: text,
          reason: text,
          owner: text.exactOptional(),
          expires: text,
          covers: count,
        }),
      )
      .max(1000)
      .exactOptional(),
  })
  .meta({ id: 'PolicyVerdict' });

const fileFindingSchema: z.ZodType<FileFinding> = z
  .object({
    kind: z.enum(['secret', 'setuid', 'setgid', 'world-writable', 'empty-password', 'account', 'malware']),
    checkId: text,
    title: text,
    severity: severitySchema,
    path: text,
    line: count.exactOptional(),
    layer: text.exactOptional(),
    isDeleted: z.boolean(),
    evidence: text,
    remediation: text,
    controls,
  })
  .meta({ id: 'FileFinding' });

const configFindingSchema: z.ZodType<ConfigFinding> = z.object({
  checkId: text,
  title: text,
  severity: severitySchema,
  evidence: text,
  remediation: text,
  controls,
});

const ignoreRule = { rule: text, reason: text, owner: text.exactOptional(), expires: text };

const ignoredFindingSchema: z.ZodType<IgnoredFinding> = z
  .discriminatedUnion('kind', [
    z.object({ ...ignoreRule, kind: z.literal('vulnerability'), finding: matchSchema }),
    z.object({ ...ignoreRule, kind: z.literal('configuration'), finding: configFindingSchema }),
    z.object({ ...ignoreRule, kind: z.literal('file'), finding: fileFindingSchema }),
  ])
  .meta({ id: 'IgnoredFinding' });

/** A whole scan result as the CLI uploads it. Lists are bounded: a report past them is refused, not cut. */
export const imageReportSchema: z.ZodType<ImageReport> = z
  .object({
    digest,
    reference: text,
    registry: text.exactOptional(),
    repository: text.exactOptional(),
    tag: text.exactOptional(),
    scannedAt: z.iso.datetime(),
    config: z.object({
      os: text,
      architecture: text,
      created: text.exactOptional(),
      user: text.exactOptional(),
      env: z.array(z.string().max(65_536)).max(5000),
      exposedPorts: z.array(text).max(5000),
      entrypoint: z.array(z.string().max(65_536)).max(5000),
      cmd: z.array(z.string().max(65_536)).max(5000),
      labels: z.record(text, z.string().max(65_536)),
      hasHealthcheck: z.boolean(),
      stopSignal: text.exactOptional(),
      volumes: z.array(text).max(5000).exactOptional(),
      history: z
        .array(
          z.object({
            createdBy: z.string().max(262_144),
            created: text.exactOptional(),
            isEmptyLayer: z.boolean(),
          }),
        )
        .max(2000),
    }),
    layers: z
      .array(
        z.object({
          digest: text,
          diffId: text,
          mediaType: text,
          size: count,
          uncompressedSize: count,
          createdBy: z.string().max(262_144).exactOptional(),
        }),
      )
      .max(500),
    sbom: z.object({
      distro: z
        .object({
          id: text,
          version: text.exactOptional(),
          codename: text.exactOptional(),
          prettyName: text.exactOptional(),
        })
        .exactOptional(),
      packages: z.array(packageSchema).max(200_000),
      declared: z.array(packageSchema).max(200_000).exactOptional(),
      owned: z.array(packageSchema).max(200_000).exactOptional(),
      relationships: z
        .array(z.object({ from: text, type: z.enum(['depends-on', 'owns']), to: text }))
        .max(1_000_000)
        .exactOptional(),
    }),
    matches: z.array(matchSchema).max(200_000),
    suppressed: z
      .array(
        z.object({
          match: matchSchema,
          status: z.enum(['not-affected', 'fixed']),
          source: text,
          justification: text.exactOptional(),
        }),
      )
      .max(200_000)
      .exactOptional(),
    ignored: z.array(ignoredFindingSchema).max(200_000).exactOptional(),
    expiredRules: z
      .array(z.object({ rule: text, reason: text, expires: text, covers: count }))
      .max(10_000)
      .exactOptional(),
    configFindings: z.array(configFindingSchema).max(1000),
    fileFindings: z.array(fileFindingSchema).max(100_000).exactOptional(),
    waste: z
      .array(z.object({ layer: text, bytes: count, files: count }))
      .max(500)
      .exactOptional(),
    baseImage: z.object({ name: text, digest: text.exactOptional(), layers: count }).exactOptional(),
    verdicts: z.array(verdictSchema).max(200),
    advisories: z.object({ hash: text, records: count, newest: text.exactOptional() }),
    gaps: z.array(z.object({ what: text, reason: text })).max(10_000),
  })
  .meta({ id: 'ImageReport' });

/** The JSON Schema (2020-12) of `breakwater image scan --json`, from the schema that the server reads uploads by. */
export function imageReportJsonSchema(): object {
  return z.toJSONSchema(imageReportSchema, { target: 'draft-2020-12', io: 'input' });
}
