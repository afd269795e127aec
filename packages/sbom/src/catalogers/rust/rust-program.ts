import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObjects, asText, parseJsonObject } from '../../json.ts';
import { readProgram } from '../../programs/program.ts';

/** The crates in a Rust program that was built with cargo-auditable; what only builds need is not in it. */
export const rustProgram: Cataloger = {
  name: 'rust-program',
  condensed: ['programs'],
  parse(file) {
    const { rust, compiler } = readProgram(file.content);
    if (rust === undefined) {
      const unexamined =
        'Rust program without a list of its crates (cargo-auditable): what is in it is not known';
      return compiler === 'rust' ? { packages: [], unexamined } : { packages: [] };
    }
    const crates = asObjects(parseJsonObject(Buffer.from(rust)).packages);
    const names = crates.map(({ name }) => asText(name));
    const packages = crates.flatMap(({ name, version, kind, dependencies }) => {
      const [crate, release] = [asText(name), asText(version)];
      if (crate === undefined || release === undefined || kind === 'build') return [];
      const indexes: readonly unknown[] = Array.isArray(dependencies) ? dependencies : [];
      const needed = indexes.map((index) => (typeof index === 'number' ? names[index] : undefined));
      const dependsOn = needed.filter((one) => one !== undefined).map((one) => [one]);
      return [foundPackage('cargo', crate, release, { dependsOn })];
    });
    return { packages };
  },
};
