import type { PackageOrigin } from '@breakwater/model';
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
  const full = hasEpoch ? `${epoch}:${version}` : version;
  const origin = readUpstream(type, qualifiers?.upstream ?? '', full);
  return {
    type,
    name: whole,
    version: full,
    purl,
    licenses: [],
    ...(architecture ? { architecture } : {}),
    ...(origin === undefined ? {} : { origin }),
    ...more,
  };
}

/** `glibc@2.36-9` or `glibc` of a deb, `openssl` of an apk, `bash-5.1-4.src.rpm` of an rpm. */
function readUpstream(type: string, upstream: string, version: string): PackageOrigin | undefined {
  if (upstream === '') return undefined;
  if (type === 'rpm') {
    const [, name, release] = /^(.+)-([^-]+-[^-]+)\.(?:src|nosrc)\.rpm$/.exec(upstream) ?? [];
    return name === undefined || release === undefined ? undefined : { name, version: release };
  }
  if (type !== 'deb' && type !== 'apk') return undefined;
  const at = upstream.indexOf('@');
  return at === -1
    ? { name: upstream, version }
    : { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
}
