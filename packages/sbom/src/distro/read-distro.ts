import type { FileTree } from '@breakwater/image';
import type { Distro } from '@breakwater/model';
import { parseOsRelease } from './os-release.ts';
import { releaseFiles } from './release-files.ts';

const osReleaseFiles = ['etc/os-release', 'usr/lib/os-release'];

/** The files whose content `readDistro` needs. */
export const distroFiles: readonly string[] = [...osReleaseFiles, ...releaseFiles.map(({ path }) => path)];

/** The distribution of an image; undefined when no file names one. */
export function readDistro(tree: Pick<FileTree, 'read'>): Distro | undefined {
  for (const path of osReleaseFiles) {
    const variables = parseOsRelease(tree.read(path)?.toString('utf8') ?? '');
    const id = variables.get('ID')?.toLowerCase();
    if (id) return describe(id, variables);
  }
  for (const { path, read } of releaseFiles) {
    const distro = read(tree.read(path)?.toString('utf8') ?? '');
    if (distro !== undefined) return distro;
  }
  return undefined;
}

function describe(id: string, variables: ReadonlyMap<string, string>): Distro {
  const version = variables.get('VERSION_ID');
  const codename = variables.get('VERSION_CODENAME');
  const prettyName = variables.get('PRETTY_NAME');
  return {
    id,
    ...(version ? { version } : {}),
    ...(codename ? { codename } : {}),
    ...(prettyName ? { prettyName } : {}),
  };
}
