import type { Severity } from '@breakwater/model';
import { scoreCvss } from '../cvss/index.ts';
import { normalizeName, schemeOfEcosystem } from '../ecosystems.ts';
import type { Advisory, Affected, Cvss, Interval } from './advisory.ts';
import { addFixDates } from './fix-dates.ts';
import { readGemRequirements } from './gem-requirements.ts';
import { readIntervals } from './osv-intervals.ts';
import { readVendorSeverity, severityOfErratum } from './vendor-severity.ts';

export interface OsvRecord {
  readonly advisory: Advisory;
  readonly modified: string | undefined;
  readonly affected: readonly (Affected & { readonly ecosystem: string; readonly name: string })[];
  /** Parts that were skipped. */
  readonly problems: readonly string[];
}

/** A record that says of no package that it is vulnerable. */
export interface DismissedRecord {
  readonly id: string;
  readonly modified: string | undefined;
  readonly dismissed: 'withdrawn' | 'informational';
}

type Json = Readonly<Record<string, unknown>>;

const maxSummaryLength = 240;

/**
 * Reads one record of the OSV schema (1.x). Withdrawn records and notices that are no vulnerability are named
 * as such; a malformed record throws with a message for people.
 */
export function readOsvRecord(value: unknown): OsvRecord | DismissedRecord {
  if (!isObject(value)) throw new Error('not an object');
  const { id } = value;
  if (typeof id !== 'string' || id === '') throw new Error('no id');
  if (!Array.isArray(value.affected)) throw new Error(`${id}: no list "affected"`);
  const modified = readDate(value.modified);
  if (typeof value.withdrawn === 'string') return { id, modified, dismissed: 'withdrawn' };
  const entries = value.affected.filter(isObject);
  if (isInformational(id, entries)) return { id, modified, dismissed: 'informational' };
  const problems: string[] = [];
  if (entries.length < value.affected.length) problems.push(`${id}: an affected entry is not an object`);
  const affected = entries.flatMap((entry) => readAffected(id, entry, problems) ?? []);
  return {
    advisory: readAdvisory(id, value, entries),
    modified,
    affected,
    problems,
  };
}

/** RustSec's notices (unmaintained, unsound …), and errata of the Red Hat family that fix no vulnerability. */
function isInformational(id: string, entries: readonly Json[]): boolean {
  if (/^(?:AL|RL|RH|EL)(?:BA|EA)-/.test(id)) return true;
  const notices = entries.map((entry) => objectAt(entry, 'database_specific').informational);
  return notices.length > 0 && notices.every((notice) => typeof notice === 'string' && notice !== '');
}

function readAdvisory(id: string, record: Json, entries: readonly Json[]): Advisory {
  const summary = readSummary(record);
  const severity = readSeverity(record, entries) ?? severityOfErratum(summary);
  const cvss = readCvss(record, entries);
  const published = readDate(record.published);
  return {
    id,
    aliases: strings(record.aliases),
    upstream: strings(record.upstream),
    related: strings(record.related),
    summary,
    ...(severity === undefined ? {} : { severity }),
    ...(cvss === undefined ? {} : { cvss }),
    ...(published === undefined ? {} : { published }),
  };
}

function readSummary(record: Json): string {
  const text = typeof record.summary === 'string' && record.summary !== '' ? record.summary : record.details;
  if (typeof text !== 'string') return '';
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > maxSummaryLength ? `${line.slice(0, maxSummaryLength - 1)}…` : line;
}

function readSeverity(record: Json, entries: readonly Json[]): Severity | undefined {
  const first = entries[0] ?? {};
  const rated = severityEntries(record).find(({ type }) => !type.startsWith('CVSS'));
  const words = [
    objectAt(record, 'database_specific').severity,
    rated?.score,
    objectAt(first, 'database_specific').severity,
    objectAt(first, 'ecosystem_specific').severity,
    objectAt(first, 'ecosystem_specific').urgency,
  ];
  for (const word of words) {
    const severity = readVendorSeverity(word);
    if (severity !== undefined) return severity;
  }
  return undefined;
}

/** The record's base score: version 3 before 4 before 2, so that scores of one list compare. */
function readCvss(record: Json, entries: readonly Json[]): Cvss | undefined {
  const rated = [record, ...entries.slice(0, 1)].flatMap(severityEntries);
  const vector = chooseVector(rated);
  if (vector !== undefined) return vector;
  const stated = objectAt(record, 'database_specific');
  const score = [stated.cvss_v3, stated.cvss_v4, stated.cvss_v2].find((number) => isScore(number));
  return typeof score === 'number' ? { score } : undefined;
}

/** The vector of the preferred CVSS version that can be scored. */
export function chooseVector(entries: readonly SeverityEntry[]): Cvss | undefined {
  for (const type of ['CVSS_V3', 'CVSS_V4', 'CVSS_V2']) {
    for (const entry of entries) {
      const score = entry.type === type ? scoreCvss(entry.score) : undefined;
      if (score !== undefined) return { score, vector: entry.score };
    }
  }
  return undefined;
}

export interface SeverityEntry {
  readonly type: string;
  readonly score: string;
}

/** OSV's `severity` list of a record, an affected entry or a CVSS index line. */
export function severityEntries(owner: Json): SeverityEntry[] {
  if (!Array.isArray(owner.severity)) return [];
  return owner.severity.flatMap((entry: unknown) => {
    if (!isObject(entry) || typeof entry.type !== 'string' || typeof entry.score !== 'string') return [];
    return [{ type: entry.type, score: entry.score }];
  });
}

function readAffected(
  id: string,
  entry: Json,
  problems: string[],
): OsvRecord['affected'][number] | undefined {
  const { ecosystem, name } = objectAt(entry, 'package');
  if (typeof ecosystem !== 'string' || typeof name !== 'string' || ecosystem === '' || name === '') {
    // A record may describe a git repository only, without a package.
    if (entry.package !== undefined) problems.push(`${id}: an affected package has no ecosystem or name`);
    return undefined;
  }
  const scheme = schemeOfEcosystem(ecosystem);
  const intervals: Interval[] = [];
  let isPartial = false;
  if (ecosystem === 'RubyGems') {
    try {
      const except = readGemRequirements(objectAt(entry, 'database_specific'));
      if (except !== undefined)
        return { ecosystem, name, intervals: [{ introduced: '0' }], versions: [], except };
    } catch (error) {
      isPartial = true;
      problems.push(`${id}: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (const range of Array.isArray(entry.ranges) ? entry.ranges : []) {
    if (isObject(range) && range.type === 'GIT') continue;
    try {
      const stretches = readIntervals(isObject(range) ? range.events : undefined, scheme);
      intervals.push(...(isObject(range) ? addFixDates(stretches, range) : stretches));
    } catch (error) {
      isPartial = true;
      problems.push(`${id}: ${ecosystem} ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const versions = strings(entry.versions);
  if (intervals.length === 0 && versions.length === 0 && !isPartial) return undefined;
  return {
    ecosystem,
    name: normalizeName(ecosystem, name),
    intervals,
    versions,
    ...(isPartial ? { isPartial } : {}),
  };
}

/** A date as ISO 8601 in UTC; undefined for none and for placeholders such as year 1. */
function readDate(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) || time < 0 ? undefined : new Date(time).toISOString();
}

function isScore(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 10;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function objectAt(owner: Json, key: string): Json {
  const value = owner[key];
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
