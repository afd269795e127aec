import { DatabaseSync } from 'node:sqlite';
import type { AdvisoryInfo, AdvisoryProblem, Cvss } from './advisory.ts';
import type { AdvisoryFile } from './advisory-file.ts';
import { chooseVector, readOsvRecord, severityEntries } from './osv-record.ts';
import { readLines } from './read-lines.ts';
import { createSchema } from './schema.ts';

const maxKeptProblems = 200;

/** Everything that is counted and kept while files are read. */
interface Compilation {
  readonly add: ReturnType<typeof prepareWriter>;
  readonly problems: AdvisoryProblem[];
  readonly damagedFiles: AdvisoryProblem[];
  readonly ecosystems: Map<string, number>;
  readonly cves: Set<string>;
  readonly vectors: Map<string, Cvss>;
  /** Read after the advisories: only CVEs that an advisory names are kept. */
  readonly scores: Scores;
  problemCount: number;
  records: number;
  withdrawn: number;
  informational: number;
  newest: string;
}

interface Scores {
  readonly exploited: Set<string>;
  readonly epssFiles: string[];
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
      add: prepareWriter(database),
      problems: [],
      damagedFiles: [],
      ecosystems: new Map(),
      cves: new Set(),
      vectors: new Map(),
      scores: { exploited: new Set(), epssFiles: [] },
      problemCount: 0,
      records: 0,
      withdrawn: 0,
      informational: 0,
      newest: '',
    };
    for (const { path } of files) await readFile(work, path);
    const epssScores = await writeCves(work);
    const info: AdvisoryInfo = {
      hash,
      records: work.records,
      withdrawn: work.withdrawn,
      informational: work.informational,
      ...(work.newest === '' ? {} : { newest: work.newest }),
      knownExploited: work.scores.exploited.size,
      epssScores,
      ecosystems: Object.fromEntries([...work.ecosystems].sort(([a], [b]) => (a < b ? -1 : 1))),
      files: files.map(({ path }) => path),
      problems: work.problems,
      problemCount: work.problemCount,
      damagedFiles: work.damagedFiles,
    };
    work.add.info(JSON.stringify(info));
    database.exec('COMMIT');
    return info;
  } finally {
    database.close();
  }
}

function prepareWriter(database: DatabaseSync) {
  const advisory = database.prepare('INSERT INTO advisory (id, body) VALUES (?, ?)');
  const packageKey = database.prepare('INSERT INTO package (id, ecosystem, name) VALUES (?, ?, ?)');
  const affected = database.prepare(
    'INSERT INTO affected (package, advisory, entry, body) VALUES (?, ?, ?, ?)',
  );
  const cve = database.prepare('INSERT INTO cve (id, body) VALUES (?, ?)');
  const info = database.prepare("INSERT INTO info (key, body) VALUES ('info', ?)");
  const keys = new Map<string, number>();
  let advisories = 0;
  let entries = 0;

  function packageId(ecosystem: string, name: string): number {
    const key = `${ecosystem}\0${name}`;
    const known = keys.get(key);
    if (known !== undefined) return known;
    keys.set(key, keys.size + 1);
    packageKey.run(keys.size, ecosystem, name);
    return keys.size;
  }

  return {
    advisory: (body: string) => {
      advisories += 1;
      advisory.run(advisories, body);
      return advisories;
    },
    affected: (ecosystem: string, name: string, of: number, body: string) => {
      entries += 1;
      affected.run(packageId(ecosystem, name), of, entries, body);
    },
    cve: (id: string, body: string) => cve.run(id, body),
    info: (body: string) => info.run(body),
  };
}

function report(work: Compilation, problem: AdvisoryProblem): void {
  work.problemCount += 1;
  if (work.problems.length < maxKeptProblems) work.problems.push(problem);
}

