import { checkConfig } from '@breakwater/image';
import {
  type Gap,
  type ImageConfig,
  type ImageLayer,
  type ImageOrigin,
  type ImageReport,
  imageOrigins,
  type Package,
} from '@breakwater/model';
import { packagePurl } from '@breakwater/sbom';
import { type AdvisoryDatabase, matchPackages } from '@breakwater/vuln';
import { z } from 'zod';
import { durationSchema } from './schedule.ts';
import { hexOf, sampleDigest } from './seeded.ts';

/** A version, or the version with name and version of the source package. */
type Version = string | readonly [string, string, string];

/** An image: what it is called, how it is configured, and what is in it. Times are offsets. */
interface ImageTemplate {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly origins: readonly ImageOrigin[];
  readonly scanned: number;
  readonly distro: {
    readonly id: string;
    readonly version: string;
    readonly codename?: string | undefined;
    readonly prettyName: string;
  };
  readonly config: {
    readonly created: number;
    readonly user?: string | undefined;
    readonly env: readonly string[];
    readonly exposedPorts: readonly string[];
    readonly entrypoint: readonly string[];
    readonly cmd: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
    readonly hasHealthcheck: boolean;
  };
  /** Oldest first: the instruction and its size in bytes when compressed; 0 makes no layer. */
  readonly history: readonly (readonly [string, number])[];
  /** Versions by purl type and name. */
  readonly packages: Readonly<Record<string, Readonly<Record<string, Version>>>>;
  readonly licenses: Readonly<Record<string, readonly string[]>>;
  /** What the scan could not look at. */
  readonly gaps: readonly Gap[];
}

/** The images by the name that tasks and other files use. */
export interface ImagesFile {
  readonly images: Readonly<Record<string, ImageTemplate>>;
}

const version = z.union([z.string(), z.tuple([z.string(), z.string(), z.string()])]);
const texts = z.array(z.string());

export const imagesFileSchema: z.ZodType<ImagesFile> = z.looseObject({
  images: z.record(
    z.string(),
    z.strictObject({
      registry: z.string(),
      repository: z.string(),
      tag: z.string(),
      origins: z.array(z.enum(imageOrigins)).min(1),
      scanned: durationSchema,
      distro: z.strictObject({
        id: z.string(),
        version: z.string(),
        codename: z.string().optional(),
        prettyName: z.string(),
      }),
      config: z.strictObject({
        created: durationSchema,
        user: z.string().optional(),
        env: texts.default([]),
        exposedPorts: texts.default([]),
        entrypoint: texts.default([]),
        cmd: texts.default([]),
        labels: z.record(z.string(), z.string()).default({}),
        hasHealthcheck: z.boolean().default(false),
      }),
      history: z.array(z.tuple([z.string(), z.number()])).min(1),
      packages: z.record(z.string(), z.record(z.string(), version)),
      licenses: z.record(z.string(), texts).default({}),
      gaps: z.array(z.strictObject({ what: z.string(), reason: z.string() })).default([]),
    }),
  ),
});

/** Where a package of each type is found and who finds it. */
const found: Readonly<Record<string, { foundBy: string; path: (name: string, version: string) => string }>> =
  {
    deb: { foundBy: 'dpkg', path: () => 'var/lib/dpkg/status' },
    apk: { foundBy: 'apk', path: () => 'lib/apk/db/installed' },
    npm: { foundBy: 'npm', path: (name) => `app/node_modules/${name}/package.json` },
    pypi: {
      foundBy: 'pypi',
      path: (name, at) => `usr/local/lib/python3.11/site-packages/${name}-${at}.dist-info/METADATA`,
    },
    maven: { foundBy: 'java', path: (name, at) => `app/lib/${name.split(':')[1] ?? name}-${at}.jar` },
    golang: { foundBy: 'go', path: () => 'usr/local/bin/server' },
  };
const distributionTypes = new Set(['deb', 'apk']);

export interface SampleImage {
  readonly report: ImageReport;
  readonly origins: readonly ImageOrigin[];
}

