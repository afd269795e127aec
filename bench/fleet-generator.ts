import type { Distro, Package } from '@breakwater/model';
import type { AdvisoryDatabase } from '@breakwater/vuln';

/** How large a fleet is. */
export interface FleetSize {
  readonly images: number;
  readonly packages: number;
}

export interface FleetImage {
  readonly digest: string;
  readonly service: number;
  readonly distro: Distro;
  readonly packages: readonly Package[];
}

/** A random number from 0 to 1, excluded; the same seed, the same numbers. */
export type Random = () => number;

const bases = 40;
const rebuilds = 4;
const buildsOfService = 20;
/** Share of an image's packages that come with its base. */
const fromBase = 0.4;

const distros: readonly { readonly ecosystem: string; readonly type: string; readonly distro: Distro }[] = [
  { ecosystem: 'Debian:12', type: 'deb', distro: { id: 'debian', version: '12' } },
  { ecosystem: 'Debian:11', type: 'deb', distro: { id: 'debian', version: '11' } },
  { ecosystem: 'Alpine:v3.18', type: 'apk', distro: { id: 'alpine', version: '3.18.4' } },
  { ecosystem: 'Alpine:v3.20', type: 'apk', distro: { id: 'alpine', version: '3.20.1' } },
  { ecosystem: 'AlmaLinux:9', type: 'rpm', distro: { id: 'almalinux', version: '9.3' } },
];
const languages = [
  { ecosystem: 'npm', type: 'npm' },
  { ecosystem: 'PyPI', type: 'pypi' },
  { ecosystem: 'Maven', type: 'maven' },
  { ecosystem: 'Go', type: 'golang' },
  { ecosystem: 'RubyGems', type: 'gem' },
];

/** xorshift, so that every run measures the same fleet. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * A fleet as builds leave it: services on 40 base images, each base rebuilt four times and each service built twenty times, a few
 * packages newer each time. Names are those that the advisories know, drawn by Zipf's law, beside as many that no advisory knows.
 */
export function* generateFleet(
  database: AdvisoryDatabase,
  size: FleetSize,
  random: Random,
): Generator<FleetImage> {
  const names = namesByEcosystem(database, random);
  const ofBase = Math.round(size.packages * fromBase);
  const baseImages = Array.from({ length: bases }, (_, index) => {
    const kind = distros[index % distros.length] ?? distros[0];
    if (kind === undefined) throw new Error('no distribution');
    let packages = draw(kind, names.get(kind.ecosystem) ?? [], ofBase, database, random);
    const builds = Array.from({ length: rebuilds }, () => {
      packages = renew(packages, 0.2, random);
      return packages;
    });
    return { kind, builds };
  });
  let service = 0;
  for (let made = 0; made < size.images; service += 1) {
    const base = baseImages[zipf(bases, random)] ?? baseImages[0];
    const language = languages[Math.floor(random() * languages.length)] ?? languages[0];
    if (base === undefined || language === undefined) throw new Error('no base image');
    const count = size.packages - ofBase;
    let app = draw(language, names.get(language.ecosystem) ?? [], count, database, random);
    for (let build = 0; build < buildsOfService && made < size.images; build += 1) {
      app = renew(app, 0.03, random);
      const under = base.builds[Math.floor((build * rebuilds) / buildsOfService)] ?? [];
      made += 1;
      yield {
        digest: `sha256:${made.toString(16).padStart(64, '0')}`,
        service,
        distro: base.kind.distro,
        packages: [...under, ...app].map(packageOf),
      };
    }
  }
}

interface Drawn {
  readonly type: string;
  readonly name: string;
  readonly versions: readonly string[];
  readonly version: number;
}

function namesByEcosystem(database: AdvisoryDatabase, random: Random): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const wanted = new Set([...distros, ...languages].map(({ ecosystem }) => ecosystem));
  for (const { ecosystem, name } of database.packages()) {
    if (!wanted.has(ecosystem)) continue;
    const known = names.get(ecosystem) ?? [];
    // One more that advisories do not speak of: most packages of an image are such.
    known.push(name, `${name}-quiet`);
    names.set(ecosystem, known);
  }
  for (const list of names.values()) shuffle(list, random);
  return names;
}

function draw(
  kind: { readonly ecosystem: string; readonly type: string },
  names: readonly string[],
  count: number,
  database: AdvisoryDatabase,
  random: Random,
): readonly Drawn[] {
  const chosen = new Map<string, Drawn>();
  for (let tries = 0; chosen.size < count && tries < count * 40; tries += 1) {
    const name = names[zipf(names.length, random)];
    if (name === undefined || chosen.has(name)) continue;
    const versions = versionsOf(database, kind.ecosystem, name);
    chosen.set(name, { type: kind.type, name, versions, version: zipf(versions.length, random) });
  }
  return [...chosen.values()];
}

const versionsKnown = new Map<string, readonly string[]>();

/** Versions around those that advisories name, some of them affected. */
function versionsOf(database: AdvisoryDatabase, ecosystem: string, name: string): readonly string[] {
  const key = `${ecosystem} ${name}`;
  const known = versionsKnown.get(key);
  if (known !== undefined) return known;
  const named = database
    .affectedBy(ecosystem, name)
    .flatMap(({ affected }) =>
      affected.intervals.flatMap(({ introduced, fixed }) => [introduced, fixed ?? introduced]),
    )
    .filter((version) => version !== '0');
  const versions = [...new Set(['1.0.0', '1.2.3', '2.0.0', ...named.slice(0, 5)])];
  versionsKnown.set(key, versions);
  return versions;
}

/** A build later: a share of the packages has another version. */
function renew(packages: readonly Drawn[], share: number, random: Random): readonly Drawn[] {
  return packages.map((one) => (random() < share ? { ...one, version: one.version + 1 } : one));
}

function packageOf({ type, name, versions, version }: Drawn): Package {
  const at = versions[version % versions.length] ?? '1.0.0';
  return {
    ...{ type, name, version: at, purl: `pkg:${type}/${encodeURIComponent(name)}@${at}` },
    locations: [{ path: `usr/lib/${name}` }],
    ...{ licenses: ['MIT'], foundBy: type },
  };
}

/** An index below `count`; the first are by far the most frequent. */
function zipf(count: number, random: Random): number {
  return Math.min(count - 1, Math.floor(count ** random()) - 1);
}

function shuffle(list: unknown[], random: Random): void {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [list[index], list[other]] = [list[other], list[index]];
  }
}
