import { describe, expect, it } from 'vitest';
import { descriptionLead, descriptionParts } from './rule-description.ts';

describe('descriptionParts', () => {
  it.each([
    ['One line.', [{ text: 'One line.' }]],
    ['Broken\nover lines.\n', [{ text: 'Broken over lines.' }]],
    [
      'A trail was stopped.\n\nWhy it matters: No record\nmay remain.\n\nTriage: Ask who.\n\nFalse positives: None.',
      [
        { text: 'A trail was stopped.' },
        { heading: 'Why it matters', text: 'No record may remain.' },
        { heading: 'Triage', text: 'Ask who.' },
        { heading: 'False positives', text: 'None.' },
      ],
    ],
    [
      'What.\n\nTriage: First.\n\nThen this.',
      [{ text: 'What.' }, { heading: 'Triage', text: 'First.\n\nThen this.' }],
    ],
    ['See https://example.org: it says more.', [{ text: 'See https://example.org: it says more.' }]],
    ['Steps:\n- one\n- two', [{ text: 'Steps:\n- one\n- two' }]],
    ['', []],
  ])('%j', (text, parts) => expect(descriptionParts(text)).toEqual(parts));
});

it('the lead is what happened', () => expect(descriptionLead('What.\n\nTriage: Ask.')).toBe('What.'));
