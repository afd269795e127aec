import type { FileTree, SelectedFile } from '@breakwater/image';
import type { Distro, Package, PackageLocation } from '@breakwater/model';

/** A package as one file states it; the core adds where it was found, by whom, and who owns the file. */
export interface FoundPackage extends Omit<Package, 'foundBy' | 'locations' | 'owner' | 'evidence'> {
  /** When another place than the file tells better where the package came from. */
  readonly location?: PackageLocation;
  /** Where inside the file, when that is an archive: `WEB-INF/lib/a.jar:lib/b.jar`. */
  readonly member?: string;
  /** What it needs. Each entry lists names of which any one will do; names no package has are passed over. */
  readonly dependsOn?: readonly (readonly string[])[];
  /** Names beside its own under which others may need it. */
  readonly provides?: readonly string[];
}

/** Files that a package manager of the distribution installed, and for which package. */
export interface FileOwnership {
  readonly type: string;
  readonly name: string;
  readonly architecture?: string;
  /** With or without leading slash, as the package manager's list has them. */
  readonly paths: readonly string[];
}

/** What a cataloger made of one file. */
export interface ParsedFile {
  readonly packages: readonly FoundPackage[];
  readonly ownership?: readonly FileOwnership[];
  /** Parts that could not be read, in words; each becomes a gap. */
  readonly problems?: readonly string[];
  /** Why what is in the file is not known; a gap unless a package answers for the file. */
  readonly unexamined?: string;
}

/** What surrounds a file: other files that this or another cataloger asked for. */
export interface CatalogContext {
  readonly tree: Pick<FileTree, 'layers' | 'entry' | 'resolve' | 'read'>;
  readonly distro: Distro | undefined;
}

/**
 * Finds packages of one kind. It says which files it wants and turns each into packages: a pure function of
 * values. Opening, links, decompression and limits are the core's. What it throws becomes a gap with the file's
 * path, and the scan goes on.
 *
 * A file is its own when any of `paths`, `folders`, `names`, `extensions` or `condensed` names it and `wants`,
 * where there is one, agrees.
 */
export interface Cataloger {
  /** `dpkg`, `npm`: shown as `foundBy`. */
  readonly name: string;
  /** Exact paths; also found where a folder of the path is a symbolic link. */
  readonly paths?: readonly string[];
  /** Files directly in a folder, by its path. */
  readonly folders?: readonly string[];
  /** File names: `package.json`. */
  readonly names?: readonly string[];
  /** What follows the last dot of a file name: `gemspec`. */
  readonly extensions?: readonly string[];
  /** Condensers of whose files it reads the facts, instead of whole files. */
  readonly condensed?: readonly ('programs' | 'archives')[];
  readonly wants?: (path: string) => boolean;
  /** How weak what it finds is; absent for records of an installation. */
  readonly evidence?: NonNullable<Package['evidence']>;
  readonly parse: (file: SelectedFile, context: CatalogContext) => ParsedFile;
}
