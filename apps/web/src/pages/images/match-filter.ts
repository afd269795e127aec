import { allOf, type Match, ownNames } from '@breakwater/model';
import { type FieldValue, matchesFilter, matchesText } from '../../state/local-filter.ts';
import { filterOf, type ViewState } from '../../state/search.ts';

/** The names by which conditions find parts of a vulnerability. */
export const matchFields = [
  'id',
  'package',
  'version',
  'type',
  'fix',
  'fixedVersion',
  'exploited',
  'epss',
  'cvss',
  'path',
  'layer',
] as const;

function matchField(match: Match, name: string): FieldValue {
  switch (name) {
    case 'id':
      return [match.id, ...match.aliases];
    case 'package':
      return match.package.name;
    case 'version':
      return match.package.version;
    case 'type':
      return match.package.type;
    case 'severity':
      return match.severity;
    case 'fix':
      return match.fixState;
    case 'fixedVersion':
      return match.fixedVersion;
    case 'exploited':
      return match.isKnownExploited ? 'yes' : 'no';
    case 'epss':
      return match.epss;
    case 'cvss':
      return match.cvss;
    case 'path':
      return match.path;
    case 'layer':
      return match.layer;
    default:
      return undefined;
  }
}

/** The vulnerabilities that the state of the screen keeps; its scope and time say nothing about them. */
export function filterMatches(
  matches: readonly Match[],
  state: ViewState,
  parts: { readonly withSeverity: boolean },
): readonly Match[] {
  const filter = allOf(filterOf({ ...state, scope: [] }, parts));
  return matches.filter(
    (match) =>
      matchesFilter(filter, (name) => matchField(match, name)) &&
      matchesText(state.text, [match.id, ...match.aliases, match.package.name, match.summary, match.path]),
  );
}

/** The CVE, which people look for, or the id of the advisory. */
export function shownId(match: Pick<Match, 'id' | 'aliases'>): string {
  return ownNames(match).find((name) => name.startsWith('CVE-')) ?? match.id;
}

/** One match of one place: the same vulnerability in two copies of a package is two. */
export function matchKey(match: Match): string {
  return [match.id, match.package.purl, match.path ?? ''].join(' ');
}
