import { texts } from '../field.ts';
import type { GateKind } from '../gate-kind.ts';
import type { ImageGate } from '../image-policy.ts';
import type { JudgedReport } from '../judge-context.ts';
import { matchesWildcard } from '../wildcard.ts';

export const images: GateKind<ImageGate> = {
  type: 'images',
  about:
    'Finds an image that `deny` names, or that `allow` does not. Entries are `repository`, `repository:tag`, `repository@sha256:…`, each with or without the registry before it, `:tag` or `sha256:…`.',
  nouns: ['denied image', 'denied images'],
  fields: {
    deny: texts('Images that must not be used: `:latest`, `docker.io/*`.'),
    allow: texts('The only images that may be used.'),
  },
  judge: ({ deny = [], allow }, { report }) => {
    const names = namesOf(report);
    const shown = names[names.length - 1] ?? report.digest;
    const entry = deny.find((pattern) => isNamed(pattern, names));
    if (entry !== undefined) {
      const fix = entry.startsWith(':') ? 'give it a tag of its own' : 'use another image';
      return { violations: [{ subject: { kind: 'image' }, text: `${shown} (denied by ${entry})`, fix }] };
    }
    if (allow === undefined || allow.some((pattern) => isNamed(pattern, names))) return { violations: [] };
    const text = `${shown} (not among ${allow.join(', ')})`;
    return { violations: [{ subject: { kind: 'image' }, text, fix: 'use one of those' }] };
  },
};

function isNamed(pattern: string, names: readonly string[]): boolean {
  return names.some((name) => matchesWildcard(pattern, name));
}

/** Every way to write the image; the fullest last. */
function namesOf({ registry, repository, tag, digest }: JudgedReport): string[] {
  const names = [digest, ...(tag === undefined ? [] : [`:${tag}`])];
  if (repository === undefined) return names;
  for (const base of registry === undefined ? [repository] : [repository, `${registry}/${repository}`]) {
    names.push(base, `${base}@${digest}`, ...(tag === undefined ? [] : [`${base}:${tag}`]));
  }
  return names;
}
