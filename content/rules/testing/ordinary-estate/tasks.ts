import type { Fields } from '../ordinary-day/fields.ts';
import { createRandom, type Random } from '../ordinary-day/random.ts';

const account = '111122223333';
const region = 'eu-central-1';
const services = ['web', 'cart', 'search', 'payments'] as const;

function event(detailType: string, resource: string, detail: Fields): Fields {
  return {
    version: '0',
    'detail-type': detailType,
    source: 'aws.ecs',
    account,
    region,
    resources: [resource],
    detail,
  };
}

function arn(kind: string, name: string): string {
  return `arn:aws:ecs:${region}:${account}:${kind}/${name}`;
}

/** A task from its first status to its last. */
function taskLife(random: Random, group: string, startedBy: string, end: Fields): readonly Fields[] {
  const family = group.slice(group.indexOf(':') + 1);
  const taskArn = arn('task', `prod/${random.hex(32)}`);
  const common = {
    clusterArn: arn('cluster', 'prod'),
    taskArn,
    taskDefinitionArn: arn('task-definition', `${family}:${random.below(90)}`),
    group,
    startedBy,
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    enableExecuteCommand: false,
    overrides: { containerOverrides: [{ name: family }, { name: 'otel' }] },
  };
  const image = `${account}.dkr.ecr.${region}.amazonaws.com/${family}:1.${random.below(90)}`;
  const steps = ['PROVISIONING', 'PENDING', 'RUNNING', 'RUNNING', 'DEPROVISIONING', 'STOPPED'];
  return steps.map((lastStatus, index) =>
    event('ECS Task State Change', taskArn, {
      ...common,
      lastStatus,
      desiredStatus: index < 3 ? 'RUNNING' : 'STOPPED',
      version: index + 1,
      containers: [
        {
          name: family,
          image,
          lastStatus,
          ...(lastStatus === 'STOPPED' ? { exitCode: random.pick([0, 143]) } : {}),
        },
      ],
      ...(index < 3 ? {} : end),
    }),
  );
}

function deploy(random: Random): readonly Fields[] {
  const name = random.pick(services);
  const service = arn('service', `prod/${name}`);
  const scaled = {
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: `Scaling activity initiated by (deployment ecs-svc/${random.below(1e9)})`,
  };
  return [
    ...['SERVICE_DEPLOYMENT_IN_PROGRESS', 'SERVICE_DEPLOYMENT_COMPLETED'].map((eventName) =>
      event('ECS Deployment State Change', service, {
        eventType: 'INFO',
        eventName,
        deploymentId: `ecs-svc/${random.below(1e9)}`,
      }),
    ),
    ...taskLife(random, `service:${name}`, `ecs-svc/${random.below(1e9)}`, scaled),
    event('ECS Service Action', service, {
      eventType: 'INFO',
      eventName: 'SERVICE_STEADY_STATE',
      clusterArn: arn('cluster', 'prod'),
    }),
  ];
}

function runJob(random: Random): readonly Fields[] {
  const startedBy = random.pick([
    'events-rule/nightly',
    'chronos-schedule/report',
    'AWS Step Functions',
    'aws-batch',
  ]);
  const end = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };
  return taskLife(random, 'family:nightly', startedBy, end);
}

/** Events of ECS on days when services are deployed and scaled and jobs run. */
export function ordinaryTasks(seed: number, count: number): readonly Fields[] {
  const random = createRandom(seed);
  const events: Fields[] = [];
  while (events.length < count) events.push(...(random.below(4) === 0 ? runJob(random) : deploy(random)));
  return events.map((one, index) => ({
    id: `e-${index}`,
    time: new Date(Date.UTC(2026, 2, 2) + index * 20_000).toISOString(),
    ...one,
  }));
}
