import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObjects, asText, asTexts } from '../../json.ts';
import { parseToml } from '../../toml.ts';

/** The crates that Cargo.lock names, in all four versions of its format. */
export const cargoLock: Cataloger = {
  name: 'rust-cargo-lock',
  names: ['Cargo.lock'],
  evidence: 'lock-file',
  parse(file) {
    const document = parseToml(file.content);
    const packages = asObjects(document.package).flatMap(({ name, version, dependencies }) => {
      const [crate, release] = [asText(name), asText(version)];
      if (crate === undefined || release === undefined) return [];
      const dependsOn = asTexts(dependencies).map((one) => [one.split(' ', 1)[0] ?? '']);
      return [foundPackage('cargo', crate, release, { dependsOn })];
    });
    return { packages };
  },
};
