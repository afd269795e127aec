import type { Distro } from '@breakwater/model';

/** Names in the one-line files of Red Hat's family. */
const redHatFamily: readonly (readonly [prefix: string, id: string])[] = [
  ['AlmaLinux', 'almalinux'],
  ['Rocky Linux', 'rocky'],
  ['CentOS', 'centos'],
  ['Red Hat Enterprise Linux', 'rhel'],
  ['Oracle Linux', 'ol'],
  ['Amazon Linux', 'amzn'],
  ['Fedora', 'fedora'],
];

/** Files that name a distribution where os-release is missing, in the order they are asked. */
export const releaseFiles: readonly {
  readonly path: string;
  readonly read: (text: string) => Distro | undefined;
}[] = [
  { path: 'etc/debian_version', read: readDebianVersion },
  { path: 'etc/alpine-release', read: readAlpineRelease },
  { path: 'etc/redhat-release', read: readRedHatRelease },
  { path: 'etc/system-release', read: readRedHatRelease },
];

/** `12.5`, or `trixie/sid` before a release. */
function readDebianVersion(text: string): Distro | undefined {
  const line = text.trim();
  const major = /^(\d+)(?:\.|$)/.exec(line)?.[1];
  if (major !== undefined) return { id: 'debian', version: major };
  const codename = /^([a-z]+)\/sid$/.exec(line)?.[1];
  return codename === undefined ? undefined : { id: 'debian', codename };
}

function readAlpineRelease(text: string): Distro | undefined {
  const version = text.trim();
  return /^\d+\.\d+/.test(version) ? { id: 'alpine', version } : undefined;
}

/** `AlmaLinux release 9.0 (Emerald Puma)`. */
function readRedHatRelease(text: string): Distro | undefined {
  const line = text.trim();
  const id = redHatFamily.find(([prefix]) => line.startsWith(prefix))?.[1];
  const version = /\brelease (\d+(?:\.\d+)*)/.exec(line)?.[1];
  return id === undefined || version === undefined ? undefined : { id, version, prettyName: line };
}