export function referenceOf({ registry, repository, tag }: ImageTemplate): string {
  return `${registry}/${repository}:${tag}`;
}

/** The result of a scan of the image: its packages are matched, its configuration is checked. Without verdicts. */
export function imageReport(
  name: string,
  template: ImageTemplate,
  database: AdvisoryDatabase,
  base: number,
): SampleImage {
  const layers = layersOf(name, template);
  const sbom = { distro: withoutUndefined(template.distro), packages: packagesOf(template, layers) };
  const config = configOf(template, base);
  const { matches, gaps } = matchPackages(sbom, database);
  const { hash, records, newest } = database.info;
  const { registry, repository, tag, origins } = template;
  return {
    origins,
    report: {
      digest: sampleDigest(name),
      reference: referenceOf(template),
      registry,
      repository,
      tag,
      scannedAt: new Date(base + template.scanned).toISOString(),
      config,
      layers,
      sbom,
      matches,
      configFindings: checkConfig({ config }),
      verdicts: [],
      advisories: { hash, records, ...(newest === undefined ? {} : { newest }) },
      gaps: [...template.gaps, ...gaps],
    },
  };
}

function configOf({ config, history }: ImageTemplate, base: number): ImageConfig {
  const { created, user, ...rest } = config;
  const createdAt = new Date(base + created).toISOString();
  return {
    os: 'linux',
    architecture: 'amd64',
    created: createdAt,
    ...(user === undefined ? {} : { user }),
    ...rest,
    history: history.map(([createdBy, size]) => ({
      createdBy,
      created: createdAt,
      isEmptyLayer: size === 0,
    })),
  };
}

function layersOf(name: string, { history }: ImageTemplate): readonly ImageLayer[] {
  return history
    .filter(([, size]) => size > 0)
    .map(([createdBy, size]) => ({
      digest: `sha256:${hexOf(`layer ${createdBy} ${size}`, 64)}`,
      diffId: `sha256:${hexOf(`diff ${createdBy} ${size} ${name}`, 64)}`,
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      size,
      uncompressedSize: Math.round(size * 2.7),
      createdBy,
    }));
}

/** Packages of the distribution came with the first layer, the application's with the last. */
function packagesOf({ packages, distro, licenses }: ImageTemplate, layers: readonly ImageLayer[]): Package[] {
  return Object.entries(packages).flatMap(([type, versions]) => {
    const isOfDistribution = distributionTypes.has(type);
    const layer = isOfDistribution ? layers[0] : layers.at(-1);
    return Object.entries(versions).map(([name, stated]): Package => {
      const [at, originName, originVersion] = typeof stated === 'string' ? [stated] : stated;
      const path = found[type]?.path(name, at) ?? name;
      return {
        type,
        name,
        version: at,
        purl: purlOf(type, name, at, distro),
        locations: [{ path, ...(layer === undefined ? {} : { layer: layer.diffId }) }],
        licenses: licenses[name] ?? [],
        ...(isOfDistribution ? { architecture: type === 'deb' ? 'amd64' : 'x86_64' } : {}),
        ...(originName === undefined || originVersion === undefined
          ? {}
          : { origin: { name: originName, version: originVersion } }),
        foundBy: found[type]?.foundBy ?? type,
      };
    });
  });
}

function purlOf(type: string, name: string, at: string, distro: ImageTemplate['distro']): string {
  if (distributionTypes.has(type)) {
    const qualifiers = { distro: `${distro.id}-${distro.version}` };
    return packagePurl({ type, namespace: distro.id, name, version: at, qualifiers });
  }
  // `group:artifact` of Maven, `@scope/name` of npm, `host/owner/module` of Go.
  const cut = type === 'maven' ? name.indexOf(':') : name.lastIndexOf('/');
  const namespace = cut === -1 ? undefined : name.slice(0, cut);
  return packagePurl({ type, namespace, name: name.slice(cut + 1), version: at });
}

function withoutUndefined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(object).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
