import type { FileSelection, FileTree, SelectedFile } from '@breakwater/image';
import type { Distro, Package, PackageLocation } from '@breakwater/model';

/** A package as one file states it; the core adds where it was found and by whom. */
export interface FoundPackage extends Omit<Package, 'foundBy' | 'locations'> {
  /** When another place than the file tells better where the package came from. */
  readonly location?: PackageLocation;
}

/** What a cataloger made of one file. */
export interface ParsedFile {
  readonly packages: readonly FoundPackage[];
  /** Paths that the package manager put there: language packages found in them belong to its packages. */
  readonly ownedPaths?: readonly string[];
  /** Parts that could not be read, in words; each becomes a gap. */
  readonly problems?: readonly string[];
}

/** What surrounds a file: names and types of other files, never more content. */
export interface CatalogContext {
  readonly tree: Pick<FileTree, 'layers' | 'entry' | 'resolve'>;
  readonly distro: Distro | undefined;
}

/**
 * Finds packages of one kind. It says which files it wants (`paths`, `wants`) and turns each into packages: a
 * pure function of values. Opening, links, decompression and limits are the core's. What it throws becomes a gap
 * with the file's path, and the scan goes on.
 */
export interface Cataloger extends FileSelection {
  /** `dpkg`, `npm`: shown as `foundBy`. */
  readonly name: string;
  readonly parse: (file: SelectedFile, context: CatalogContext) => ParsedFile;
}
