import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asText } from '../../json.ts';
import { parseYaml } from '../../yaml.ts';

/** The packages that pubspec.lock names; those of the SDK and of paths are no packages of their own. */
export const pubspecLock: Cataloger = {
  name: 'dart-pubspec-lock',
  names: ['pubspec.lock'],
  evidence: 'lock-file',
  parse(file) {
    const packages = asObject(parseYaml(file.content).packages) ?? {};
    const found = Object.entries(packages).flatMap(([name, entry]) => {
      const { version, source } = asObject(entry) ?? {};
      const text = asText(version);
      return text === undefined || (source !== 'hosted' && source !== 'git')
        ? []
        : [foundPackage('pub', name, text)];
    });
    return { packages: found };
  },
};