/** Reads one file line by line; what cannot be read is reported, the rest of the data stays. */
async function readFile(work: Compilation, file: string): Promise<void> {
  const before = { problems: work.problems.length, count: work.problemCount };
  let understood = 0;
  let lines = 0;
  const whole: string[] = [];
  const isDocument = /\.json(?:\.gz)?$/.test(file);
  try {
    for await (const { number, text } of readLines(file)) {
      if (text === undefined) {
        report(work, { file, line: number, message: 'longer than the limit; skipped' });
        continue;
      }
      if (isDocument) {
        whole.push(text);
        continue;
      }
      if (text.trim() === '') continue;
      if (number <= 2 && /^(?:#model_version|cve,epss)/.test(text)) {
        work.scores.epssFiles.push(file);
        return;
      }
      lines += 1;
      if (readRecord(work, file, number, text)) understood += 1;
    }
    if (isDocument) {
      readDocument(work, file, whole.join('\n'));
      return;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const problem = { file, message: `could not be read to its end: ${message}` };
    report(work, problem);
    work.damagedFiles.push(problem);
    return;
  }
  if (lines > 0 && understood === 0) {
    // Some other kind of file: one remark instead of one for each line.
    work.problems.length = before.problems;
    work.problemCount = before.count;
    report(work, { file, message: 'holds no record of a known kind; skipped' });
  }
}

function readDocument(work: Compilation, file: string, text: string): void {
  const document = parseJson(text);
  if (document instanceof Error) {
    report(work, { file, message: document.message });
    return;
  }
  const catalogue: unknown = isObject(document) ? document.vulnerabilities : undefined;
  if (Array.isArray(catalogue)) {
    for (const entry of catalogue) {
      const cve: unknown = isObject(entry) ? entry.cveID : undefined;
      if (typeof cve === 'string') work.scores.exploited.add(cve);
      else report(work, { file, message: 'an entry of the KEV catalogue has no cveID' });
    }
    return;
  }
  const records = Array.isArray(document) ? document : [document];
  for (const record of records) readValue(work, { file }, record);
}

function readRecord(work: Compilation, file: string, line: number, text: string): boolean {
  const value = parseJson(text);
  if (value instanceof Error) {
    report(work, { file, line, message: value.message });
    return false;
  }
  return readValue(work, { file, line }, value);
}

function readValue(work: Compilation, at: { file: string; line?: number }, value: unknown): boolean {
  if (isObject(value) && typeof value.cve === 'string' && value.id === undefined) {
    const vector = chooseVector(severityEntries(value));
    if (vector !== undefined) work.vectors.set(value.cve, vector);
    return Array.isArray(value.severity);
  }
  try {
    const reading = readOsvRecord(value);
    if (reading === 'withdrawn' || reading === 'informational') work[reading] += 1;
    else writeRecord(work, at, reading);
    return true;
  } catch (error) {
    report(work, { ...at, message: error instanceof Error ? error.message : String(error) });
    return false;
  }
}

function writeRecord(
  work: Compilation,
  at: { file: string; line?: number },
  { advisory, modified, affected, problems }: Exclude<ReturnType<typeof readOsvRecord>, string>,
): void {
  for (const message of problems) report(work, { ...at, message });
  work.records += 1;
  if (modified !== undefined && modified > work.newest) work.newest = modified;
  for (const id of [advisory.id, ...advisory.aliases, ...advisory.upstream, ...advisory.related]) {
    if (id.startsWith('CVE-')) work.cves.add(id);
  }
  const row = work.add.advisory(JSON.stringify(advisory));
  const ecosystems = new Set<string>();
  for (const { ecosystem, name, ...statement } of affected) {
    ecosystems.add(ecosystem);
    work.add.affected(ecosystem, name, row, JSON.stringify(statement));
  }
  for (const ecosystem of ecosystems)
    work.ecosystems.set(ecosystem, (work.ecosystems.get(ecosystem) ?? 0) + 1);
}

/** Writes what is known of each CVE that an advisory names; returns how many have an EPSS score. */
async function writeCves(work: Compilation): Promise<number> {
  const epss = new Map<string, readonly [number, number]>();
  for (const file of work.scores.epssFiles) await readEpss(work, file, epss);
  for (const cve of work.cves) {
    const score = epss.get(cve);
    const cvss = work.vectors.get(cve);
    const isKnownExploited = work.scores.exploited.has(cve);
    if (score === undefined && cvss === undefined && !isKnownExploited) continue;
    work.add.cve(
      cve,
      JSON.stringify({ isKnownExploited, epss: score?.[0], epssPercentile: score?.[1], cvss }),
    );
  }
  return epss.size;
}

/** FIRST's file: an optional `#model_version` line, a header, then `cve,epss,percentile`. */
async function readEpss(
  work: Compilation,
  file: string,
  epss: Map<string, readonly [number, number]>,
): Promise<void> {
  try {
    for await (const { number, text = '' } of readLines(file)) {
      if (text.startsWith('#') || text.startsWith('cve,') || text.trim() === '') continue;
      const [cve = '', score = '', percentile = ''] = text.split(',');
      const values = [Number(score), Number(percentile)] as const;
      const isValid = score !== '' && percentile !== '' && values.every((value) => value >= 0 && value <= 1);
      if (!isValid) report(work, { file, line: number, message: `not "cve,epss,percentile"` });
      else if (work.cves.has(cve)) epss.set(cve, values);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    report(work, { file, message: `could not be read to its end: ${message}` });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    return error instanceof Error ? new Error(`not JSON: ${error.message}`) : new Error('not JSON');
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
