import type { FoundPackage } from './cataloger.ts';
import { packagePurl, splitName } from './package-purl.ts';

/** A package of a language by its whole name and version, as its ecosystem writes them. */
export function foundPackage(
  type: string,
  name: string,
  version: string,
  more: Partial<Omit<FoundPackage, 'type' | 'name' | 'version' | 'purl'>> & {
    readonly qualifiers?: Readonly<Record<string, string | undefined>>;
  } = {},
): FoundPackage {
  const { qualifiers = {}, ...rest } = more;
  return { type, name, version, purl: purlOf(type, name, version, qualifiers), licenses: [], ...rest };
}

/** A name that its type does not allow still needs a purl of its own. */
function purlOf(
  type: string,
  name: string,
  version: string,
  qualifiers: Readonly<Record<string, string | undefined>>,
): string {
  try {
    return packagePurl({ type, ...splitName(type, name), version, qualifiers });
  } catch {
    const [safeName, safeVersion] = [name, version].map((text) => encodeURIComponent(text.toWellFormed()));
    return `pkg:${type}/${safeName}@${safeVersion}`;
  }
}
