import type { Cataloger } from '../../cataloger.ts';
import { packagePurl } from '../../package-purl.ts';

/** `node_modules/NAME` or `node_modules/@SCOPE/NAME`, and the real folders of pnpm and of linked installs. */
const installedFolder =
  /^(?:node_modules\/(?:\.(?:pnpm|store)\/[^/]+\/|(?:@[^/]+\/)?[^@./][^/]*\/))+package\.json$/;

/**
 * Packages that npm, yarn or pnpm installed: `package.json` in a folder that is a package of node_modules all the
 * way down, so that fixtures and copies inside a package do not count; and the application that has such a
 * folder beside its own package.json. Lock files tell intent and are not read.
 */
export const npmPackageJson: Cataloger = {
  name: 'npm',
  wants: (path) =>
    (path.endsWith('/package.json') || path === 'package.json') &&
    (!isBelowModules(path) || isInstalled(path)),
  parse(file, { tree }) {
    if (!isBelowModules(file.path)) {
      const folder = file.path.slice(0, -'package.json'.length);
      if (tree.resolve(`${folder}node_modules`)?.type !== 'directory') return { packages: [] };
    }
    const manifest = parseManifest(file.content.toString('utf8'));
    if (manifest === undefined) return { packages: [], problems: ['is no JSON object'] };
    const { name, version } = manifest;
    if (typeof name !== 'string' || typeof version !== 'string' || name === '' || version === '') {
      return { packages: [] };
    }
    const purl = npmPurl(name, version);
    return { packages: [{ type: 'npm', name, version, purl, licenses: readLicenses(manifest) }] };
  },
};

function isBelowModules(path: string): boolean {
  return path.startsWith('node_modules/') || path.includes('/node_modules/');
}

/** The first node_modules starts the chain: what lies before it is where the application is. */
function isInstalled(path: string): boolean {
  const start = path.startsWith('node_modules/') ? 0 : path.indexOf('/node_modules/') + 1;
  return installedFolder.test(path.slice(start));
}

function parseManifest(text: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}

/** `license: "MIT"`, the older `license: {type}` and `licenses: [{type}]`. */
function readLicenses({ license, licenses }: Readonly<Record<string, unknown>>): readonly string[] {
  const all = [license, ...(Array.isArray(licenses) ? licenses : [])];
  return all.map(licenseName).filter((name) => name !== undefined);
}

function licenseName(license: unknown): string | undefined {
  if (typeof license === 'string') return license === '' ? undefined : license;
  if (typeof license !== 'object' || license === null || !('type' in license)) return undefined;
  return typeof license.type === 'string' ? license.type : undefined;
}

function npmPurl(name: string, version: string): string {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  return packagePurl({
    type: 'npm',
    namespace: slash === -1 ? undefined : name.slice(0, slash),
    name: name.slice(slash + 1),
    version,
  });
}
