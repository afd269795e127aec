import { createHash } from 'node:crypto';
import type { Distro, Package } from '@breakwater/model';
import type { PackageVariant } from './reevaluate.ts';

/** Packages of these types are judged by the data of their distribution; of others it says nothing. */
const ofDistribution: ReadonlySet<string> = new Set(['apk', 'deb', 'rpm']);

/**
 * A package without what is only of one image: its files, layers, licences. The same software in another image is the same
 * variant and is judged once for both.
 */
export function variantOf(target: Package, distro: Distro | undefined): PackageVariant {
  const { type, name, version, purl, origin, isThirdParty } = target;
  const reduced: Package = {
    ...{ type, name, version, purl },
    ...(origin === undefined ? {} : { origin: { name: origin.name, version: origin.version } }),
    ...(isThirdParty === true ? { isThirdParty } : {}),
    ...{ locations: [], licenses: [], foundBy: '' },
  };
  return distro !== undefined && ofDistribution.has(type)
    ? { package: reduced, distro }
    : { package: reduced };
}

/** Names a variant: 22 letters, from everything of it that a judgement reads. */
export function variantKey({ package: target, distro }: PackageVariant): string {
  const { type, name, version, purl, origin, isThirdParty } = target;
  const parts = [type, name, version, purl, origin?.name, origin?.version, isThirdParty === true];
  const release = [distro?.id, distro?.version, distro?.codename];
  const text = JSON.stringify([...parts, ...release].map((part) => part ?? null));
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}
