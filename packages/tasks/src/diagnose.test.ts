import { describe, expect, it } from 'vitest';
import { diagnose, type Evidence } from './diagnose.ts';
import { describeExitCode } from './exit-code.ts';
import type { TaskState } from './task-state.ts';

function stopped(part: Partial<TaskState>): TaskState {
  return {
    arn: 'arn:aws:ecs:eu-west-1:111122223333:task/shop/1',
    version: 5,
    place: { provider: 'aws' },
    taskDefinition: 'web:7',
    family: 'web',
    lastStatus: 'STOPPED',
    stoppedAt: '2026-01-01T00:00:00.000Z',
    startedAt: '2026-01-01T00:00:00.000Z',
    containers: [],
    ...part,
  };
}

function exited(exitCode: number, reason?: string): TaskState['containers'] {
  return [{ name: 'app', lastStatus: 'STOPPED', exitCode, ...(reason === undefined ? {} : { reason }) }];
}

const essential = {
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
};

const cases: readonly [string, Partial<TaskState>, Evidence, string, boolean][] = [
  [
    'memory, stated',
    { ...essential, containers: exited(137, 'OutOfMemoryError: Container killed due to memory usage') },
    {},
    'used more memory',
    false,
  ],
  [
    'memory, measured',
    { ...essential, containers: exited(137) },
    { peakMemoryRatio: 0.995 },
    'reached its limit',
    false,
  ],
  [
    'stop timeout',
    { ...essential, containers: exited(137) },
    { peakMemoryRatio: 0.4 },
    'stop timeout',
    false,
  ],
  ['stop timeout without metrics', { ...essential, containers: exited(137) }, {}, 'stop timeout', false],
  ['application error', { ...essential, containers: exited(1) }, {}, 'exit code 1', false],
  ['ended by itself', { ...essential, containers: exited(0) }, {}, 'exit code 0', false],
  [
    'pull',
    {
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: pull image manifest has been retried 1 time(s)',
    },
    {},
    'could not be pulled',
    false,
  ],
  [
    'secret',
    {
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'ResourceInitializationError: unable to pull secrets or registry auth',
    },
    {},
    'could not be set up',
    false,
  ],
  [
    'load balancer',
    {
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Task failed ELB health checks in (target-group arn:x)',
    },
    {},
    'load balancer',
    false,
  ],
  [
    'scaling',
    {
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
      containers: exited(143),
    },
    {},
    'fewer tasks',
    true,
  ],
  [
    'deployment without a reason',
    { stopCode: 'ServiceSchedulerInitiated', containers: exited(143) },
    {},
    'ECS stopped the task',
    true,
  ],
  [
    'by hand, own words',
    { stopCode: 'UserInitiated', stoppedReason: 'cleaning up', containers: exited(143) },
    {},
    'Somebody stopped',
    true,
  ],
  [
    'spot',
    { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' },
    {},
    'Spot capacity',
    true,
  ],
  [
    'a stop code of tomorrow',
    { stopCode: 'NewCode', stoppedReason: 'something new' },
    {},
    'something new',
    false,
  ],
  ['nothing at all', {}, {}, 'gave no reason', false],
];

describe('the diagnosis of a stop', () => {
  it.each(cases)('%s', (_, part, evidence, summary, isExpected) => {
    const diagnosis = diagnose(stopped(part), evidence);
    expect(diagnosis.summary).toContain(summary);
    expect(diagnosis.isExpected).toBe(isExpected);
  });

  it('says what ECS said, container by container', () => {
    const { reasons } = diagnose(stopped({ ...essential, containers: exited(1, 'boom') }));
    expect(reasons).toEqual([
      'ECS: Essential container in task exited',
      'Container app: boom',
      'Container app ended with exit code 1: the application reported an error',
    ]);
  });

  it('does not explain what has not happened', () => {
    const { stoppedAt: _, ...running } = stopped({ lastStatus: 'RUNNING' });
    expect(diagnose(running).summary).toBe('The task is running.');
  });
});

it.each([
  [0, 'without an error'],
  [127, 'not found'],
  [130, 'SIGINT'],
  [137, 'SIGKILL'],
  [139, 'SIGSEGV'],
  [143, 'SIGTERM'],
  [192, 'signal 64'],
  [42, 'error code of its own'],
])('exit code %i says "%s"', (code, words) => {
  expect(describeExitCode(code)).toContain(words);
});
