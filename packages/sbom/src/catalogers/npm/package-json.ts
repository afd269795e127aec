import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asText, type JsonObject, parseJsonObject } from '../../json.ts';

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
  names: ['package.json'],
  wants: (path) => !isBelowModules(path) || isInstalled(path),
  parse(file, { tree }) {
    if (!isBelowModules(file.path)) {
      const folder = file.path.slice(0, -'package.json'.length);
      if (tree.resolve(`${folder}node_modules`)?.type !== 'directory') return { packages: [] };
    }
    const manifest = parseJsonObject(file.content);
    const name = asText(manifest.name);
    const version = asText(manifest.version);
    if (name === undefined || version === undefined) return { packages: [] };
    const dependsOn = Object.keys(asObject(manifest.dependencies) ?? {}).map((one) => [one]);
    return {
      packages: [foundPackage('npm', name, version, { licenses: readLicenses(manifest), dependsOn })],
    };
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

/** `license: "MIT"`, the older `license: {type}` and `licenses: [{type}]`. */
function readLicenses({ license, licenses }: JsonObject): readonly string[] {
  const all = [license, ...(Array.isArray(licenses) ? licenses : [])];
  return all.map(licenseName).filter((name) => name !== undefined);
}

function licenseName(license: unknown): string | undefined {
  if (typeof license === 'string') return license === '' ? undefined : license;
  if (typeof license !== 'object' || license === null || !('type' in license)) return undefined;
  return typeof license.type === 'string' ? license.type : undefined;
}
