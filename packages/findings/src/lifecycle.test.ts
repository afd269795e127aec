import type { Finding, Observation } from '@breakwater/model';
import { array, assert, boolean, constantFrom, property, record, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Assessment, accept, advance, findingId, reopen } from './lifecycle.ts';

const first = '2026-01-01T00:00:00Z';
const second = '2026-01-02T00:00:00Z';

function observe(subject: string, key = 'check-a'): Observation {
  return {
    type: 'check',
    subject,
    key,
    title: 'Title',
    severity: 'high',
    place: { account: '1' },
    evidence: {},
  };
}

function assessment(
  time: string,
  options: { assessed?: readonly string[]; gone?: readonly string[] } = {},
): Assessment {
  return {
    time,
    wasAssessed: (finding) => options.assessed?.includes(finding.subject) ?? false,
    isGone: (finding) => options.gone?.includes(finding.subject) ?? false,
  };
}

function open(subject: string): Finding {
  const [finding] = advance([], [observe(subject)], assessment(first)).findings;
  if (finding === undefined) throw new Error('nothing opened');
  return finding;
}

describe('advance', () => {
  it('opens what is new', () => {
    const { findings, transitions } = advance([], [observe('a')], assessment(first));
    expect(findings).toMatchObject([{ status: 'open', firstSeen: first, lastSeen: first }]);
    expect(transitions).toMatchObject([{ from: 'new', to: 'open', time: first }]);
  });

  it('keeps what is seen again, with the newest evidence', () => {
    const again = { ...observe('a'), evidence: { port: 22 } };
    const { findings, transitions } = advance([open('a')], [again], assessment(second));
    expect(findings).toMatchObject([
      { status: 'open', firstSeen: first, lastSeen: second, evidence: { port: 22 } },
    ]);
    expect(transitions).toEqual([]);
  });

  it.each([
    { name: 'resolves what was assessed and not seen', options: { assessed: ['a'] }, status: 'resolved' },
    { name: 'resolves what is gone', options: { gone: ['a'] }, status: 'resolved' },
    { name: 'leaves what was not assessed', options: {}, status: 'open' },
    { name: 'leaves what another run assessed', options: { assessed: ['b'], gone: ['c'] }, status: 'open' },
  ])('$name', ({ options, status }) => {
    const { findings, transitions } = advance([open('a')], [], assessment(second, options));
    expect(findings[0]?.status).toBe(status);
    expect(findings[0]?.resolvedAt).toBe(status === 'resolved' ? second : undefined);
    expect(transitions).toHaveLength(status === 'resolved' ? 1 : 0);
  });

  it('re-opens what comes back, as the same finding', () => {
    const resolved = advance([open('a')], [], assessment(second, { assessed: ['a'] })).findings;
    const { findings, transitions } = advance(resolved, [observe('a')], assessment('2026-01-03T00:00:00Z'));
    expect(findings).toMatchObject([{ id: open('a').id, status: 'open', firstSeen: first }]);
    expect(findings[0]).not.toHaveProperty('resolvedAt');
    expect(transitions).toMatchObject([{ from: 'resolved', to: 'open' }]);
  });

  it('keeps an accepted risk accepted while it is seen, and resolves it when it is gone', () => {
    const accepted = accept(open('a'), first).findings;
    const seen = advance(accepted, [observe('a')], assessment(second));
    expect(seen.findings).toMatchObject([{ status: 'accepted', lastSeen: second }]);
    expect(seen.transitions).toEqual([]);
    expect(advance(accepted, [], assessment(second, { gone: ['a'] })).findings[0]?.status).toBe('resolved');
  });
});

it('accept and reopen are transitions of their own, once', () => {
  const accepted = accept(open('a'), second);
  expect(accepted.transitions).toMatchObject([{ from: 'open', to: 'accepted' }]);
  const [finding] = accepted.findings;
  if (finding === undefined) throw new Error('nothing accepted');
  expect(accept(finding, second).transitions).toEqual([]);
  expect(reopen(finding, second).transitions).toMatchObject([{ from: 'accepted', to: 'open' }]);
});

it('has an identity that does not run parts together', () => {
  expect(findingId({ type: 'check', subject: 'ab', key: 'c' })).not.toBe(
    findingId({ type: 'check', subject: 'a', key: 'bc' }),
  );
});

const subjects = constantFrom<string>('a', 'b', 'c', 'd');
const run = record({
  observed: uniqueArray(subjects),
  assessed: uniqueArray(subjects),
  gone: uniqueArray(subjects),
});

describe('any series of runs', () => {
  it('keeps one finding for each identity, with consistent times and transitions', () => {
    assert(
      property(array(run, { maxLength: 8 }), (runs) => {
        let findings: readonly Finding[] = [];
        for (const [index, one] of runs.entries()) {
          const time = `2026-01-${String(index + 1).padStart(2, '0')}T00:00:00Z`;
          const before = new Map(findings.map((finding) => [finding.id, finding.status]));
          const result = advance(
            findings,
            one.observed.map((subject) => observe(subject)),
            assessment(time, one),
          );
          findings = result.findings;
          expect(new Set(findings.map((finding) => finding.id)).size).toBe(findings.length);
          for (const { finding, from } of result.transitions)
            expect(before.get(finding.id) ?? 'new').toBe(from);
          for (const finding of findings) {
            expect(finding.firstSeen <= finding.lastSeen).toBe(true);
            expect(finding.status === 'resolved').toBe(finding.resolvedAt !== undefined);
            if (one.observed.includes(finding.subject))
              expect(finding).toMatchObject({ status: 'open', lastSeen: time });
          }
        }
      }),
    );
  });

  it('never resolves what was neither assessed nor gone', () => {
    assert(
      property(uniqueArray(subjects), uniqueArray(subjects), boolean(), (known, observed, isAccepted) => {
        const findings = known
          .map((subject) => open(subject))
          .flatMap((one) => (isAccepted ? accept(one, first).findings : [one]));
        const result = advance(
          findings,
          observed.map((subject) => observe(subject)),
          assessment(second),
        );
        expect(result.findings.filter((finding) => finding.status === 'resolved')).toEqual([]);
      }),
    );
  });

  it('changes nothing when it is repeated', () => {
    assert(
      property(uniqueArray(subjects), run, (known, one) => {
        const observations = one.observed.map((subject) => observe(subject));
        const once = advance(known.map(open), observations, assessment(second, one));
        expect(advance(once.findings, observations, assessment(second, one))).toEqual({
          findings: once.findings,
          transitions: [],
        });
      }),
    );
  });
});
