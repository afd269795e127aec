import type { Distro } from '@breakwater/model';
import type { Matcher, Subject } from './matcher.ts';
import { rpmVendors } from './rpm-vendors.ts';

/**
 * RPM packages by binary name and `epoch:version-release`. A fix of a module's build says nothing of the plain
 * package of the same name, nor the reverse: a plain nodejs 16 is not mended by nodejs:18.
 */
export const rpmMatcher: Matcher = {
  types: ['rpm'],
  subject: ({ name, version }, distro) => {
    const ecosystems = ecosystemsOf(distro);
    if (typeof ecosystems === 'string') return ecosystems;
    return { ecosystems, name, version, matchedBy: 'exact-package' };
  },
  isAbout: (target, { affected, advisory }) => {
    const fixes = affected.intervals.flatMap(({ fixed }) => fixed ?? []);
    if (fixes.some(isModuleBuild) !== isModuleBuild(target.version)) return false;
    return isSameStream(streamOf(target.purl), advisory.summary);
  },
};

function ecosystemsOf(distro: Distro | undefined): Subject['ecosystems'] | string {
  if (distro === undefined) return 'the distribution of the rpm packages is not known';
  const ecosystems = rpmVendors.get(distro.id)?.(distro.version ?? '');
  return ecosystems ?? `no advisory data for ${distro.prettyName ?? distro.id}`;
}

function isModuleBuild(version: string): boolean {
  return /\.module[_+]/.test(version);
}

/** `nodejs:18` of the purl's `rpmmod=nodejs:18:8070…:…`; undefined when the purl does not say. */
function streamOf(purl: string): string | undefined {
  const label = /[?&]rpmmod=([^&#]+)/.exec(purl)?.[1];
  return label === undefined ? undefined : decodeURIComponent(label).split(':').slice(0, 2).join(':');
}

/** Errata name their module first: `Important: nodejs:18 security update`. */
function isSameStream(stream: string | undefined, summary: string): boolean {
  const named = /(?:^|[ ,])([\w.-]+:[\w.-]+)(?= |,)/.exec(summary)?.[1];
  return stream === undefined || named === undefined || named === stream;
}
