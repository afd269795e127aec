import type { CheckRow } from '@breakwater/api';
import type { Tone } from '../../components/status-mark.tsx';

/** How a check as a whole came out, worst first. */
export const checkOutcomes = ['failing', 'error', 'passing', 'nothing'] as const;

export type CheckOutcome = (typeof checkOutcomes)[number];

export const outcomeTones: Readonly<Record<CheckOutcome, Tone>> = {
  failing: 'bad',
  error: 'warn',
  passing: 'good',
  nothing: 'quiet',
};

/** A check passes only where nothing fails and everything could be read; without a resource it says nothing. */
export function checkOutcome(check: Pick<CheckRow, 'passed' | 'failed' | 'errors'>): CheckOutcome {
  if (check.failed > 0) return 'failing';
  if (check.errors > 0) return 'error';
  return check.passed > 0 ? 'passing' : 'nothing';
}
