import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type WrittenImage, writeLayout, writeManifest } from '../../test-support/write-image.ts';
import { type TarMember, writeTar } from '../../test-support/write-tar.ts';
import { openImage } from '../open-image.ts';
import { readAttestations } from './read-attestations.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-attestations-'));
afterAll(() => rmSync(folder, { recursive: true }));

const image = writeManifest({ layers: [{ tar: writeTar([{ path: 'a', content: 'a' }]) }] });
const digest = String(image.descriptor.digest);
const vex = { '@context': 'https://openvex.dev/ns/v0.2.0', statements: [] };
const predicateType = 'https://openvex.dev/ns/v0.2.0';
const statementOf = (of = digest, predicate: unknown = vex) => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'shop', digest: { sha256: of.slice(7) } }],
  predicateType,
  predicate,
});
const envelopeOf = (statement: unknown, payloadType = 'application/vnd.in-toto+json') => ({
  payloadType,
  payload: Buffer.from(JSON.stringify(statement)).toString('base64'),
  signatures: [{ sig: 'AA==' }],
});

interface Blob {
  readonly descriptor: { readonly mediaType: string; readonly digest: string; readonly size: number };
  readonly member: TarMember;
}

function blobOf(content: unknown, mediaType: string): Blob {
  const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const hex = createHash('sha256').update(bytes).digest('hex');
  return {
    descriptor: { mediaType, digest: `sha256:${hex}`, size: bytes.length },
    member: { path: `blobs/sha256/${hex}`, content: bytes },
  };
}

function attach(content: unknown, mediaType: string, more: object = {}): readonly [Blob, Blob] {
  const layer = blobOf(content, mediaType);
  const manifest = { schemaVersion: 2, config: {}, layers: [layer.descriptor], ...more };
  return [layer, blobOf(manifest, 'application/vnd.oci.image.manifest.v1+json')];
}

let files = 0;

async function read(blobs: readonly Blob[], entry: object) {
  files += 1;
  const path = join(folder, `${files}.tar`);
  const attached: WrittenImage = {
    members: blobs.map(({ member }) => member),
    descriptor: { ...blobs.at(-1)?.descriptor, ...entry },
    layerPaths: [],
  };
  writeFileSync(path, writeTar(writeLayout([image, attached])));
  return readAttestations(await openImage(path));
}

const inToto = 'application/vnd.in-toto+json';
const dsse = 'application/vnd.dsse.envelope.v1+json';
const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const buildKit = {
  platform: { os: 'unknown', architecture: 'unknown' },
  annotations: {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': digest,
  },
};
const cosign = {
  annotations: { 'org.opencontainers.image.ref.name': `sha256-${digest.slice(7)}.att` },
};
const referrer = { artifactType: inToto };

it.each<[string, unknown, string, object, object]>([
  ['of BuildKit, beside the image', statementOf(), inToto, buildKit, {}],
  ['of cosign, by tag', envelopeOf(statementOf()), dsse, cosign, {}],
  [
    'of cosign, as text in a predicate',
    envelopeOf(statementOf(digest, { Data: JSON.stringify(vex) })),
    dsse,
    cosign,
    {},
  ],
  [
    'in a bundle of sigstore',
    { dsseEnvelope: envelopeOf(statementOf()) },
    bundle,
    referrer,
    { subject: { digest } },
  ],
  ['an OpenVEX document alone', vex, 'application/openvex+json', referrer, { subject: { digest } }],
])('reads a statement %s', async (_, content, mediaType, entry, more) => {
  const { attestations, problems } = await read(attach(content, mediaType, more), entry);
  expect(problems).toEqual([]);
  expect(attestations).toEqual([
    { predicateType, predicate: vex, digest: expect.stringMatching(/^sha256:/) },
  ]);
});

const other = `sha256:${'0'.repeat(64)}`;

it.each<[string, unknown, object, object, RegExp | undefined]>([
  ['whose subject is another image', statementOf(other), buildKit, {}, /is about another image/],
  ['that is no statement', { hello: 1 }, buildKit, {}, /is no statement/],
  ['that is no JSON', '{', buildKit, {}, /JSON|is no statement/],
  [
    'with a payload of another type',
    envelopeOf(statementOf(), 'text/plain'),
    buildKit,
    {},
    /is no statement/,
  ],
  [
    'attached to another image',
    statementOf(other),
    { ...buildKit, annotations: { ...buildKit.annotations, 'vnd.docker.reference.digest': other } },
    {},
    undefined,
  ],
  ['that refers to another image', statementOf(), referrer, { subject: { digest: other } }, undefined],
])('leaves out one %s', async (_, content, entry, more, problem) => {
  const { attestations, problems } = await read(attach(content, inToto, more), entry);
  expect(attestations).toEqual([]);
  if (problem === undefined) expect(problems).toEqual([]);
  else expect(problems.join()).toMatch(problem);
});

it('an image with something attached is still the only image', async () => {
  const blobs = attach(vex, 'application/openvex+json', { subject: { digest } });
  const { attestations } = await read(blobs, { artifactType: 'application/vnd.openvex+json' });
  expect(attestations.length).toBe(1);
});

it('a blob that was changed is not believed', async () => {
  const [layer, manifest] = attach(statementOf(), inToto);
  const changed = {
    ...layer,
    member: { ...layer.member, content: Buffer.from(JSON.stringify(statementOf(other))) },
  };
  const { attestations, problems } = await read([changed, manifest], buildKit);
  expect(attestations).toEqual([]);
  expect(problems.length).toBe(1);
});
