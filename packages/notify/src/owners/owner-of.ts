import { matchesGlob } from './glob.ts';
import { type OwnerSelector, type OwnersFile, type OwnersLine, parseOwnersFile } from './owners-file.ts';

/** What is owned: an image, a finding or a task by what is known of it. */
export interface OwnerSubject {
  /** Of the image, with or without its registry. */
  readonly repository?: string;
  readonly cluster?: string;
  readonly service?: string;
  readonly account?: string;
  readonly namespace?: string;
  /** Labels of the image. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Tags of the resource, service or task. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly clusterTags?: Readonly<Record<string, string>>;
}

export const ownerSources = ['image-label', 'resource-tag', 'file', 'cluster-tag'] as const;

export type OwnerSource = (typeof ownerSources)[number];

export interface OwnerRules {
  /** Labels of images that name an owner; the first that is there decides. */
  readonly labels: readonly string[];
  /** Tags of resources that name an owner. */
  readonly tags: readonly string[];
  readonly clusterTags: readonly string[];
  /** In the manner of CODEOWNERS. */
  readonly file: string;
  /** Who is asked first. A source that is not listed is not asked. */
  readonly order: readonly OwnerSource[];
  /** Who owns what nobody else does. */
  readonly fallback?: string;
}

export interface OwnerDecision {
  /** Empty: nobody. */
  readonly owners: readonly string[];
  readonly by: OwnerSource | 'fallback' | 'none';
  /** Which rule decided, in words: `line 4: cluster:prod`, `label team`. */
  readonly rule: string;
}

export const defaultOwnerRules: OwnerRules = {
  labels: ['io.breakwater.owner', 'owner', 'team'],
  tags: ['owner', 'team'],
  clusterTags: ['owner', 'team'],
  file: '',
  order: ownerSources,
};

/** The owner of a subject, and which rule says so. Names of labels and tags are compared without regard to case. */
export function ownerOf(subject: OwnerSubject, rules: OwnerRules): OwnerDecision {
  return ownerFinder(rules)(subject);
}

/** The same for many subjects: the file is read once. */
export function ownerFinder(rules: OwnerRules): (subject: OwnerSubject) => OwnerDecision {
  const file = parseOwnersFile(rules.file);
  return (subject) => {
    for (const source of rules.order) {
      const decision = decide(source, subject, rules, file);
      if (decision !== undefined) return decision;
    }
    const { fallback } = rules;
    if (fallback === undefined || fallback === '') return { owners: [], by: 'none', rule: 'no rule matches' };
    return { owners: [fallback], by: 'fallback', rule: 'fallback' };
  };
}

/** The name that owners are compared by: `@Payments` and `payments` are one. */
export function ownerKey(owner: string): string {
  return owner.trim().replace(/^@/, '').toLowerCase();
}

function decide(
  source: OwnerSource,
  subject: OwnerSubject,
  rules: OwnerRules,
  file: OwnersFile,
): OwnerDecision | undefined {
  switch (source) {
    case 'image-label':
      return byName(source, 'label', rules.labels, subject.labels);
    case 'resource-tag':
      return byName(source, 'tag', rules.tags, subject.tags);
    case 'cluster-tag':
      return byName(source, 'cluster tag', rules.clusterTags, subject.clusterTags);
    case 'file':
      return byFile(file, subject);
  }
}

function byName(
  by: OwnerSource,
  word: string,
  names: readonly string[],
  given: Readonly<Record<string, string>> | undefined,
): OwnerDecision | undefined {
  if (given === undefined) return undefined;
  const values = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of names) {
    const owners = (values.get(name.toLowerCase()) ?? '').split(/[\s,;]+/).filter((owner) => owner !== '');
    if (owners.length > 0) return { owners: owners.slice(0, 20), by, rule: `${word} ${name}` };
  }
  return undefined;
}

function byFile({ lines }: OwnersFile, subject: OwnerSubject): OwnerDecision | undefined {
  const line = lines.findLast((one) => covers(one, subject));
  // A line without owners takes back what lines before it say; others may still know.
  if (line === undefined || line.owners.length === 0) return undefined;
  const patterns = line.patterns.map(({ selector, glob }) => `${selector}:${glob}`).join(' ');
  return { owners: line.owners, by: 'file', rule: `line ${line.line}: ${patterns}` };
}

function covers({ patterns }: OwnersLine, subject: OwnerSubject): boolean {
  return patterns.every(({ selector, glob }) =>
    valuesOf(subject, selector).some((value) => matchesGlob(glob, value)),
  );
}

/** A repository is known by its path, and by its registry and path. */
function valuesOf(subject: OwnerSubject, selector: OwnerSelector): readonly string[] {
  const value = subject[selector];
  if (value === undefined) return [];
  if (selector !== 'repository') return [value];
  const [first = '', ...rest] = value.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return hasRegistry ? [value, rest.join('/')] : [value];
}
