import type { FileTree } from '@breakwater/image';
import type { Gap } from '@breakwater/model';

/** Evidence of packages that no cataloger reads yet: an image that has it is not fully examined. */
const uncatalogued: readonly { readonly what: string; readonly isEvidence: (path: string) => boolean }[] = [
  { what: 'Alpine packages', isEvidence: (path) => /^(?:usr\/)?lib\/apk\/db\/installed$/.test(path) },
  {
    what: 'RPM packages',
    isEvidence: (path) => /(?:^|\/)rpm\/(?:rpmdb\.sqlite|Packages|Packages\.db)$/.test(path),
  },
  {
    what: 'Python packages',
    isEvidence: (path) => /\.(?:dist-info\/METADATA|egg-info\/PKG-INFO|egg-info|egg)$/.test(path),
  },
  { what: 'Java archives', isEvidence: (path) => /\.(?:jar|war|ear|jpi|hpi)$/.test(path) },
  { what: 'Ruby gems', isEvidence: (path) => /\/specifications\/[^/]+\.gemspec$/.test(path) },
  { what: 'PHP packages', isEvidence: (path) => path.endsWith('vendor/composer/installed.json') },
  { what: '.NET packages', isEvidence: (path) => path.endsWith('.deps.json') },
];

/** One gap for each kind of evidence that is there and not read, with how much and an example. */
export function findUncatalogued(tree: Pick<FileTree, 'entries'>): readonly Gap[] {
  const found = new Map<string, { count: number; example: string }>();
  for (const { path, type } of tree.entries()) {
    if (type !== 'file') continue;
    const what = uncatalogued.find(({ isEvidence }) => isEvidence(path))?.what;
    if (what === undefined) continue;
    const seen = found.get(what);
    found.set(what, { count: (seen?.count ?? 0) + 1, example: seen?.example ?? path });
  }
  return [...found].map(([what, { count, example }]) => ({
    what,
    reason: `${count} ${count === 1 ? 'file' : 'files'} not read, for example ${example}: no cataloger for this kind yet`,
  }));
}
