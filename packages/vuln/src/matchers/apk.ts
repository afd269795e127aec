import type { Distro } from '@breakwater/model';
import type { Matcher, Subject } from './matcher.ts';

/** Alpine's packages, judged by their origin's name and their own version. */
export const apkMatcher: Matcher = {
  types: ['apk'],
  subject: (target, distro) => {
    const ecosystems = ecosystemsOf(distro);
    if (typeof ecosystems === 'string') return ecosystems;
    const { origin, version } = target;
    const matchedBy = origin === undefined ? 'exact-package' : 'source-package';
    return { ecosystems, name: origin?.name ?? target.name, version, matchedBy };
  },
};

function ecosystemsOf(distro: Distro | undefined): Subject['ecosystems'] | string {
  if (distro === undefined) return 'the distribution of the apk packages is not known';
  const { id, version } = distro;
  if (id === 'wolfi') return ['Wolfi'];
  if (id === 'chainguard') return ['Chainguard'];
  if (id !== 'alpine') return `no advisory data for ${id}`;
  const release = /^(\d+\.\d+)(?:\.\d+)?$/.exec(version ?? '')?.[1];
  return release === undefined ? ['Alpine:edge'] : [`Alpine:v${release}`];
}
