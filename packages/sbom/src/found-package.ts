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
  const purl = packagePurl({ type, ...splitName(type, name), version, qualifiers });
  return { type, name, version, purl, licenses: [], ...rest };
}
