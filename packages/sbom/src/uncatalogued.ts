import type { FileTree } from '@breakwater/image';
import type { Gap } from '@breakwater/model';

/** Evidence of packages that no cataloger reads: an image that has it is not fully examined. By file name. */
const uncatalogued: ReadonlyMap<string, { readonly what: string; readonly evidence: RegExp }> = new Map([
  ['PF', { what: 'Gentoo packages', evidence: /^var\/db\/pkg\/[^/]+\/[^/]+\/PF$/ }],
  ['db.sqlite', { what: 'Nix packages', evidence: /^nix\/var\/nix\/db\/db\.sqlite$/ }],
  ['status', { what: 'opkg packages', evidence: /^(?:usr|var)\/lib\/opkg\/status$/ }],
  ['snap.yaml', { what: 'snap packages', evidence: /^snap\/[^/]+\/[^/]+\/meta\/snap\.yaml$/ }],
  [
    'INSTALL_RECEIPT.json',
    { what: 'Homebrew packages', evidence: /\/Cellar\/[^/]+\/[^/]+\/INSTALL_RECEIPT\.json$/ },
  ],
  ['DESCRIPTION', { what: 'R packages', evidence: /\/(?:site-)?library\/[^/]+\/DESCRIPTION$/ }],
  ['rock_manifest', { what: 'Lua packages', evidence: /\/rocks-[\d.]+\/[^/]+\/[^/]+\/rock_manifest$/ }],
]);

/** One gap for each kind of evidence that is there and not read, with how much and an example. */
export function findUncatalogued(
  tree: Pick<FileTree, 'entries'>,
  isAnswered: (path: string) => boolean,
): readonly Gap[] {
  const found = new Map<string, { count: number; example: string }>();
  for (const { path, type } of tree.entries()) {
    if (type !== 'file') continue;
    const known = uncatalogued.get(path.slice(path.lastIndexOf('/') + 1));
    if (known === undefined || !known.evidence.test(path) || isAnswered(path)) continue;
    const { what } = known;
    const seen = found.get(what);
    found.set(what, { count: (seen?.count ?? 0) + 1, example: seen?.example ?? path });
  }
  return [...found].map(([what, { count, example }]) => ({
    what,
    reason: `${count} ${count === 1 ? 'file' : 'files'} not read, for example ${example}: no cataloger for this kind`,
  }));
}
