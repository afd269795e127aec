import { describe, expect, it } from 'vitest';
import { cloneText, ruleFileName } from './new-file.ts';

it.each([
  ['falco_rules.yaml', 'falco_rules.yaml'],
  ['My rules (1).yaml', 'My-rules-1-.yaml'],
  ['..hidden', 'hidden'],
  ['規則', 'rules.yaml'],
  ['x'.repeat(200), 'x'.repeat(100)],
])('%s becomes %s', (name, expected) => expect(ruleFileName(name)).toBe(expected));

describe('cloneText', () => {
  it('renames the rule and says where it comes from', () =>
    expect(cloneText('- rule: A shell\n  condition: x\n\n', 'A shell', 'A shell (copy)')).toBe(
      '# From the rule "A shell".\n- rule: A shell (copy)\n  condition: x\n',
    ));

  it('leaves overrides of the original behind, and quotes what YAML would misread', () =>
    expect(
      cloneText(
        '- rule: a\n  condition: x\n- rule: a\n  condition: and y\n  override: {condition: append}',
        'a',
        'a: b',
      ),
    ).toBe('# From the rule "a".\n- rule: "a: b"\n  condition: x\n'));
});
