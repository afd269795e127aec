import { ImageError } from '../image-error.ts';

/** Where an image is kept: `registry/repository[:tag][@digest]` with everything that may be left out filled in. */
export interface ImageReference {
  /** Host, with its port where one is named: `docker.io`, `localhost:5000`. */
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const maxLength = 1024;
const repositoryForm = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const digestForm = /^sha256:[0-9a-f]{64}$/;
const hostForm = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?$/;

/**
 * Reads a reference as Docker does: without a registry it is Docker Hub's, without an owner there `library/`, without tag and digest
 * `latest`. Throws ImageError `bad-reference` (distribution/reference grammar).
 */
export function parseReference(text: string): ImageReference {
  if (text.length > maxLength) throw bad(`${text.slice(0, 60)}…`, `is longer than ${maxLength} characters`);
  const [named = '', digest, ...rest] = text.split('@');
  if (rest.length > 0) throw bad(text, 'has more than one @');
  if (digest !== undefined && !digestForm.test(digest)) throw bad(text, `"${digest}" is no sha256 digest`);
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  const hasHost = first === 'localhost' || /[.:[]/.test(first) || first !== first.toLowerCase();
  const registry = hasHost ? first : 'docker.io';
  if (!hostForm.test(registry)) throw bad(text, `"${registry}" is no host`);
  const path = hasHost ? named.slice(slash + 1) : named;
  const colon = path.lastIndexOf(':');
  const name = colon < 0 ? path : path.slice(0, colon);
  const tag = colon < 0 ? undefined : path.slice(colon + 1);
  if (tag !== undefined && !tagForm.test(tag)) throw bad(text, `"${tag}" is no tag`);
  const isHub = registry === 'docker.io' || registry === 'index.docker.io';
  const repository = isHub && !name.includes('/') ? `library/${name}` : name;
  if (!repositoryForm.test(repository))
    throw bad(text, `"${name}" is no repository: lower case letters, digits and . _ - /`);
  return {
    registry: isHub ? 'docker.io' : registry,
    repository,
    ...(tag === undefined ? (digest === undefined ? { tag: 'latest' } : {}) : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

export function formatReference({ registry, repository, tag, digest }: ImageReference): string {
  const tagged = tag === undefined ? '' : `:${tag}`;
  return `${registry}/${repository}${tagged}${digest === undefined ? '' : `@${digest}`}`;
}

function bad(text: string, what: string): ImageError {
  return new ImageError('bad-reference', what, text, 'write it as registry/repository:tag or …@sha256:…');
}
