import type { JudgedReport } from './judge-context.ts';

export interface Omission {
  readonly what: string;
  readonly message: string;
}

/** What keeps a result without failures from being a pass. */
export function listOmissions(report: JudgedReport): readonly Omission[] {
  const omissions = report.gaps.map(({ what, reason }) => ({
    what,
    message: `not examined: ${what}: ${reason}`,
  }));
  if (report.advisories.records === 0) {
    omissions.unshift({
      what: 'vulnerabilities',
      message: 'vulnerabilities were not looked for: no advisory data',
    });
  }
  if (report.sbom.packages.length === 0) {
    omissions.unshift({ what: 'packages', message: 'no package was found in the image' });
  }
  return omissions;
}
