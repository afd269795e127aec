import { join } from 'node:path';
import type { Framework } from '@breakwater/model';
import { readPostureContent } from '../../apps/server/src/posture/content.ts';
import { code, generated, type Page, paragraphs, table } from './page.ts';

/** The shipped frameworks, and how much of each the shipped checks reach. */
export const frameworksPage: Page = {
  file: 'frameworks.md',
  write: async () => {
    const { checks, frameworks } = await readPostureContent(join(import.meta.dirname, '../../content'));
    const shipped = new Set(checks.map((check) => check.id));
    return paragraphs(
      generated,
      '# Compliance frameworks',
      'A control counts as reached when at least one of its checks is shipped. The others are shown as not assessed and never count as passed. Where a standard is met by processes, evidence coverage is shown and no score.',
      table(
        ['Framework', 'Version', 'Id', 'Shown as', 'Controls', 'Reached'],
        frameworks
          .toSorted((a, b) => a.id.localeCompare(b.id, 'en'))
          .map((framework) => rowOf(framework, shipped)),
      ),
    );
  },
};

function rowOf(
  { id, name, version, isScored, controls }: Framework,
  shipped: ReadonlySet<string>,
): readonly string[] {
  const reached = controls.filter((control) => control.checks.some((check) => shipped.has(check)));
  return [
    name,
    version,
    code(id),
    isScored ? 'score' : 'evidence coverage',
    String(controls.length),
    String(reached.length),
  ];
}
