import { PackageURL } from 'packageurl-js';
import type { FoundPackage } from './cataloger.ts';
import { separators } from './package-purl.ts';

/** The package that a purl names, in the words of its ecosystem; undefined when it is none or has no version. */
export function packageFromPurl(purl: string, more: Partial<FoundPackage> = {}): FoundPackage | undefined {
  let url: PackageURL;
  try {
    url = PackageURL.fromString(purl);
  } catch {
    return undefined;
  }
  const { type, namespace, name, version, qualifiers } = url;
  if (!type || !name || !version) return undefined;
  const separator = separators.get(type);
  const whole = namespace && separator !== undefined ? `${namespace}${separator}${name}` : name;
  const epoch = qualifiers?.epoch;
  const hasEpoch = epoch !== undefined && (type === 'rpm' || type === 'deb') && epoch !== '0';
  const architecture = qualifiers?.arch;
  return {
    type,
    name: whole,
    version: hasEpoch ? `${epoch}:${version}` : version,
    purl,
    licenses: [],
    ...(architecture ? { architecture } : {}),
    ...more,
  };
}
