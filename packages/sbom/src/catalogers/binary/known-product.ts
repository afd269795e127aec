import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { readProgram } from '../../programs/program.ts';

/** Programs known by the version strings in them: installed by hand, so that no package manager knows of them. */
export const knownProduct: Cataloger = {
  name: 'known-product',
  condensed: ['programs'],
  evidence: 'signature',
  parse(file) {
    const { products = [], problems = [] } = readProgram(file.content);
    const packages = products.map(({ name, version }) => foundPackage('generic', name, version));
    return { packages, problems };
  },
};
