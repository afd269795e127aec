import type { FoundPackage } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { asObject, asText, asTexts, type JsonObject } from '../../json.ts';

/** A package as `installed.json` and `composer.lock` write it; none without name or version. */
export function readComposerPackage(one: JsonObject): readonly FoundPackage[] {
  const name = asText(one.name);
  const version = asText(one.version);
  if (name === undefined || version === undefined) return [];
  return [
    foundPackage('composer', name, version, {
      licenses: asText(one.license) === undefined ? asTexts(one.license) : [String(one.license)],
      dependsOn: Object.keys(asObject(one.require) ?? {}).map((needed) => [needed]),
      provides: Object.keys({ ...asObject(one.provide), ...asObject(one.replace) }),
    }),
  ];
}
