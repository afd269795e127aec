import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifeLine } from './life-line.ts';
import { readTaskState, TaskStateError } from './task-state.ts';

const arn = 'arn:aws:ecs:eu-west-1:111122223333:task/shop/0a1b2c';

function envelope(detail: Record<string, unknown> = {}): unknown {
  return {
    'detail-type': 'ECS Task State Change',
    account: '111122223333',
    region: 'eu-west-1',
    detail: {
      taskArn: arn,
      clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/shop',
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7',
      group: 'service:web',
      version: 4,
      lastStatus: 'STOPPED',
      cpu: '256',
      memory: '512',
      ...detail,
    },
  };
}

describe('a task state change', () => {
  it('is placed by account, region, cluster, service and task', () => {
    expect(readTaskState(envelope()).place).toEqual({
      provider: 'aws',
      account: '111122223333',
      region: 'eu-west-1',
      cluster: 'shop',
      service: 'web',
      task: '0a1b2c',
    });
  });

  it('counts CPU in vCPU and memory in bytes', () => {
    expect(readTaskState(envelope())).toMatchObject({
      cpu: 0.25,
      memory: 536_870_912,
      taskDefinition: 'web:7',
      family: 'web',
    });
  });

  it('has no service when it was started on its own', () => {
    expect(readTaskState(envelope({ group: 'family:job' })).place.service).toBeUndefined();
  });

  it.each([
    ['taskArn', { taskArn: 5 }],
    ['version', { version: '4' }],
    ['lastStatus', { lastStatus: undefined }],
  ])('names what is wrong with detail.%s', (field, detail) => {
    expect(() => readTaskState(envelope(detail))).toThrow(field);
  });

  it('never fails otherwise, whatever is in it', () => {
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (whole, detail) => {
        for (const candidate of [whole, { detail }, envelope(detail)]) {
          try {
            lifeLine(readTaskState(candidate));
          } catch (error) {
            expect(error).toBeInstanceOf(TaskStateError);
          }
        }
      }),
    );
  });
});

it('the life line is in order of time and says how long each step took', () => {
  const task = readTaskState(
    envelope({
      createdAt: '2026-01-01T00:00:00Z',
      pullStartedAt: '2026-01-01T00:00:05.5Z',
      startedAt: '2026-01-01T00:00:20Z',
      stoppedAt: '2026-01-01T01:00:20Z',
      stoppingAt: 'soon',
    }),
  );
  expect(lifeLine(task).map(({ phase, sincePreviousMs }) => [phase, sincePreviousMs])).toEqual([
    ['created', undefined],
    ['pull-started', 5500],
    ['started', 14_500],
    ['stopped', 3_600_000],
  ]);
});
