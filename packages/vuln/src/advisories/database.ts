import { DatabaseSync } from 'node:sqlite';
import type { Advisory, AdvisoryInfo, Affected, CveFacts } from './advisory.ts';

/** An advisory and what it says of one package. */
export interface AffectedPackage {
  readonly advisory: Advisory;
  readonly affected: Affected;
}

/** A package in an ecosystem, as advisories name it. */
export interface PackageKey {
  readonly ecosystem: string;
  readonly name: string;
}

/** Compiled advisories, looked up by package. */
export interface AdvisoryDatabase {
  readonly info: AdvisoryInfo;
  /** What any advisory says of a package; names are compared exactly. */
  affectedBy(ecosystem: string, name: string): readonly AffectedPackage[];
  cve(id: string): CveFacts | undefined;
  /** The hash of all that could change a match of a package; undefined when no advisory names it. */
  hashOf(ecosystem: string, name: string): string | undefined;
  /** Every package that an advisory names, with that hash. */
  packages(): Iterable<PackageKey & { readonly hash: string }>;
  close(): void;
}

/** Opens a compiled file read-only; throws when it is not one. */
export function openDatabase(path: string): AdvisoryDatabase {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return readDatabase(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function readDatabase(database: DatabaseSync): AdvisoryDatabase {
  const affected = database.prepare(`
    SELECT affected.body AS affected, advisory.body AS advisory
    FROM package
    JOIN affected ON affected.package = package.id
    JOIN advisory ON advisory.id = affected.advisory
    WHERE package.ecosystem = ? AND package.name = ?
    ORDER BY affected.advisory, affected.entry`);
  const packages = database.prepare('SELECT ecosystem, name, hash FROM package ORDER BY ecosystem, name');
  const hash = database.prepare('SELECT hash FROM package WHERE ecosystem = ? AND name = ?');
  const cve = database.prepare('SELECT body FROM cve WHERE id = ?');
  const info = bodyOf<AdvisoryInfo>(database.prepare('SELECT body FROM info').get());
  if (info === undefined) throw new Error('the database says nothing of itself');
  return {
    info,
    affectedBy: (ecosystem, name) =>
      affected.all(ecosystem, name).map((row) => ({
        advisory: JSON.parse(String(row.advisory)) as Advisory,
        affected: JSON.parse(String(row.affected)) as Affected,
      })),
    cve: (id) => bodyOf<CveFacts>(cve.get(id)),
    hashOf: (ecosystem, name) => {
      const row = hash.get(ecosystem, name);
      return row === undefined ? undefined : String(row.hash);
    },
    *packages() {
      for (const { ecosystem, name, hash } of packages.iterate()) {
        yield { ecosystem: String(ecosystem), name: String(name), hash: String(hash) };
      }
    },
    close: () => database.close(),
  };
}

/** Only files that were compiled here, and whose hash was checked, get this far: their shape is known. */
function bodyOf<T>(row: Record<string, unknown> | undefined): T | undefined {
  return row === undefined ? undefined : (JSON.parse(String(row.body)) as T);
}
