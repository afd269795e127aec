import {
  type AffectedImage,
  type AffectedPlace,
  type FleetPackageRow,
  type ListQuery,
  type Page,
  routes,
  type VulnerabilityRow,
} from '@breakwater/api';
import { everything, type Filter, type Match, type Package, severityRank } from '@breakwater/model';
import { type ImageSummary, images, type StateReader, type StateStore, tasks } from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import { isEverywhere } from '../auth/caller.ts';
import { type Handler, implement } from '../http/handler.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import type { FleetContent, FleetIndex, FleetVulnerability } from '../images/fleet-index.ts';
import type { FleetPackage } from '../images/fleet-packages.ts';
import { runningTasksByDigest } from '../images/image-results.ts';
import { type RowValue, rowMatcher } from '../images/row-filter.ts';

interface Context {
  readonly state: StateStore;
  readonly fleet: FleetIndex;
}

const maxImages = 500;

/** What one caller may see of the fleet now. */
interface Sight {
  /** undefined: every image. */
  readonly digests: ReadonlySet<string> | undefined;
  readonly running: ReadonlyMap<string, number>;
}

type Sorts<T> = Readonly<Record<string, (row: T) => string | number>>;

const vulnerabilityFields: Readonly<Record<string, (row: VulnerabilityRow) => RowValue>> = {
  id: (row) => [row.id, ...row.aliases],
  package: (row) => row.packages,
  severity: (row) => row.severity,
  exploited: (row) => (row.isKnownExploited ? 'yes' : 'no'),
  fix: (row) => (row.hasFix ? 'yes' : 'no'),
  epss: (row) => row.epss,
  cvss: (row) => row.cvss,
  images: (row) => row.images,
  runningTasks: (row) => row.runningTasks,
};

const vulnerabilitySorts: Sorts<VulnerabilityRow> = {
  severity: (row) => -severityRank(row.severity),
  id: (row) => row.id,
  images: (row) => row.images,
  runningTasks: (row) => row.runningTasks,
  epss: (row) => row.epss ?? -1,
  cvss: (row) => row.cvss ?? -1,
};

const packageFields: Readonly<Record<string, (row: FleetPackageRow) => RowValue>> = {
  name: (row) => row.name,
  version: (row) => row.version,
  type: (row) => row.type,
  images: (row) => row.images,
  runningTasks: (row) => row.runningTasks,
  vulnerabilities: (row) => row.vulnerabilities,
};

const packageSorts: Sorts<FleetPackageRow> = {
  name: (row) => `${row.name} ${row.version}`,
  images: (row) => row.images,
  runningTasks: (row) => row.runningTasks,
  vulnerabilities: (row) => row.vulnerabilities,
};

/** From one vulnerability or package to every image that has it, and to where those run. */
export function imageVulnerabilityHandlers({ state, fleet }: Context): readonly Handler[] {
  const sightOf = (scope: Filter) => state.read((reader) => readSight(reader, scope));
  return [
    implement(routes.listVulnerabilities, async ({ query, scope }) => {
      const content = await fleet.read();
      const sight = await sightOf(scope);
      const rows = [...content.vulnerabilities.values()].flatMap((one) => rowOf(one, content, sight) ?? []);
      const found = rows.filter((row) => isFound(query.q, [row.id, ...row.aliases, ...row.packages]));
      return pageOf(found, rows.length, query, vulnerabilityFields, vulnerabilitySorts, byUrgency);
    }),
    implement(routes.getVulnerability, async ({ params, scope }) => {
      const content = await fleet.read();
      const sight = await sightOf(scope);
      const known = findVulnerability(content, params.id);
      const row = known && rowOf(known, content, sight);
      if (known === undefined || row === undefined) throw notFound(`vulnerability ${params.id}`);
      const digests = digestsOf(known, content, sight);
      return state.read(async (reader) => ({
        row,
        images: await imagesOf(reader, scope, digests, known.found, sight),
        places: await placesOf(reader, scope, digests),
      }));
    }),
    implement(routes.listFleetPackages, async ({ query, scope }) => {
      const content = await fleet.read();
      const sight = await sightOf(scope);
      const rows = content.packages.flatMap((one) => packageRow(one, sight) ?? []);
      const found = rows.filter((row) => isFound(query.q, [row.name, row.version, row.purl]));
      return pageOf(found, rows.length, query, packageFields, packageSorts, (a, b) =>
        packageOrder(a) < packageOrder(b) ? -1 : 1,
      );
    }),
    implement(routes.listImagesWithPackage, async ({ query, scope }) => {
      const content = await fleet.read();
      const sight = await sightOf(scope);
      const found = content.packages.filter((one) => one.package.purl === query.purl);
      const digests = [...new Set(found.flatMap((one) => seen(one.digests, sight)))];
      if (digests.length === 0) throw notFound(`package ${query.purl}`);
      const affected = await state.read((reader) => imagesOf(reader, scope, digests, found, sight));
      return { images: affected, total: digests.length };
    }),
  ];
}

