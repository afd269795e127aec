import { resourceTypes } from '@breakwater/inventory';
import { code, generated, type Page, paragraphs, table } from './page.ts';

/** What the inventory reads of an AWS account, and the rights that it takes. */
export const resourceTypesPage: Page = {
  file: 'resource-types.md',
  write: async () => {
    // Which regions are enabled is asked before any type is read.
    const actions = [
      ...new Set(['ec2:DescribeRegions', ...resourceTypes.flatMap((type) => type.actions)]),
    ].sort();
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
    };
    return paragraphs(
      generated,
      '# Resource types of the inventory',
      table(
        ['Type', 'Read', 'IAM actions'],
        resourceTypes.map(({ type, scope, actions }) => [
          code(type),
          scope === 'global' ? 'once per account' : 'in every enabled region',
          actions.map(code).join(', '),
        ]),
      ),
      '## Policy of the role',
      'All that reading takes. Nothing in it changes an account.',
      `\`\`\`json\n${JSON.stringify(policy, null, 2)}\n\`\`\``,
    );
  },
};
