import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asText, parseJsonObject } from '../../json.ts';

/** The packages that packages.lock.json names, for every target framework. */
export const nugetLock: Cataloger = {
  name: 'dotnet-packages-lock',
  names: ['packages.lock.json'],
  evidence: 'lock-file',
  parse(file) {
    const frameworks = Object.values(asObject(parseJsonObject(file.content).dependencies) ?? {});
    const packages = frameworks.flatMap((framework) =>
      Object.entries(asObject(framework) ?? {}).flatMap(([name, value]) => {
        const entry = asObject(value) ?? {};
        const version = asText(entry.resolved);
        if (version === undefined || entry.type === 'Project') return [];
        const dependsOn = Object.keys(asObject(entry.dependencies) ?? {}).map((one) => [one]);
        return [foundPackage('nuget', name, version, { dependsOn })];
      }),
    );
    return { packages };
  },
};

/** The packages of the older packages.config: `<package id="A" version="1.0" …/>`. */
export const nugetConfig: Cataloger = {
  name: 'dotnet-packages-config',
  names: ['packages.config'],
  evidence: 'lock-file',
  parse(file) {
    const tags = file.content.toString('utf8').split('<package ').slice(1);
    const packages = tags.flatMap((tag) => {
      const attributes = tag.slice(0, 1000);
      const id = /\bid="([^"]+)"/.exec(attributes)?.[1];
      const version = /\bversion="([^"]+)"/.exec(attributes)?.[1];
      return id === undefined || version === undefined ? [] : [foundPackage('nuget', id, version)];
    });
    return { packages };
  },
};
