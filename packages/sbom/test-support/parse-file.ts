import type { SelectedFile } from '@breakwater/image';
import type { CatalogContext, Cataloger, ParsedFile } from '../src/cataloger.ts';
import { condensers } from '../src/condensers.ts';

const emptyTree: CatalogContext['tree'] = {
  layers: [],
  entry: () => undefined,
  resolve: () => undefined,
  read: () => undefined,
};

/** What a cataloger makes of one file, condensed first where it reads facts. */
export function parseFile(
  cataloger: Cataloger,
  path: string,
  content: Buffer | string,
  context: Partial<CatalogContext> = {},
): ParsedFile {
  const bytes = Buffer.from(content);
  const condenser = condensers.find(({ name }) => cataloger.condensed?.some((one) => one === name));
  const kept = condenser === undefined ? bytes : condenser.condense(bytes, path);
  if (kept === undefined) return { packages: [] };
  const file: SelectedFile = { path, layer: 0, size: bytes.length, mode: 0o755, content: kept };
  return cataloger.parse(file, { tree: emptyTree, distro: undefined, ...context });
}

/** The packages of a file as `name version` lines. */
export function listFile(cataloger: Cataloger, path: string, content: Buffer | string): readonly string[] {
  return parseFile(cataloger, path, content).packages.map(({ name, version }) => `${name} ${version}`);
}
