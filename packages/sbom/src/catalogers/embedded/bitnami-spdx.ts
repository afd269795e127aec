import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObjects, asText, type JsonObject, parseJsonObject } from '../../json.ts';
import { packageFromPurl } from '../../package-from-purl.ts';

/** What Bitnami's images say of themselves: an SPDX document beside each component. */
export const bitnamiSpdx: Cataloger = {
  name: 'embedded-bitnami-spdx',
  extensions: ['spdx'],
  wants: (path) => /(?:^|\/)\.spdx-[^/]+\.spdx$/.test(path),
  parse(file) {
    const document = parseJsonObject(file.content);
    return { packages: asObjects(document.packages).flatMap(readPackage) };
  },
};

/** By the purl, where there is one; the distribution's own are known from its package manager. */
function readPackage(one: JsonObject): readonly FoundPackage[] {
  const licenses = [asText(one.licenseConcluded), asText(one.licenseDeclared)].filter(
    (license) => license !== undefined && license !== 'NOASSERTION' && license !== 'NONE',
  );
  const more = { licenses: [...new Set(licenses)].filter((license) => license !== undefined) };
  const purls = asObjects(one.externalRefs)
    .filter(({ referenceType }) => referenceType === 'purl')
    .map(({ referenceLocator }) => asText(referenceLocator) ?? '');
  const found = purls.map((purl) => packageFromPurl(purl, more)).find((known) => known !== undefined);
  if (found !== undefined) return ['deb', 'apk', 'rpm'].includes(found.type) ? [] : [found];
  const [name, version] = [asText(one.name), asText(one.versionInfo)];
  return name === undefined || version === undefined ? [] : [foundPackage('bitnami', name, version, more)];
}
