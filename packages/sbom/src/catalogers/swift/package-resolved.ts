import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asObjects, asText, type JsonObject, parseJsonObject } from '../../json.ts';

const maxUrlLength = 2048;

/** The packages that Package.resolved names by repository, in its three versions. */
export const swiftResolved: Cataloger = {
  name: 'swift-package-resolved',
  names: ['Package.resolved', '.package.resolved'],
  evidence: 'lock-file',
  parse(file) {
    const document = parseJsonObject(file.content);
    const pins = document.pins ?? asObject(document.object)?.pins;
    return { packages: asObjects(pins).flatMap(readPin) };
  },
};

/** Pins of a branch or a commit have no version: they are told by the commit. */
function readPin(pin: JsonObject): readonly FoundPackage[] {
  const url = asText(pin.location) ?? asText(pin.repositoryURL);
  const state = asObject(pin.state) ?? {};
  const version = asText(state.version) ?? asText(state.revision);
  if (url === undefined || url.length > maxUrlLength || version === undefined) return [];
  return [foundPackage('swift', repositoryName(url), version)];
}

/** `https://github.com/apple/swift-nio.git` and `git@github.com:apple/swift-nio.git` to `github.com/apple/swift-nio`. */
function repositoryName(url: string): string {
  return url
    .replace(/^[a-z+]+:\/\/(?:[^/@]*@)?/i, '')
    .replace(/^[^/@]*@([^/:]+):/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}
