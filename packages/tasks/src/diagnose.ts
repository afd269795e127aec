import { describeExitCode } from './exit-code.ts';
import { type StopCause, stopCauses, stopCodes } from './stop-causes.ts';
import type { ContainerState, TaskState } from './task-state.ts';

/** Why a task stopped, in plain words. */
export interface Diagnosis {
  /** One sentence: what happened. */
  readonly summary: string;
  /** What the evidence says about the cause, most telling first. */
  readonly reasons: readonly string[];
  readonly nextSteps: readonly string[];
  /** A stop that nobody needs to look at. */
  readonly isExpected: boolean;
}

/** What is known of the last minutes besides the task's own state. */
export interface Evidence {
  /** Highest memory use / limit of the last minutes, 0–1; absent when there are no metrics. */
  readonly peakMemoryRatio?: number;
}

const killed = 137;
/** Use of memory from which a kill without a stated reason is put down to memory. */
const memoryTouchedLimit = 0.98;

/**
 * Explains a stop from what ECS said. A kill (137) counts as out of memory only when ECS says so or the memory
 * reached its limit; otherwise it is the end of the stop timeout.
 */
export function diagnose(task: TaskState, evidence: Evidence = {}): Diagnosis {
  const exited = failingContainer(task.containers);
  const reasons = reasonsOf(task, exited, evidence);
  if (task.stoppedAt === undefined && task.lastStatus !== 'STOPPED') {
    return {
      summary: `The task is ${task.lastStatus.toLowerCase()}.`,
      reasons: [],
      nextSteps: [],
      isExpected: true,
    };
  }
  const stated = statedCause(task);
  if (stated !== undefined) {
    const { summary, nextSteps, isExpected = false } = stated;
    return { summary, reasons, nextSteps, isExpected };
  }
  if (exited?.exitCode === killed) return diagnoseKill(evidence, reasons);
  if (
    exited?.exitCode !== undefined &&
    task.stopCode !== 'UserInitiated' &&
    task.stopCode !== 'ServiceSchedulerInitiated'
  ) {
    return {
      summary: `Container ${exited.name} ended with exit code ${exited.exitCode}: ${describeExitCode(exited.exitCode)}.`,
      reasons,
      nextSteps:
        exited.exitCode === 0
          ? ['A service expects its containers to keep running: check why the process ended.']
          : [
              'Read the last log lines of the container.',
              'Compare with the last task that was healthy: image, definition, environment.',
            ],
      isExpected: false,
    };
  }
  const byCode = task.stopCode === undefined ? undefined : stopCodes[task.stopCode];
  return {
    summary: byCode?.summary ?? task.stoppedReason ?? 'ECS gave no reason for the stop.',
    reasons,
    nextSteps: [],
    isExpected: byCode?.isExpected ?? false,
  };
}

/** The container whose end explains the stop: one that failed, else one that ended. */
export function failingContainer(containers: readonly ContainerState[]): ContainerState | undefined {
  const ended = containers.filter(
    (container) => container.exitCode !== undefined || container.reason !== undefined,
  );
  return ended.find((container) => container.exitCode !== 0) ?? ended[0];
}

function statedCause(task: TaskState): StopCause | undefined {
  const said = [task.stoppedReason, ...task.containers.map((container) => container.reason)]
    .filter((reason) => reason !== undefined)
    .map((reason) => reason.toLowerCase());
  return stopCauses.find((cause) => said.some((reason) => reason.includes(cause.pattern)));
}

function diagnoseKill(evidence: Evidence, reasons: readonly string[]): Diagnosis {
  const ratio = evidence.peakMemoryRatio;
  if (ratio !== undefined && ratio >= memoryTouchedLimit) {
    return {
      summary: 'A container was killed when the memory of the task reached its limit.',
      reasons,
      nextSteps: stopCauses.find((cause) => cause.id === 'out-of-memory')?.nextSteps ?? [],
      isExpected: false,
    };
  }
  return {
    summary: 'A container did not end within the stop timeout after SIGTERM and was killed.',
    reasons,
    nextSteps: [
      'Let the process handle SIGTERM: a shell as PID 1 does not pass it on.',
      'Raise stopTimeout (30 s unless set, at most 120 s) if it needs longer.',
    ],
    isExpected: false,
  };
}

function reasonsOf(
  task: TaskState,
  exited: ContainerState | undefined,
  evidence: Evidence,
): readonly string[] {
  const reasons: string[] = [];
  if (task.stoppedReason !== undefined) reasons.push(`ECS: ${task.stoppedReason}`);
  for (const container of task.containers) {
    if (container.reason !== undefined) reasons.push(`Container ${container.name}: ${container.reason}`);
  }
  if (exited?.exitCode !== undefined) {
    reasons.push(
      `Container ${exited.name} ended with exit code ${exited.exitCode}: ${describeExitCode(exited.exitCode)}`,
    );
  }
  if (evidence.peakMemoryRatio !== undefined) {
    reasons.push(
      `Memory reached ${Math.round(evidence.peakMemoryRatio * 100)} % of its limit in the last minutes`,
    );
  }
  if (task.startedAt === undefined && task.lastStatus === 'STOPPED')
    reasons.push('The task never reached RUNNING');
  return reasons;
}
