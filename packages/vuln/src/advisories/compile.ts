import { DatabaseSync } from 'node:sqlite';
import type { AdvisoryInfo } from './advisory.ts';
import type { AdvisoryFile } from './advisory-file.ts';
import { AdvisoryWriter } from './advisory-writer.ts';
import { type CveKnowledge, factsOf } from './cve-facts.ts';
import { hashPackages } from './hash-packages.ts';
import { chooseVector, readOsvRecord, severityEntries } from './osv-record.ts';
import { ProblemLog } from './problem-log.ts';
import { readDay } from './read-day.ts';
import { type DataItem, readItems } from './records.ts';
import { createSchema } from './schema.ts';

/** Everything that is counted and kept while files are read. */
interface Compilation {
  readonly writer: AdvisoryWriter;
  readonly problems: ProblemLog;
  readonly knowledge: CveKnowledge;
  /** CVEs that an advisory names. */
  readonly cves: Set<string>;
  withdrawn: number;
  informational: number;
  newest: string;
}

/**
 * Writes the advisories, CVSS index, KEV catalogue and EPSS scores of `files` to a new SQLite file at `target`.
 * What a file holds is told by its content. Bad records are reported and skipped.
 */
export async function compileAdvisories(
  files: readonly AdvisoryFile[],
  hash: string,
  target: string,
): Promise<AdvisoryInfo> {
  const database = new DatabaseSync(target);
  try {
    createSchema(database);
    database.exec('BEGIN');
    const work: Compilation = {
      writer: new AdvisoryWriter(database),
      problems: new ProblemLog(),
      knowledge: { exploited: new Map(), vectors: new Map(), epssFiles: [] },
      cves: new Set(),
      withdrawn: 0,
      informational: 0,
      newest: '',
    };
    for (const { path } of files) await readFile(work, path);
    const settled = work.writer.settle();
    let epssScores = 0;
    for await (const [cve, facts] of factsOf(work.cves, work.knowledge, work.problems)) {
      if (facts.epss !== undefined) epssScores += 1;
      work.writer.addCve(cve, facts);
    }
    hashPackages(database);
    const info: AdvisoryInfo = {
      hash,
      ...settled,
      withdrawn: work.withdrawn,
      informational: work.informational,
      ...(work.newest === '' ? {} : { newest: work.newest }),
      knownExploited: work.knowledge.exploited.size,
      epssScores,
      files: files.map(({ path }) => path),
      problems: work.problems.kept,
      problemCount: work.problems.count,
      damagedFiles: work.problems.damagedFiles,
    };
    work.writer.addInfo(info);
    database.exec('COMMIT');
    return info;
  } finally {
    database.close();
  }
}

/** Reads one file; what cannot be read is reported, the rest of the data stays. */
async function readFile(work: Compilation, file: string): Promise<void> {
  const before = work.problems.count;
  let understood = 0;
  let items = 0;
  try {
    for await (const item of readItems(file)) {
      items += 1;
      if (takeItem(work, item)) understood += 1;
    }
  } catch (error) {
    work.problems.addUnread(file, error);
    return;
  }
  // Some other kind of file: one remark instead of one for each line.
  if (items > 0 && understood === 0) {
    work.problems.replaceSince(before, { file, message: 'holds no record of a known kind; skipped' });
  }
}

function takeItem(work: Compilation, item: DataItem): boolean {
  if (item.kind === 'epss') {
    work.knowledge.epssFiles.push(item.at.file);
    return true;
  }
  if (item.kind === 'problem') {
    work.problems.add({ ...item.at, message: item.message });
    return false;
  }
  const { at, value } = item;
  if (isObject(value) && Array.isArray(value.vulnerabilities))
    return takeCatalogue(work, at.file, value.vulnerabilities);
  if (isObject(value) && typeof value.cve === 'string' && value.id === undefined) {
    const vector = chooseVector(severityEntries(value));
    if (vector !== undefined) work.knowledge.vectors.set(value.cve, vector);
    return Array.isArray(value.severity);
  }
  try {
    takeRecord(work, item, readOsvRecord(value));
    return true;
  } catch (error) {
    work.problems.add({ ...at, message: error instanceof Error ? error.message : String(error) });
    return false;
  }
}

/** CISA's catalogue of known exploited vulnerabilities. */
function takeCatalogue(work: Compilation, file: string, entries: readonly unknown[]): boolean {
  for (const entry of entries) {
    const cve: unknown = isObject(entry) ? entry.cveID : undefined;
    if (!isObject(entry) || typeof cve !== 'string') {
      work.problems.add({ file, message: 'an entry of the KEV catalogue has no cveID' });
      continue;
    }
    const due = readDay(entry.dueDate);
    if (due === undefined && entry.dueDate !== undefined) {
      work.problems.add({ file, message: `${cve}: the dueDate of the KEV catalogue is not a date` });
    }
    work.knowledge.exploited.set(cve, due);
  }
  return true;
}

function takeRecord(work: Compilation, { at }: DataItem, reading: ReturnType<typeof readOsvRecord>): void {
  if ('dismissed' in reading) {
    if (work.writer.dismiss(reading.id, reading.modified)) work[reading.dismissed] += 1;
    return;
  }
  const { advisory, modified, problems } = reading;
  for (const message of problems) work.problems.add({ ...at, message });
  if (!work.writer.add(reading)) return;
  if (modified !== undefined && modified > work.newest) work.newest = modified;
  for (const id of [advisory.id, ...advisory.aliases, ...advisory.upstream, ...advisory.related]) {
    if (id.startsWith('CVE-')) work.cves.add(id);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
