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

/** What stands between namespace and name in a package's whole name, where its type has namespaces. */
export const separators: ReadonlyMap<string, string> = new Map([
  ['npm', '/'],
  ['golang', '/'],
  ['composer', '/'],
  ['swift', '/'],
  ['maven', ':'],
]);

/** Splits a whole name (`@scope/name`, `group:artifact`, `github.com/a/b`) into the parts of a purl. */
export function splitName(
  type: string,
  name: string,
): { readonly namespace?: string; readonly name: string } {
  const separator = separators.get(type);
  const at = separator === undefined ? -1 : name.lastIndexOf(separator);
  return at < 1 || at === name.length - 1
    ? { name }
    : { namespace: name.slice(0, at), name: name.slice(at + 1) };
}