async function readSight(reader: StateReader, scope: Filter): Promise<Sight> {
  const running = await runningTasksByDigest(reader, scope);
  if (isEverywhere(scope)) return { digests: undefined, running };
  const digests = new Set<string>();
  for await (const { digest } of recordsOf(reader.table(images, scope), everything)) digests.add(digest);
  return { digests, running };
}

function seen(digests: ReadonlySet<string>, { digests: visible }: Sight): readonly string[] {
  return visible === undefined ? [...digests] : [...digests].filter((digest) => visible.has(digest));
}

/** The images that have it, without those of which a VEX document took it back. */
function digestsOf(
  { id, aliases, found }: FleetVulnerability,
  { suppressed }: FleetContent,
  sight: Sight,
): readonly string[] {
  const all = new Set(found.flatMap((one) => seen(one.digests, sight)));
  const names = [id, ...aliases];
  return [...all].filter((digest) => !names.some((name) => suppressed.get(digest)?.has(name) === true));
}

function rowOf(one: FleetVulnerability, content: FleetContent, sight: Sight): VulnerabilityRow | undefined {
  const digests = digestsOf(one, content, sight);
  if (digests.length === 0) return undefined;
  const { cvss, epss, summary, isKnownExploited } = one.match;
  return {
    id: one.id,
    aliases: one.aliases,
    summary,
    severity: one.severity,
    ...(cvss === undefined ? {} : { cvss }),
    ...(epss === undefined ? {} : { epss }),
    isKnownExploited,
    hasFix: one.hasFix,
    packages: [...new Set(one.found.map((each) => each.package.name))].sort(),
    images: digests.length,
    runningTasks: tasksOf(digests, sight),
  };
}

function packageRow(
  { package: one, digests, found }: FleetPackage,
  sight: Sight,
): FleetPackageRow | undefined {
  const visible = seen(digests, sight);
  if (visible.length === 0) return undefined;
  const { type, name, version, purl } = one;
  return {
    type,
    name,
    version,
    purl,
    images: visible.length,
    runningTasks: tasksOf(visible, sight),
    vulnerabilities: found.length,
  };
}

function tasksOf(digests: readonly string[], { running }: Sight): number {
  return digests.reduce((sum, digest) => sum + (running.get(digest) ?? 0), 0);
}

function findVulnerability({ vulnerabilities }: FleetContent, id: string): FleetVulnerability | undefined {
  const known = vulnerabilities.get(id);
  if (known !== undefined) return known;
  for (const one of vulnerabilities.values()) if (one.aliases.includes(id)) return one;
  return undefined;
}

/** A package and the images that have it; of a vulnerability with its match. */
interface Holder {
  readonly package: Pick<Package, 'type' | 'name' | 'version'>;
  readonly digests: ReadonlySet<string>;
  readonly match?: Match;
}

