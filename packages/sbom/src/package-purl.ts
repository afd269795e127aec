import { PackageURL } from 'packageurl-js';

export interface PurlParts {
  readonly type: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version: string;
  /** In any order; undefined and empty ones are left out. */
  readonly qualifiers?: Readonly<Record<string, string | undefined>>;
}

/** A package URL in canonical form. Throws for parts that the type does not allow. */
export function packagePurl({ type, namespace, name, version, qualifiers = {} }: PurlParts): string {
  const known = Object.entries(qualifiers).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new PackageURL(type, namespace, name, version, Object.fromEntries(known), undefined).toString();
}
