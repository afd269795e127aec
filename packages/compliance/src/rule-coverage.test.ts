import { describe, expect, it } from 'vitest';
import { tactics } from './attack/tactics.ts';
import { techniques } from './attack/techniques.ts';
import { ruleCoverage, techniqueOf } from './rule-coverage.ts';

const framework = {
  id: 'cis-aws-5.0',
  name: 'CIS',
  version: '5.0',
  isScored: true,
  controls: [
    { id: '4.5', title: 'Trail changes', requirement: '4', checks: [] },
    { id: '4.6', title: 'Sign-in failures', requirement: '4', checks: [] },
  ],
};

function rulesAt(tags: readonly string[], tactic: string, technique: string): readonly string[] | undefined {
  const coverage = ruleCoverage([{ name: 'R', tags }], [framework]);
  return coverage.tactics.find(({ id }) => id === tactic)?.techniques.find(({ id }) => id === technique)
    ?.rules;
}

describe('the table of techniques', () => {
  it('has every id once, well formed, and tactics that are there', () => {
    const ids = techniques.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, tactics: own } of techniques) {
      expect(id).toMatch(/^T\d{4}(?:\.\d{3})?$/);
      expect(own.length).toBeGreaterThan(0);
      for (const tactic of own) expect(tactics.map((one) => one.id)).toContain(tactic);
    }
  });

  it('names a sub-technique after its parent', () => {
    const names = new Map(techniques.map(({ id, name }) => [id, name]));
    const children = techniques.filter(({ id }) => id.includes('.'));
    const orphans = children.filter(({ id, name }) => !name.startsWith(`${names.get(id.slice(0, 5))}: `));
    expect(orphans.map(({ id }) => id)).toEqual([]);
  });
});

describe('a rule', () => {
  it.each([
    ['under the tactic that it names', ['T1078.004', 'mitre_initial_access'], 'TA0001', 'T1078.004', ['R']],
    ['under no other', ['T1078.004', 'mitre_initial_access'], 'TA0003', 'T1078.004', []],
    ['without a tactic under all of its technique', ['T1078'], 'TA0003', 'T1078', ['R']],
    [
      'with a tactic that does not fit under those of its technique',
      ['T1562.008', 'mitre_impact'],
      'TA0005',
      'T1562.008',
      ['R'],
    ],
    ['under the technique of a sub-technique', ['T1562.008'], 'TA0005', 'T1562', ['R']],
    ['once under a technique that it names too', ['T1562', 'T1562.008'], 'TA0005', 'T1562', ['R']],
    ['not under a sub-technique of its technique', ['T1562'], 'TA0005', 'T1562.008', []],
    ['with upstream tags', ['mitre_TA0040-impact', 'mitre_T1485-data-destruction'], 'TA0040', 'T1485', ['R']],
    ['with a technique that is not known here', ['T1999', 'mitre_impact'], 'TA0040', 'T1999', ['R']],
  ])('%s', (_, tags, tactic, technique, expected) => {
    expect(rulesAt(tags, tactic, technique)).toEqual(expected);
  });

  it('is listed with the controls that it names; what is no control is told', () => {
    const tags = ['cis-aws-5.0:4.5', 'cis-aws-5.0:9.9', 'owner:shop'];
    const { frameworks, unknown } = ruleCoverage([{ name: 'R', tags }], [framework]);
    expect(frameworks[0]?.controls.map(({ id, rules }) => [id, rules])).toEqual([
      ['4.5', ['R']],
      ['4.6', []],
    ]);
    expect(unknown).toEqual([{ tag: 'cis-aws-5.0:9.9', rules: ['R'] }]);
  });
});

it.each([
  ['T1078', 'T1078'],
  ['t1078.004', 'T1078.004'],
  ['mitre_T1485-data-destruction', 'T1485'],
  ['T10789', undefined],
  ['mitre_execution', undefined],
])('techniqueOf(%s) is %s', (tag, expected) => {
  expect(techniqueOf(tag)).toBe(expected);
});