/** Those that run most first. */
async function imagesOf(
  reader: StateReader,
  scope: Filter,
  digests: readonly string[],
  holders: readonly Holder[],
  sight: Sight,
): Promise<readonly AffectedImage[]> {
  const byUse = digests.toSorted((a, b) => (sight.running.get(b) ?? 0) - (sight.running.get(a) ?? 0));
  const found: AffectedImage[] = [];
  for (const digest of byUse.slice(0, maxImages)) {
    const image: ImageSummary | undefined = (await reader.table(images, scope).get(digest))?.record;
    if (image === undefined) continue;
    const own = holders.filter((one) => one.digests.has(digest));
    found.push({
      digest,
      reference: image.reference,
      status: image.status,
      packages: own.map(({ package: { type, name, version }, match }) => ({
        type,
        name,
        version,
        ...(match?.fixedVersion === undefined ? {} : { fixedVersion: match.fixedVersion }),
      })),
      runningTasks: sight.running.get(digest) ?? 0,
    });
  }
  return found;
}

/** Where running tasks use the images, by service. */
async function placesOf(
  reader: StateReader,
  scope: Filter,
  digests: readonly string[],
): Promise<readonly AffectedPlace[]> {
  const wanted = new Set(digests);
  const places = new Map<string, AffectedPlace>();
  const isRunning: Filter = { op: '=', field: 'lastStatus', value: 'RUNNING' };
  for await (const { place } of recordsOf(reader.table(tasks, scope), isRunning)) {
    const { imageDigest: digest, account, region, cluster, service } = place;
    if (digest === undefined || !wanted.has(digest)) continue;
    const key = JSON.stringify([account, region, cluster, service, digest]);
    const known = places.get(key)?.tasks ?? 0;
    places.set(key, {
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(service === undefined ? {} : { service }),
      digest,
      tasks: known + 1,
    });
  }
  return [...places.values()].sort((a, b) => b.tasks - a.tasks);
}

function isFound(text: string | undefined, values: readonly string[]): boolean {
  if (text === undefined || text === '') return true;
  const wanted = text.toLowerCase();
  return values.some((value) => value.toLowerCase().includes(wanted));
}

/** What runs and is exploited first. */
function byUrgency(a: VulnerabilityRow, b: VulnerabilityRow): number {
  return (
    Number(b.isKnownExploited) - Number(a.isKnownExploited) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    b.runningTasks - a.runningTasks ||
    b.images - a.images ||
    (a.id < b.id ? -1 : 1)
  );
}

function packageOrder({ name, version, type }: FleetPackageRow): string {
  return `${name}\0${version}\0${type}`;
}

/** One page of rows that are in memory: the cursor is the number of rows before it. */
function pageOf<T>(
  found: readonly T[],
  totalInScope: number,
  query: ListQuery,
  fields: Readonly<Record<string, (row: T) => RowValue>>,
  sorts: Sorts<T>,
  usual: (a: T, b: T) => number,
): Page<T> {
  const kept = query.filter === undefined ? found : found.filter(rowMatcher(query.filter, fields));
  const sorted = kept.toSorted(orderOf(query.sort, sorts, usual));
  const start = Number(query.cursor ?? 0);
  if (!Number.isSafeInteger(start) || start < 0)
    throw new HttpError(400, 'invalid-query', 'the cursor is not one of this list: start again without it');
  const end = start + query.limit;
  return {
    rows: sorted.slice(start, end),
    total: sorted.length,
    totalInScope,
    ...(end < sorted.length ? { nextCursor: String(end) } : {}),
  };
}

function orderOf<T>(
  sort: string | undefined,
  sorts: Sorts<T>,
  usual: (a: T, b: T) => number,
): (a: T, b: T) => number {
  if (sort === undefined) return usual;
  const name = sort.replace(/^-/, '');
  const value = Object.hasOwn(sorts, name) ? sorts[name] : undefined;
  if (value === undefined) {
    const known = Object.keys(sorts).join(', ');
    throw new HttpError(400, 'invalid-sort', `sort: "${name}" is no column to sort by; known: ${known}`);
  }
  const direction = sort.startsWith('-') ? -1 : 1;
  return (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === right) return usual(a, b);
    return left < right ? -direction : direction;
  };
}
