/** Where in an image a package was found. */
export interface PackageLocation {
  /** Path inside the image, without a leading slash. */
  readonly path: string;
  /** diff_id of the layer that brought it. */
  readonly layer?: string;
}

/** The upstream source of a binary package, where the package manager names one. */
export interface PackageOrigin {
  readonly name: string;
  readonly version: string;
}

/** The distribution an image is built on, read from os-release. */
export interface Distro {
  /** `ID`, lower case: debian, ubuntu, alpine, almalinux … */
  readonly id: string;
  /** `VERSION_ID`; absent for rolling releases. */
  readonly version?: string;
  readonly codename?: string;
  readonly prettyName?: string;
}

/** A piece of software as installed. `type` is the purl type (deb, npm, apk …); name and version as installed. */
export interface Package {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly locations: readonly PackageLocation[];
  readonly licenses: readonly string[];
  readonly architecture?: string;
  readonly origin?: PackageOrigin;
  /** Name of the cataloger that found it. */
  readonly foundBy: string;
  /** Installed by the distribution's package manager from elsewhere: its vendor's advisories are not about it. */
  readonly isThirdParty?: true;
  /** purl of the distribution's package that installed the files it was found in. */
  readonly owner?: string;
  /**
   * How it is known, when not by a record of its installation: a lock file names it (intent, not presence), or its
   * version stands in the bytes of a program (weak).
   */
  readonly evidence?: 'lock-file' | 'signature';
}

/** That one package of an SBOM needs or installed another; both by purl. */
export interface PackageRelationship {
  readonly from: string;
  readonly type: 'depends-on' | 'owns';
  readonly to: string;
}
