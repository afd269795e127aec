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

it.each<[string, unknown]>([
  ['ecs.overrides.container', ['app']],
  ['ecs.overrides.command', ['sh -c id']],
  ['ecs.overrides.environment', ['DEBUG']],
  ['ecs.overrides.task_role', 'arn:aws:iam::1:role/admin'],
  ['ecs.overrides.execution_role', undefined],
  ['ecs.task.private_ip', '10.0.0.7'],
  ['ecs.task.subnet', 'subnet-1'],
  ['ecs.task.network_interface', undefined],
])('%s of a task that was started with changes', (name, expected) => {
  const record = {
    id: '1',
    source: 'aws.ecs',
    'detail-type': 'ECS Task State Change',
    time: '2026-01-01T00:00:00Z',
    detail: {
      attachments: [
        { type: 'eni', details: [{ name: 'subnetId', value: 'subnet-1' }] },
        { type: 'eni', details: [{ name: 'privateIPv4Address', value: '10.0.0.7' }] },
      ],
      overrides: {
        taskRoleArn: 'arn:aws:iam::1:role/admin',
        containerOverrides: [
          { name: 'app', command: ['sh', '-c', 'id'], environment: [{ name: 'DEBUG', value: '1' }] },
          { name: 'sidecar' },
        ],
      },
    },
  };
  const [event] = ecs.parse(JSON.stringify(record)).events;
  const field = ecs.fields.find((one) => one.name === name);
  expect(event && field?.extract(event)).toEqual(expected);
});
