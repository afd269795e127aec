import { createHash } from 'node:crypto';
import type { Distro, Package } from '@breakwater/model';
import type { ScannedImage } from '../scanned-image.ts';

export interface CycloneDxOptions {
  /** Version of the program that writes the document. */
  readonly toolVersion: string;
  /** ISO 8601; left out, two documents of one image are the same bytes. */
  readonly createdAt?: string;
}

export type DocumentedImage = Pick<ScannedImage, 'digest' | 'tags' | 'sbom'>;

/**
 * The packages of an image as CycloneDX 1.6 JSON. The same input gives the same bytes: the serial number is
 * derived from the content.
 */
export function toCycloneDx(image: DocumentedImage, { toolVersion, createdAt }: CycloneDxOptions): string {
  const { distro, packages } = image.sbom;
  const components = [...(distro === undefined ? [] : [distroComponent(distro)]), ...packages.map(component)];
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify([image.digest, components])),
    version: 1,
    metadata: {
      ...(createdAt === undefined ? {} : { timestamp: createdAt }),
      tools: { components: [{ type: 'application', name: 'breakwater', version: toolVersion }] },
      component: imageComponent(image),
    },
    components,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function imageComponent({ digest, tags }: DocumentedImage) {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  return {
    type: 'container',
    'bom-ref': digest,
    name: tags[0] ?? digest,
    version: digest,
    ...(hex === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: hex }] }),
  };
}

function distroComponent({ id, version, prettyName }: Distro) {
  return {
    type: 'operating-system',
    'bom-ref': `os:${id}${version === undefined ? '' : `@${version}`}`,
    name: id,
    ...(version === undefined ? {} : { version }),
    ...(prettyName === undefined ? {} : { description: prettyName }),
  };
}

function component(one: Package) {
  const slash = one.type === 'npm' && one.name.startsWith('@') ? one.name.indexOf('/') : -1;
  const layers = new Set(one.locations.map(({ layer }) => layer).filter((layer) => layer !== undefined));
  return {
    type: 'library',
    'bom-ref': one.purl,
    ...(slash === -1 ? {} : { group: one.name.slice(0, slash) }),
    name: one.name.slice(slash + 1),
    version: one.version,
    ...(one.licenses.length === 0 ? {} : { licenses: one.licenses.map((name) => ({ license: { name } })) }),
    purl: one.purl,
    properties: [
      { name: 'breakwater:cataloger', value: one.foundBy },
      { name: 'breakwater:package:type', value: one.type },
      ...[...layers].map((value) => ({ name: 'breakwater:layer:diffId', value })),
      ...(one.origin === undefined
        ? []
        : [{ name: 'breakwater:origin', value: `${one.origin.name}@${one.origin.version}` }]),
    ],
    evidence: { occurrences: one.locations.map(({ path }) => ({ location: path })) },
  };
}

/** A UUID (version 8: of our own making) from a hash, for there is neither clock nor chance here. */
function serialNumber(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ];
  return `urn:uuid:${groups.join('-')}`;
}
