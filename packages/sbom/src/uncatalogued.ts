import type { FileTree } from '@breakwater/image';
import type { Gap } from '@breakwater/model';

/** Evidence of packages that no cataloger reads: an image that has it is not fully examined. */
const uncatalogued: readonly { readonly what: string; readonly evidence: RegExp }[] = [
  { what: 'Gentoo packages', evidence: /^var\/db\/pkg\/[^/]+\/[^/]+\/PF$/ },
  { what: 'Nix packages', evidence: /^nix\/var\/nix\/db\/db\.sqlite$/ },
  { what: 'opkg packages', evidence: /^(?:usr\/lib|var\/lib)\/opkg\/status$/ },
  { what: 'snap packages', evidence: /^snap\/[^/]+\/[^/]+\/meta\/snap\.yaml$/ },
  { what: 'Homebrew packages', evidence: /\/Cellar\/[^/]+\/[^/]+\/INSTALL_RECEIPT\.json$/ },
  { what: 'R packages', evidence: /\/(?:site-)?library\/[^/]+\/DESCRIPTION$/ },
  { what: 'Lua packages', evidence: /\/rocks-[\d.]+\/[^/]+\/[^/]+\/rock_manifest$/ },
  { what: 'Erlang and Elixir applications', evidence: /\/lib\/[\w]+-\d[^/]*\/ebin\/[^/]+\.app$/ },
];

/** One gap for each kind of evidence that is there and not read, with how much and an example. */
export function findUncatalogued(
  tree: Pick<FileTree, 'entries'>,
  isAnswered: (path: string) => boolean,
): readonly Gap[] {
  const found = new Map<string, { count: number; example: string }>();
  for (const { path, type } of tree.entries()) {
    if (type !== 'file') continue;
    const what = uncatalogued.find(({ evidence }) => evidence.test(path))?.what;
    if (what === undefined || isAnswered(path)) continue;
    const seen = found.get(what);
    found.set(what, { count: (seen?.count ?? 0) + 1, example: seen?.example ?? path });
  }
  return [...found].map(([what, { count, example }]) => ({
    what,
    reason: `${count} ${count === 1 ? 'file' : 'files'} not read, for example ${example}: no cataloger for this kind`,
  }));
}
