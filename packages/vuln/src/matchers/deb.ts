import type { Distro } from '@breakwater/model';
import type { Matcher, Subject } from './matcher.ts';

/** dpkg packages, judged by their distribution's data: source name and source version. */
export const debMatcher: Matcher = {
  types: ['deb'],
  subject: (target, distro) => {
    const ecosystems = ecosystemsOf(distro);
    if (typeof ecosystems === 'string') return ecosystems;
    const { name, version } = target.origin ?? target;
    const matchedBy = target.origin === undefined ? 'exact-package' : 'source-package';
    return { ecosystems, name, version, matchedBy };
  },
};

function ecosystemsOf(distro: Distro | undefined): Subject['ecosystems'] | string {
  if (distro === undefined) return 'the distribution of the deb packages is not known';
  const { id, version } = distro;
  if (id !== 'debian' && id !== 'raspbian' && id !== 'ubuntu') return `no advisory data for ${id}`;
  if (version === undefined) return `no advisory data for ${id} ${distro.codename ?? 'without a release'}`;
  if (id === 'ubuntu') return [`Ubuntu:${version}:LTS`, `Ubuntu:${version}`];
  return [`Debian:${version.split('.', 1)[0]}`];
}
