import type { Cataloger } from '../../cataloger.ts';

/** The copyright files of Debian packages. They are asked for here and read with the packages' records. */
export const dpkgCopyright: Cataloger = {
  name: 'dpkg-copyright',
  names: ['copyright'],
  wants: (path) => /^usr\/share\/doc\/[^/]+\/copyright$/.test(path),
  parse: () => ({ packages: [] }),
};

const maxBytes = 256 * 1024;
const maxLicenses = 50;

/**
 * The licences that a copyright file names: the `License` fields of the machine-readable form (DEP-5), else the
 * texts under common-licenses that it refers to.
 */
export function readCopyright(content: Buffer | undefined): readonly string[] {
  const text = content?.toString('utf8', 0, maxBytes) ?? '';
  const isMachineReadable = /^Format(?:-Specification)?: /m.test(text);
  const names = isMachineReadable
    ? text.matchAll(/^License:[ \t]*(\S[^\n]*)$/gm)
    : text.matchAll(/\/usr\/share\/common-licenses\/([A-Za-z0-9.+-]*[A-Za-z0-9+])/g);
  return [...new Set([...names].map(([, name = '']) => name.trim()))].slice(0, maxLicenses);
}
