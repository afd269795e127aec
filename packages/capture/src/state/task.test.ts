import { describe, expect, test } from 'vitest';
import { readTask } from './task.ts';

const id = 'c0ffee00'.repeat(4);
const arn = `arn:aws:ecs:eu-west-1:111122223333:task/shop/${id}`;
const digest = `sha256:${'ab'.repeat(32)}`;

describe('metadata of a task', () => {
  test('names the task and its containers', () => {
    const task = readTask({
      Cluster: 'shop',
      TaskARN: arn,
      Family: 'web',
      Revision: 7,
      LaunchType: 'FARGATE',
      Containers: [
        {
          DockerId: `${id}-2531612879`,
          Name: 'nginx',
          Image: `public.ecr.aws/nginx/nginx:1.27@${digest}`,
          ImageID: digest,
          Labels: { 'com.amazonaws.ecs.container-name': 'nginx', team: 'shop', number: 5 },
          Networks: [{ NetworkMode: 'awsvpc', IPv4Addresses: ['10.0.1.7'] }],
        },
      ],
    });
    expect(task).toMatchObject({ id, arn, cluster: 'shop', definition: 'web:7', launchType: 'FARGATE' });
    expect(task).not.toHaveProperty('service');
    expect(task?.containers).toMatchObject([
      {
        id: `${id}-2531612879`,
        name: 'nginx',
        type: 'ecs',
        task: id,
        imageRepository: 'public.ecr.aws/nginx/nginx',
        imageTag: '1.27',
        imageDigest: digest,
        ip: '10.0.1.7',
        labels: { 'com.amazonaws.ecs.container-name': 'nginx', team: 'shop' },
      },
    ]);
  });

  test.each<[string, unknown, number | undefined]>([
    ['that is a list', [], undefined],
    ['that is null', null, undefined],
    ['of a container, not of a task', { DockerId: 'x', Name: 'nginx' }, undefined],
    ['whose ARN ends too early', { TaskARN: 'arn:aws:ecs:eu-west-1:111122223333:task/' }, undefined],
    ['whose ARN is a number', { TaskARN: 5 }, undefined],
    ['with an ARN only', { TaskARN: arn }, 0],
    ['whose containers are none', { TaskARN: arn, Containers: [null, 5, [], {}, { DockerId: 5 }] }, 0],
    ['whose containers are text', { TaskARN: arn, Containers: 'x' }, 0],
    ['with very many containers', { TaskARN: arn, Containers: Array(1000).fill({ DockerId: 'x' }) }, 100],
    ['with odd networks', { TaskARN: arn, Containers: [{ DockerId: 'x', Networks: [null], Labels: [] }] }, 1],
  ])('%s', (_, document, containers) => {
    expect(readTask(document)?.containers.length).toBe(containers);
  });
});
