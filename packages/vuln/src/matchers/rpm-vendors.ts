/** The ecosystems that hold a vendor's advisories for a release, most general first; undefined: none is known. */
type EcosystemsOf = (version: string) => readonly [string, ...string[]] | undefined;

/** Red Hat names its records by repository. */
const redHatRepositories = [
  'baseos',
  'appstream',
  'crb',
  'highavailability',
  'nfv',
  'realtime',
  'resilientstorage',
  'sap',
  'sap_hana',
  'supplementary',
];

/** SUSE names its records by module; base container images are served from these. */
const suseModules = [
  'Basesystem',
  'Server Applications',
  'Development Tools',
  'Web and Scripting',
  'Containers',
  'Public Cloud',
  'Python 3',
  'Legacy',
];

/** Distributions with RPM packages by `ID` of os-release, and how OSV names their releases. */
export const rpmVendors: ReadonlyMap<string, EcosystemsOf> = new Map<string, EcosystemsOf>([
  ['almalinux', byMajor('AlmaLinux')],
  ['rocky', byMajor('Rocky Linux')],
  ['rhel', redHat],
  ['sles', suse],
  ['opensuse-leap', (version) => [`openSUSE:Leap ${version}`]],
  ['opensuse-tumbleweed', () => ['openSUSE:Tumbleweed']],
  ['azurelinux', byMajor('Azure Linux')],
  ['mariner', byMajor('Azure Linux')],
  ['photon', (version) => [`Photon OS:${version}`]],
  ['mageia', byMajor('Mageia')],
]);

function byMajor(vendor: string): EcosystemsOf {
  return (version) => [`${vendor}:${majorOf(version)}`];
}

function redHat(version: string): readonly [string, ...string[]] {
  const release = `Red Hat:enterprise_linux:${majorOf(version)}`;
  return [release, ...redHatRepositories.map((repository) => `${release}::${repository}`)];
}

/** `15.4` is 15 SP4; `15` has no service pack. */
function suse(version: string): readonly [string, ...string[]] {
  const release = version.replace('.', ' SP');
  return [
    `SUSE:Linux Enterprise Server ${release}`,
    ...suseModules.map((module) => `SUSE:Linux Enterprise Module for ${module} ${release}`),
  ];
}

function majorOf(version: string): string {
  return version.split('.', 1)[0] ?? version;
}
