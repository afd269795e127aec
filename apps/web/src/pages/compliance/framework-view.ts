import type { ControlRow, FrameworkDetail, RequirementRow } from '@breakwater/api';
import type { ControlStatus } from '@breakwater/model';
import type { Tone } from '../../components/status-mark.tsx';
import { matchesText } from '../../state/local-filter.ts';

/** Worst first; what was not assessed stands apart and never counts as passed. */
export const controlStatuses = [
  'failed',
  'error',
  'passed',
  'not-assessed',
] as const satisfies readonly ControlStatus[];

export const controlTones: Readonly<Record<ControlStatus, Tone>> = {
  failed: 'bad',
  error: 'warn',
  passed: 'good',
  'not-assessed': 'quiet',
};

export function controlStatusOf(view: string | undefined): ControlStatus | undefined {
  return controlStatuses.find((status) => status === view);
}

/** The requirements with the controls that the screen keeps; a requirement without any is left out. */
export function filterRequirements(
  requirements: readonly RequirementRow[],
  status: ControlStatus | undefined,
  text: string | undefined,
): readonly RequirementRow[] {
  return requirements.flatMap((requirement) => {
    const controls = requirement.controls.filter(
      (control) =>
        (status === undefined || control.status === status) &&
        matchesText(text, [
          control.id,
          control.title,
          requirement.id,
          ...control.checks.map((check) => check.id),
        ]),
    );
    return controls.length === 0 ? [] : [{ ...requirement, controls }];
  });
}

export function findControl(framework: FrameworkDetail, id: string | undefined): ControlRow | undefined {
  if (id === undefined) return undefined;
  for (const requirement of framework.requirements) {
    const found = requirement.controls.find((control) => control.id === id);
    if (found) return found;
  }
  return undefined;
}

/** How many controls have each status. */
export function countControls(controls: readonly ControlRow[]): Readonly<Record<ControlStatus, number>> {
  const counts = { passed: 0, failed: 0, 'not-assessed': 0, error: 0 };
  for (const control of controls) counts[control.status] += 1;
  return counts;
}

/** Share of the controls about which there is evidence: what is shown where no score may be. */
export function evidenceShare(counts: Readonly<Record<ControlStatus, number>>): number {
  const judged = counts.passed + counts.failed;
  const all = judged + counts.error + counts['not-assessed'];
  return all === 0 ? 0 : judged / all;
}
