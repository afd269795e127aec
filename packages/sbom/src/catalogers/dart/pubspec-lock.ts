import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { readYamlOutline } from '../../yaml-outline.ts';

/** The packages that pubspec.lock names; those of the SDK and of paths are no packages of their own. */
export const pubspecLock: Cataloger = {
  name: 'dart-pubspec-lock',
  names: ['pubspec.lock'],
  evidence: 'lock-file',
  parse(file) {
    const packages = new Map<string, { version?: string; source?: string }>();
    for (const { path, value } of readYamlOutline(file.content.toString('utf8'))) {
      const [section, name, key] = path;
      if (section !== 'packages' || name === undefined || path.length !== 3 || value === undefined) continue;
      if (key === 'version' || key === 'source') packages.set(name, { ...packages.get(name), [key]: value });
    }
    const found = [...packages].flatMap(([name, { version, source }]) =>
      version === undefined || (source !== 'hosted' && source !== 'git')
        ? []
        : [foundPackage('pub', name, version)],
    );
    return { packages: found };
  },
};
