import { expect, it } from 'vitest';
import { ecs } from './index.ts';

it.each([
  ['a person or program', 'ada', 'ada'],
  ['a deployment', 'ecs-svc/2058996612345', undefined],
  ['nobody', undefined, undefined],
])('a task started by %s', (_, startedBy, user) => {
  const record = {
    id: '1',
    source: 'aws.ecs',
    'detail-type': 'ECS Task State Change',
    time: '2026-01-01T00:00:00Z',
    detail: { taskArn: 'arn:aws:ecs:eu-west-1:1:task/shop/t', startedBy },
  };
  const { events, rejected } = ecs.parse(JSON.stringify(record));
  expect(rejected).toEqual([]);
  expect(events.map((event) => ecs.summarize(event).user)).toEqual([user]);
});
