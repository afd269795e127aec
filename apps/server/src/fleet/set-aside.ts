import type { ImageReport, Match } from '@breakwater/model';

/** Matches that VEX documents and ignore rules of the scan took out: new advisory data does not bring them back. */
export function setAside({ suppressed = [], ignored = [] }: ImageReport): readonly Match[] {
  const byRule = ignored.flatMap((one) => (one.kind === 'vulnerability' ? [one.finding] : []));
  return [...suppressed.map(({ match }) => match), ...byRule];
}
