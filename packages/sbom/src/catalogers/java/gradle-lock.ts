import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { shortLines } from '../../short-lines.ts';

/** The artifacts that Gradle's lock files name: `group:artifact:version=configurations`. */
export const gradleLock: Cataloger = {
  name: 'java-gradle-lock',
  names: ['gradle.lockfile', 'buildscript-gradle.lockfile'],
  evidence: 'lock-file',
  parse(file) {
    const lines = shortLines(file.content);
    const packages = lines.flatMap((line) => {
      const [, group, artifact, version = ''] = /^([^#:=\s]+):([^:=\s]+):([^:=\s]+)=/.exec(line) ?? [];
      return group === undefined ? [] : [foundPackage('maven', `${group}:${artifact}`, version)];
    });
    return { packages };
  },
};
