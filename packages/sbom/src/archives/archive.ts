/** What is kept of one archive: a jar, a war, an egg, at whatever depth. */
export interface Archive {
  /** Path inside the outermost file: `WEB-INF/lib/a.jar:lib/b.jar`; empty for that itself. */
  readonly member: string;
  /** Documents that name packages, by their path in the archive. */
  readonly documents: readonly ArchiveDocument[];
}

export interface ArchiveDocument {
  readonly path: string;
  readonly text: string;
}

/** An archive with those inside it, outermost first. */
export interface ArchiveTree {
  readonly archives: readonly Archive[];
  /** What could not be read, in words. */
  readonly problems: readonly string[];
}

export function writeArchives(tree: ArchiveTree): Buffer {
  return Buffer.from(JSON.stringify(tree));
}

/** Reads what `writeArchives` wrote. */
export function readArchives(content: Buffer): ArchiveTree {
  return JSON.parse(content.toString('utf8')) as ArchiveTree;
}
