import type { Condenser } from '@breakwater/image';
import { type Archive, type ArchiveDocument, writeArchives } from './archive.ts';
import { readZip, readZipMember, ZipError, type ZipMember } from './zip.ts';

const MiB = 1024 * 1024;
/** Archives in archives in archives. */
const maxDepth = 8;
/** Uncompressed bytes of one member, and of all that one file made us read. */
const maxMemberBytes = 256 * MiB;
const maxTotalBytes = 1024 * MiB;
const maxDocumentBytes = MiB;
/** Archives inside of one file, and documents in one archive. */
const maxArchives = 20_000;
const maxDocuments = 5_000;
const maxProblems = 20;

const archiveName = /\.(?:jar|war|ear|par|sar|nar|jpi|hpi|kar|lpkg|egg)$/i;
/** Sources and documentation: nothing in them is run. */
const notRun = /-(?:sources|javadoc)\.jar$/i;
const documentName =
  /^(?:META-INF\/MANIFEST\.MF|META-INF\/maven\/[^/]+\/[^/]+\/pom\.(?:properties|xml)|EGG-INFO\/PKG-INFO)$/i;

/** Java archives and Python eggs: the documents that name what is in them, nested ones too. */
export const archives: Condenser = {
  name: 'archives',
  version: 1,
  wants: (path) => archiveName.test(path) && !notRun.test(path),
  // The name says what it is, whatever it starts with: an executable jar starts with a script.
  isKind: () => true,
  condense(content) {
    const reading: Reading = { archives: [], problems: [], bytesLeft: maxTotalBytes };
    readArchive(content, '', 0, reading);
    const { archives: found, problems } = reading;
    return writeArchives({ archives: found, problems: problems.slice(0, maxProblems) });
  },
};

interface Reading {
  readonly archives: Archive[];
  readonly problems: string[];
  bytesLeft: number;
}

function readArchive(content: Buffer, member: string, depth: number, reading: Reading): void {
  const documents: ArchiveDocument[] = [];
  const nested: ZipMember[] = [];
  reading.archives.push({ member, documents });
  const report = (error: unknown) => {
    if (!(error instanceof ZipError)) throw error;
    reading.problems.push(member === '' ? error.message : `${member}: ${error.message}`);
  };
  const read = (one: ZipMember, maxBytes: number): Buffer | undefined => {
    try {
      const bytes = readZipMember(content, one, Math.min(maxBytes, reading.bytesLeft));
      reading.bytesLeft -= bytes.length;
      return bytes;
    } catch (error) {
      report(error);
      return undefined;
    }
  };
  try {
    for (const one of readZip(content)) {
      if (documentName.test(one.name)) {
        const bytes = documents.length < maxDocuments ? read(one, maxDocumentBytes) : undefined;
        if (bytes !== undefined) documents.push({ path: one.name, text: bytes.toString('utf8') });
        else if (documents.length >= maxDocuments) throw new ZipError('names too many packages');
      } else if (archiveName.test(one.name) && !notRun.test(one.name)) nested.push(one);
    }
  } catch (error) {
    report(error);
  }
  for (const one of nested) {
    if (depth >= maxDepth || reading.archives.length >= maxArchives) {
      const reason = depth >= maxDepth ? 'is nested too deeply' : 'is one of too many archives';
      reading.problems.push(`${joinMember(member, one.name)} ${reason} and is not read`);
      return;
    }
    const bytes = read(one, maxMemberBytes);
    if (bytes !== undefined) readArchive(bytes, joinMember(member, one.name), depth + 1, reading);
  }
}

function joinMember(outer: string, name: string): string {
  return outer === '' ? name : `${outer}:${name}`;
}
