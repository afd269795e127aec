import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';

/** Java runtimes, by the `release` file that stands beside their programs. */
export const javaRuntime: Cataloger = {
  name: 'java-runtime',
  names: ['release'],
  parse(file) {
    const text = file.content.toString('utf8', 0, 64 * 1024);
    const value = (name: string) => new RegExp(`^${name}="([^"\n]+)"`, 'm').exec(text)?.[1];
    const version = value('JAVA_RUNTIME_VERSION') ?? value('JAVA_VERSION');
    if (version === undefined) return { packages: [] };
    const implementor = value('IMPLEMENTOR') ?? '';
    const product = /oracle/i.test(implementor) && !/OpenJDK/i.test(text) ? 'oracle-jdk' : 'openjdk';
    return { packages: [foundPackage('generic', product, version)] };
  },
};
