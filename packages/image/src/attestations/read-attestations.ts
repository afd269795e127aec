import type { Archive, Descriptor } from '../archive/archive.ts';
import { findBlob, readBlob } from '../archive/read-blob.ts';
import { ImageError } from '../image-error.ts';
import { asObject, asObjects, asString, type JsonObject, parseJson } from '../json.ts';
import { readDescribed, readDescriptor } from '../oci-layout.ts';
import type { OpenedImage } from '../opened-image.ts';
import { readStatement } from './statement.ts';

/** What somebody states of an image and attached to it (in-toto attestation framework). Nobody verified a signature. */
export interface Attestation {
  /** URI of what kind of statement it is: `https://openvex.dev/ns/v0.2.0`. */
  readonly predicateType: string;
  readonly predicate: JsonObject;
  /** Digest of the blob that it was read from. */
  readonly digest: string;
}

export interface AttestationReading {
  readonly attestations: readonly Attestation[];
  /** What is attached but could not be read, or is about another image. */
  readonly problems: readonly string[];
}

const maxManifests = 32;
const maxStatements = 64;
const maxStatementBytes = 16 * 1024 * 1024;
const statementTypes = [
  'application/vnd.in-toto+json',
  'application/vnd.dsse.envelope.v1+json',
  'application/vnd.dev.sigstore.bundle',
  'application/vex+json',
  'application/openvex+json',
];

/**
 * The statements that are attached to an image: of BuildKit beside it in its index, of cosign by tag, of others by the referrers of
 * the OCI distribution specification. Statements about something else are left out. Throws ImageError when a registry cannot be asked.
 */
export async function readAttestations({ archive, attached }: OpenedImage): Promise<AttestationReading> {
  const listed = (await attached?.list()) ?? [];
  const unique = [...new Map(listed.map((one) => [one.digest, one])).values()];
  const attestations: Attestation[] = [];
  const problems: string[] = [];
  if (unique.length > maxManifests)
    problems.push(`${unique.length} manifests are attached; the first ${maxManifests} were read`);
  for (const descriptor of unique.slice(0, maxManifests)) {
    try {
      for (const blob of await statementsOf(archive, descriptor, attached?.digests ?? [])) {
        if (attestations.length === maxStatements) throw new Error(`there are more than ${maxStatements}`);
        const read = await readOne(archive, blob, attached?.digests ?? []);
        if (typeof read === 'string') problems.push(`${blob.digest} ${read}`);
        else attestations.push(read);
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error instanceof ImageError && error.code === 'registry') throw error;
      problems.push(`${descriptor.digest}: ${error.message}`);
    }
  }
  return { attestations, problems };
}

/** The blobs of a manifest that hold statements; none when it is about another image. */
async function statementsOf(
  archive: Archive,
  descriptor: Descriptor,
  digests: readonly string[],
): Promise<readonly Descriptor[]> {
  const manifest = await readDescribed(archive, descriptor, 'manifest');
  const subject = asString(asObject(manifest.subject)?.digest);
  if (subject !== undefined && !digests.includes(subject)) return [];
  return asObjects(manifest.layers)
    .map((layer) => readDescriptor(archive, layer, 'manifest'))
    .filter(({ mediaType }) => statementTypes.some((type) => mediaType.startsWith(type)));
}

async function readOne(
  archive: Archive,
  descriptor: Descriptor,
  digests: readonly string[],
): Promise<Attestation | string> {
  if (descriptor.size > maxStatementBytes) return `has more than ${maxStatementBytes} bytes`;
  const blob = await findBlob(archive, descriptor);
  if (blob === undefined) return 'is not there';
  const bytes = await readBlob(archive, blob, descriptor.digest, maxStatementBytes);
  const statement = readStatement(asObject(parseJson(bytes)));
  if (statement === undefined) return 'is no statement of the in-toto framework and no OpenVEX document';
  const { subjects, predicateType, predicate } = statement;
  const isAbout = subjects === undefined || subjects.some((subject) => digests.includes(subject));
  return isAbout ? { predicateType, predicate, digest: descriptor.digest } : 'is about another image';
}
