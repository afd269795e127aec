import { changedRules } from '@breakwater/rules';
import { expect, it } from 'vitest';
import { loadFiles, loadRuleFiles, readRuleFiles } from './load-rule-files.ts';

const rule = `- rule: R
  desc: d
  condition: ct.name = StopLogging
  output: o
  priority: NOTICE
  source: aws_cloudtrail
`;
const needing = (name: string, version: string) =>
  `- required_plugin_versions:\n    - { name: ${name}, version: ${version} }\n${rule}`;

it.each([
  ['a plugin that a source here plays', needing('cloudtrail', '0.1.0'), true],
  ['a newer plugin', needing('cloudtrail', '99.0.0'), false],
  ['a plugin that nothing here plays', needing('no-such', '0.1.0'), false],
])('judges what a file needs: %s', (_, text, loads) => {
  const file = { id: 'f', text, isEnabled: true };
  const { ruleset, errors, failedId } = loadRuleFiles([file]);
  expect(ruleset !== undefined, errors[0]?.message).toBe(loads);
  expect(errors.length > 0).toBe(!loads);
  expect(failedId).toBe(loads ? undefined : 'f');
  expect(loadRuleFiles([{ ...file, isEnabled: false }]).errors).toEqual([]);
});

it('makes the same of files that another thread has read', () => {
  const file = { id: 'f', text: `- list: l\n  items: [a]\n- unknown: x\n${rule}`, isEnabled: true };
  const files = [file, { ...file, id: 'off', text: 'no rules', isEnabled: false }];
  const read = structuredClone(readRuleFiles(files));
  if (read === undefined) throw new Error('the files cannot be read');
  const [{ ruleset, ...told }, { ruleset: fromText, ...expected }] = [loadFiles(read), loadRuleFiles(files)];
  expect(told).toEqual(expected);
  expect(told.warnings.map(({ code }) => code)).toContain('LOAD_UNKNOWN_ITEM');
  expect(changedRules(fromText?.rules ?? [], ruleset?.rules ?? [])).toEqual([]);
  expect(ruleset?.rules.map(({ location }) => location)).toEqual(
    fromText?.rules.map(({ location }) => location),
  );
  expect(readRuleFiles([{ ...file, text: 'no rules' }])).toBeUndefined();
});
