import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Descriptor } from '../archive/archive.ts';
import { ImageError } from '../image-error.ts';
import { asObject, asObjects, asString, type JsonObject, parseJson } from '../json.ts';
import { blobName } from './blob-name.ts';
import { readBody } from './read-body.ts';
import type { RegistryClient } from './registry-client.ts';

const maxBytes = 4 * 1024 * 1024;
const maxReferrers = 100;
const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
/** Refusals that leave open whether anything is attached: unauthorized, forbidden, too many requests. */
const noAnswer: ReadonlySet<number> = new Set([401, 403, 429]);
/** Of artifacts that may hold statements; one without a type may as well. */
const statementTypes = /in-toto|dsse|vex|sigstore\.bundle/;

/**
 * Manifests that a registry keeps for a digest: its referrers (OCI distribution specification 1.1), where the registry does not know
 * them the tag that stands for them, and what cosign attached by tag. What has a tag only is put into the folder of blobs.
 * Throws ImageError when the registry does not answer.
 */
export async function fetchAttached(
  client: RegistryClient,
  digest: string,
  folder: string,
): Promise<readonly Descriptor[]> {
  const tag = digest.replace(':', '-');
  const byTag = async (name: string) =>
    await ask(client, client.urlOf('manifests', name), `${indexType}, ${manifestType}`);
  const referrers = entriesOf(await ask(client, client.urlOf('referrers', digest), indexType));
  const entries = referrers ?? entriesOf(await byTag(tag)) ?? [];
  const found: Descriptor[] = [];
  for (const entry of entries.slice(0, maxReferrers)) {
    const type = asString(entry.artifactType);
    const { size } = entry;
    const of = asString(entry.digest);
    if (of === undefined || typeof size !== 'number' || !(size >= 0 && size <= maxBytes)) continue;
    if (type !== undefined && !statementTypes.test(type)) continue;
    found.push({ digest: of, size, mediaType: asString(entry.mediaType) ?? manifestType });
  }
  const attested = await byTag(`${tag}.att`);
  if (attested !== undefined) {
    const own = `sha256:${createHash('sha256').update(attested).digest('hex')}`;
    await writeFile(join(folder, blobName(own)), attested);
    found.push({ digest: own, size: attested.length, mediaType: manifestType });
  }
  return found;
}

/** Undefined when it is no index: some registries answer something else to what they do not know. */
function entriesOf(answer: Buffer | undefined): readonly JsonObject[] | undefined {
  const manifests = answer === undefined ? undefined : asObject(parseJson(answer))?.manifests;
  return Array.isArray(manifests) ? asObjects(manifests) : undefined;
}

/** Undefined when the registry has no such thing, or does not know the question. */
async function ask(client: RegistryClient, url: string, accept: string): Promise<Buffer | undefined> {
  const failed = (why: string, cause?: unknown) =>
    new ImageError(
      'registry',
      `cannot be asked what is attached: ${why}`,
      client.host,
      'try again later',
      cause,
    );
  let response: Response;
  try {
    response = await client.fetch(url, { headers: { accept } });
  } catch (error) {
    if (error instanceof ImageError || !(error instanceof Error)) throw error;
    throw failed(error.message, error);
  }
  const { status } = response;
  if (status >= 400 && status < 500 && !noAnswer.has(status)) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) throw failed(`it answered ${status}`);
  const bytes = await readBody(response, maxBytes);
  if (bytes === undefined) throw failed(`it answered more than ${maxBytes} bytes`);
  return bytes;
}
