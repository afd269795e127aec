import { createHash } from 'node:crypto';
import type { Distro, Gap, Package, Sbom } from '@breakwater/model';
import { asObject, asObjects, asText, DocumentError, type JsonObject, parseJsonObject } from '../json.ts';
import { readCycloneDx } from './cyclonedx/read.ts';
import { type DocumentedImage, SbomError } from './documented-image.ts';
import { readSpdx2 } from './spdx-2/read.ts';
import { readSpdx3 } from './spdx-3/read.ts';

const maxPurlLength = 2048;
const digestForm = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads an SBOM: CycloneDX JSON, SPDX 2 JSON, SPDX 3 JSON-LD, or what `image sbom --format json` and `image scan
 * --format json` print. A document that names no image is known by its own digest. Throws SbomError.
 */
export function readSbom(content: Buffer): Required<DocumentedImage> {
  const image = readDocument(parse(content));
  const digest = digestForm.test(image.digest)
    ? image.digest
    : `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const sbom = image.sbom.distro === undefined ? withDistro(image.sbom) : image.sbom;
  return { digest, tags: image.tags, sbom, gaps: [...(image.gaps ?? []), ...missingParts(sbom)] };
}

function parse(content: Buffer): JsonObject {
  try {
    return parseJsonObject(content);
  } catch (error) {
    if (error instanceof DocumentError) throw new SbomError(error.message, { cause: error });
    throw error;
  }
}

function readDocument(document: JsonObject): DocumentedImage {
  if (document.bomFormat === 'CycloneDX') return readCycloneDx(document);
  if (asText(document.spdxVersion)?.startsWith('SPDX-2.') === true) return readSpdx2(document);
  if (Array.isArray(document['@graph'])) return readSpdx3(document);
  const own = asObject(document.sbom);
  if (own !== undefined && Array.isArray(own.packages)) return readOwn(document, own);
  throw new SbomError('is neither CycloneDX nor SPDX, nor a result of "image scan" or "image sbom"');
}

/** Our own JSON: checked as far as everything that reads packages relies on. */
function readOwn(document: JsonObject, sbom: JsonObject): DocumentedImage {
  for (const list of [sbom.packages, sbom.declared, sbom.owned]) {
    for (const one of asObjects(list)) {
      const isWhole = ['type', 'name', 'version', 'purl', 'foundBy'].every(
        (key) => typeof one[key] === 'string',
      );
      if (!isWhole || !Array.isArray(one.locations) || !Array.isArray(one.licenses)) {
        throw new SbomError(`has a package that is not whole: ${JSON.stringify(one).slice(0, 200)}`);
      }
    }
  }
  const tags = Array.isArray(document.tags) ? document.tags.filter((tag) => typeof tag === 'string') : [];
  const gaps = asObjects(document.gaps).map(
    ({ what, reason }): Gap => ({ what: asText(what) ?? 'unknown', reason: asText(reason) ?? 'unknown' }),
  );
  return { digest: asText(document.digest) ?? '', tags, sbom: sbom as unknown as Sbom, gaps };
}

/** The distribution that packages themselves name: `distro=debian-12` in their purls. */
function withDistro(sbom: Sbom): Sbom {
  for (const { type, purl } of sbom.packages) {
    if (type !== 'deb' && type !== 'rpm' && type !== 'apk') continue;
    const named = new URLSearchParams(purl.slice(purl.indexOf('?') + 1, maxPurlLength)).get('distro') ?? '';
    const [, id, version] = /^([a-z][\w-]*?)-(\d[\w.]*)$/.exec(named) ?? [];
    if (id !== undefined && version !== undefined) {
      const distro: Distro = { id, version };
      return { ...sbom, distro };
    }
  }
  return sbom;
}

/** What another program may have left out, and matching needs. */
function missingParts({ packages, distro }: Sbom): readonly Gap[] {
  const isOs = ({ type }: Package) => type === 'deb' || type === 'apk' || type === 'rpm';
  const foreign = packages.filter((one) => one.foundBy === 'sbom' && isOs(one));
  const gaps: Gap[] = [];
  if (distro === undefined && packages.some(isOs)) {
    gaps.push({ what: 'distribution', reason: 'the SBOM names none: its advisories cannot be chosen' });
  }
  if (foreign.some(({ type }) => type === 'deb') && foreign.every(({ origin }) => origin === undefined)) {
    const reason = 'the SBOM does not tell their sources, under which advisories know them';
    gaps.push({ what: 'packages of the distribution', reason });
  }
  if (packages.length === 0)
    gaps.push({ what: 'packages', reason: 'the SBOM has none: nothing can be judged' });
  return gaps;
}
