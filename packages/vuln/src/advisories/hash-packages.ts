import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Advisory, CveFacts } from './advisory.ts';

/**
 * Gives every package of a compiled database the hash of all that could change a match of it: its statements, their advisories
 * and what is known of their CVEs. Of EPSS only the tenths count, for it moves a little every day.
 */
export function hashPackages(database: DatabaseSync): void {
  const advisories = new Map<number, string>();
  const cves = readCves(database);
  for (const { id, body } of database.prepare('SELECT id, body FROM advisory').all()) {
    advisories.set(
      Number(id),
      digest([String(body), ...factsIn(JSON.parse(String(body)) as Advisory, cves)]),
    );
  }
  const update = database.prepare('UPDATE package SET hash = ? WHERE ecosystem = ? AND name = ?');
  const statements = database.prepare('SELECT advisory, body FROM affected WHERE package = ?');
  for (const { id, ecosystem, name } of database.prepare('SELECT id, ecosystem, name FROM package').all()) {
    const parts = statements
      .all(id as number)
      .map((row) => `${advisories.get(Number(row.advisory))} ${row.body}`);
    update.run(digest(parts.sort()), ecosystem as string, name as string);
  }
}

function readCves(database: DatabaseSync): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const { id, body } of database.prepare('SELECT id, body FROM cve').all()) {
    const { isKnownExploited, exploitedDue, epss, cvss } = JSON.parse(String(body)) as CveFacts;
    facts.set(
      String(id),
      `${id} ${isKnownExploited} ${exploitedDue} ${Math.floor((epss ?? 0) * 10)} ${cvss?.vector ?? cvss?.score}`,
    );
  }
  return facts;
}

function factsIn({ id, aliases, upstream, related }: Advisory, cves: ReadonlyMap<string, string>): string[] {
  return [id, ...aliases, ...upstream, ...related].flatMap((name) => cves.get(name) ?? []);
}

function digest(parts: readonly string[]): string {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('base64');
}
