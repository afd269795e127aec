import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseFile } from '../../../test-support/parse-file.ts';
import { writeRpmHeader } from '../../../test-support/write-rpm-header.ts';
import { readBdb } from './bdb.ts';
import { rpmDatabase } from './databases.ts';
import { parseRpmHeader, RpmHeaderError } from './header.ts';
import { readNdb } from './ndb.ts';
import { DatabaseError, readSqliteTable } from './sqlite.ts';
import { readSqliteLog } from './sqlite-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-rpm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tide = {
  1000: 'tide',
  1001: '1.2',
  1002: '3.module_el8+1',
  1003: [2],
  1011: 'AlmaLinux',
  1014: 'MIT',
  1022: 'x86_64',
  1044: 'tide-src-1.2-3.src.rpm',
  1047: ['tide', 'libtide.so.1()(64bit)'],
  1049: ['glibc', 'rpmlib(X)'],
  1116: [0, 1, 0],
  1117: ['tide', 'README', 'ebb'],
  1118: ['/usr/bin/', '/usr/share/doc/tide/'],
  5096: 'tide:1:8070:abc',
};

describe('parseRpmHeader', () => {
  it('reads names, lists, numbers and paths', () => {
    expect(parseRpmHeader(writeRpmHeader(tide))).toEqual({
      name: 'tide',
      version: '1.2',
      release: '3.module_el8+1',
      epoch: 2,
      vendor: 'AlmaLinux',
      license: 'MIT',
      architecture: 'x86_64',
      sourceRpm: 'tide-src-1.2-3.src.rpm',
      modularityLabel: 'tide:1:8070:abc',
      provides: ['tide', 'libtide.so.1()(64bit)'],
      requires: ['glibc', 'rpmlib(X)'],
      paths: ['/usr/bin/tide', '/usr/share/doc/tide/README', '/usr/bin/ebb'],
    });
  });

  it('reads any damaged header or refuses it', () => {
    const header = writeRpmHeader(tide);
    fc.assert(
      fc.property(fc.nat(header.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(), (at, byte, cut) => {
        const damaged = Buffer.from(header);
        damaged[at] = byte;
        try {
          parseRpmHeader(damaged.subarray(0, damaged.length - (cut % 40)));
        } catch (error) {
          expect(error).toBeInstanceOf(RpmHeaderError);
        }
      }),
    );
  });
});

describe('rpm databases', () => {
  it.each([
    {
      header: tide,
      distro: { id: 'almalinux', version: '8.7' },
      version: '2:1.2-3.module_el8+1',
      purl: 'pkg:rpm/almalinux/tide@1.2-3.module_el8+1?arch=x86_64&distro=almalinux-8.7&epoch=2&rpmmod=tide%3A1%3A8070%3Aabc&upstream=tide-src-1.2-3.src.rpm',
      origin: { name: 'tide-src', version: '1.2-3' },
    },
    {
      header: { 1000: 'tide', 1001: '1', 1002: '1.fc40', 1011: 'Somebody' },
      distro: { id: 'fedora', version: '40' },
      version: '1-1.fc40',
      purl: 'pkg:rpm/fedora/tide@1-1.fc40?distro=fedora-40',
      isThirdParty: true,
    },
  ])('describes $version of $distro.id', ({ header, distro, ...expected }) => {
    const { packages } = parseFile(rpmDatabase, 'var/lib/rpm/Packages.db', ndb(writeRpmHeader(header)), {
      distro,
    });
    expect(packages).toMatchObject([expected]);
  });

  it('reads a Berkeley DB that libdb wrote, long values and all, without keys of repositories', () => {
    const content = readFileSync(new URL('testdata/Packages', import.meta.url));
    const { packages, ownership, problems } = parseFile(rpmDatabase, 'var/lib/rpm/Packages', content);
    expect(packages.map(({ name, version }) => `${name} ${version}`).sort()).toEqual([
      'bash 1.2-3.el7',
      'big 2:1.2-3.el7',
      'zlib 1.2-3.el7',
    ]);
    expect(ownership?.find(({ name }) => name === 'big')?.paths).toHaveLength(900);
    expect(problems).toEqual([]);
  });

  it('says which package of a database is damaged and reads the others', () => {
    const content = ndb(writeRpmHeader(tide), Buffer.from('no header at all'));
    const { packages, problems } = parseFile(rpmDatabase, 'var/lib/rpm/Packages.db', content);
    expect(packages.map(({ name }) => name)).toEqual(['tide']);
    expect(problems).toEqual(['package 2 is cut off']);
  });
});

describe('readSqliteTable', () => {
  it.each([
    { rows: 3, bytes: 50, pageSize: 512, wal: false },
    { rows: 300, bytes: 5000, pageSize: 512, wal: false },
    { rows: 2000, bytes: 100, pageSize: 4096, wal: false },
    { rows: 5, bytes: 200_000, pageSize: 65_536, wal: false },
    { rows: 40, bytes: 3000, pageSize: 4096, wal: true },
  ])(
    'reads $rows rows of $bytes bytes in pages of $pageSize, log: $wal',
    ({ rows, bytes, pageSize, wal }) => {
      const { file, log } = writeSqlite(rows, bytes, pageSize, wal);
      const read = readSqliteTable(file, 'Packages', readSqliteLog(log));
      expect(read).toHaveLength(rows);
      expect(
        read.every(([, blob], index) => Buffer.isBuffer(blob) && blob.equals(blobOf(index + 1, bytes))),
      ).toBe(true);
    },
  );

  it('reads any damaged database or refuses it', () => {
    const { file } = writeSqlite(60, 700, 512, false);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const damaged = Buffer.from(file);
          for (const [at, byte] of changes) damaged[at] = byte;
          refusesOnly(() => readSqliteTable(damaged, 'Packages'));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe.each([
  {
    form: 'Berkeley DB',
    read: readBdb,
    content: readFileSync(new URL('testdata/Packages', import.meta.url)),
  },
  { form: 'ndb', read: readNdb, content: ndb(writeRpmHeader(tide), writeRpmHeader(tide)) },
])('$form', ({ read, content }) => {
  it('is read or refused, however damaged', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(),
        (changes, cut) => {
          const damaged = Buffer.from(content.subarray(0, content.length - (cut % 600)));
          for (const [at, byte] of changes) damaged[at % damaged.length] = byte;
          refusesOnly(() => read(damaged));
        },
      ),
      { numRuns: 300 },
    );
  });
});

function refusesOnly(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(DatabaseError);
  }
}

function blobOf(row: number, bytes: number): Buffer {
  return Buffer.alloc(bytes, `row ${row} `);
}

/** With a log, the rows are in the log only. */
function writeSqlite(rows: number, bytes: number, pageSize: number, wal: boolean) {
  const path = join(folder, `${rows}-${bytes}-${pageSize}-${wal}.sqlite`);
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA page_size = ${pageSize}; PRAGMA journal_mode = ${wal ? 'WAL' : 'DELETE'};`);
  database.exec(
    'PRAGMA wal_autocheckpoint = 0; CREATE TABLE other (a); CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB);',
  );
  const insert = database.prepare('INSERT INTO Packages VALUES (?, ?)');
  database.exec('BEGIN');
  for (let row = 1; row <= rows; row += 1) insert.run(row, blobOf(row, bytes));
  database.exec('COMMIT');
  const file = readFileSync(path);
  const log = wal ? readFileSync(`${path}-wal`) : undefined;
  database.close();
  return { file, log };
}

/** An ndb database: a page of slots, then the blobs, each at a block of 16 bytes. */
function ndb(...headers: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write('RpmP', 'latin1');
  slots.writeUInt32LE(1, 12);
  for (let at = 32; at < slots.length; at += 16) slots.write('Slot', at, 'latin1');
  const blobs: Buffer[] = [];
  let offset = slots.length;
  headers.forEach((header, index) => {
    const blob = Buffer.alloc(Math.ceil((16 + header.length + 12) / 16) * 16);
    blob.write('BlbS', 'latin1');
    blob.writeUInt32LE(index + 1, 4);
    blob.writeUInt32LE(header.length, 12);
    header.copy(blob, 16);
    const slot = 32 + index * 16;
    slots.writeUInt32LE(index + 1, slot + 4);
    slots.writeUInt32LE(offset / 16, slot + 8);
    slots.writeUInt32LE(blob.length / 16, slot + 12);
    blobs.push(blob);
    offset += blob.length;
  });
  return Buffer.concat([slots, ...blobs]);
}
