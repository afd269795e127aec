import type { ImageReport } from '@breakwater/model';

export type ImageName = Pick<ImageReport, 'registry' | 'repository' | 'tag'>;

/** Splits `[registry/]repository[:tag][@digest]`; a bare tag, as OCI layouts have it, is a tag alone. */
export function readImageName(name: string | undefined): ImageName {
  const text = name?.split('@', 1)[0] ?? '';
  if (text === '') return {};
  const colon = text.lastIndexOf(':');
  const hasTag = colon > text.lastIndexOf('/');
  const path = hasTag ? text.slice(0, colon) : text;
  const tag = hasTag ? { tag: text.slice(colon + 1) } : {};
  const [first = '', ...rest] = path.split('/');
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (isRegistry) return { registry: first, repository: rest.join('/'), ...tag };
  return hasTag || rest.length > 0 ? { repository: path, ...tag } : { tag: path };
}
