import type { ControlAssessment, Counts, FrameworkAssessment } from '@breakwater/compliance';
import { plainText, tableLines, wrap } from '../inventory/print.ts';

const listedResources = 5;
const statusWidth = 14;

/** One row for each requirement, and what they add up to. */
export function* summaryLines(assessment: FrameworkAssessment): Generator<string> {
  const { framework, requirements } = assessment;
  yield* heading(assessment);
  yield* tableLines(
    ['SCORE', 'PASSED', 'FAILED', 'ERROR', 'NOT ASSESSED', 'REQUIREMENT'],
    requirements.map(({ requirement, counts, score }) => [
      percent(score),
      ...[counts.passed, counts.failed, counts.error, counts.notAssessed].map(String),
      requirement,
    ]),
  );
  yield* footing(assessment);
  if (!framework.isScored)
    yield `${wrap('This standard is met by processes: checks give evidence for it, never a score.', '')}\n`;
}

/** Every control with its status, and the resources that fail it or could not be judged. */
export function* reportLines(assessment: FrameworkAssessment): Generator<string> {
  yield* heading(assessment);
  for (const { requirement, controls, counts, score } of assessment.requirements) {
    yield `\n${plainText(requirement)}  ${percent(score)}\n  ${sum(counts)}\n`;
    for (const control of controls) yield* controlLines(control);
  }
  yield* footing(assessment);
}

function* heading({ framework, score, coverage }: FrameworkAssessment): Generator<string> {
  yield `${plainText(framework.name)} ${plainText(framework.version)}\n`;
  const known = `${percent(coverage)} of ${framework.controls.length} controls were judged`;
  yield framework.isScored ? `Score ${percent(score)}; ${known}\n` : `Evidence: ${known}\n`;
}

function* footing({ counts }: FrameworkAssessment): Generator<string> {
  yield `\nAll controls: ${sum(counts)}\n`;
}

function* controlLines({ control, status, resources, missingChecks }: ControlAssessment): Generator<string> {
  yield `  ${status.padEnd(statusWidth)}${wrap(`${control.id} ${control.title}`, ' '.repeat(statusWidth + 2)).trimStart()}\n`;
  const bad = resources.filter((one) => one.status === 'FAIL' || one.status === 'ERROR');
  for (const one of bad.slice(0, listedResources))
    yield `      ${one.status.padEnd(5)} ${plainText(one.resourceId)}\n`;
  if (bad.length > listedResources) yield `      and ${bad.length - listedResources} more (--json has all)\n`;
  if (missingChecks.length > 0 && status === 'not-assessed' && resources.length > 0) {
    yield `${wrap(`not all of it is checked: ${missingChecks.join(', ')} missing`, '      ')}\n`;
  }
}

function sum({ passed, failed, error, notAssessed }: Counts): string {
  return `${passed} passed, ${failed} failed, ${error} in error, ${notAssessed} not assessed`;
}

function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(value * 100)} %`;
}
