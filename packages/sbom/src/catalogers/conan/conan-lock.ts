import type { Cataloger, FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asText, asTexts, parseJsonObject } from '../../json.ts';

/** The C and C++ packages that conan.lock names: a graph in Conan 1, lists of references in Conan 2. */
export const conanLock: Cataloger = {
  name: 'conan-lock',
  names: ['conan.lock'],
  evidence: 'lock-file',
  parse(file) {
    const document = parseJsonObject(file.content);
    const nodes = Object.values(asObject(asObject(document.graph_lock)?.nodes) ?? {});
    const references = [
      ...nodes.map((node) => asText(asObject(node)?.ref) ?? ''),
      ...[document.requires, document.build_requires, document.python_requires].flatMap(asTexts),
    ];
    return { packages: references.flatMap(readReference) };
  },
};

/** `zlib/1.2.13@user/channel#revision%time`. */
function readReference(reference: string): readonly FoundPackage[] {
  const [, name, version = '', user, channel] =
    /^([^/@#%\s]+)\/([^/@#%\s]+)(?:@([^/#%]+)\/([^#%]+))?/.exec(reference) ?? [];
  return name === undefined ? [] : [foundPackage('conan', name, version, { qualifiers: { user, channel } })];
}
