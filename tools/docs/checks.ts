import { join } from 'node:path';
import { severities } from '@breakwater/model';
import { readPostureContent } from '../../apps/server/src/posture/content.ts';
import { code, generated, type Page, paragraphs, table } from './page.ts';

/** The shipped posture checks. */
export const checksPage: Page = {
  file: 'checks.md',
  write: async () => {
    const { checks } = await readPostureContent(join(import.meta.dirname, '../../content'));
    const types = [...new Set(checks.map((check) => check.resourceType))].sort();
    return paragraphs(
      generated,
      '# Posture checks',
      `${checks.length} checks. Each is a file below \`content/checks\` with its remediation and the examples that test it.`,
      ...types.flatMap((type) => [
        `## ${type}`,
        table(
          ['Check', 'Severity', 'What it asks for'],
          checks
            .filter((check) => check.resourceType === type)
            .toSorted(
              (a, b) =>
                severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
                a.id.localeCompare(b.id, 'en'),
            )
            .map((check) => [code(check.id), check.severity, check.title]),
        ),
      ]),
    );
  },
};
