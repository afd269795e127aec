/** A cause that ECS states in the reason of a task or container, by how the text begins or what it contains. */
export interface StopCause {
  readonly id: string;
  readonly pattern: string;
  readonly summary: string;
  readonly nextSteps: readonly string[];
  /** Nobody needs to look: somebody or something wanted the task to stop. */
  readonly isExpected?: boolean;
}

/** Most telling first: the first whose pattern occurs in a reason is the cause. Patterns are lower case. */
export const stopCauses: readonly StopCause[] = [
  {
    id: 'out-of-memory',
    pattern: 'outofmemory',
    summary: 'A container used more memory than it was given and was killed.',
    nextSteps: [
      'Compare the memory of the last minutes with the limit.',
      'Raise the memory of the task, or find what grows: look at what the last deployment changed.',
    ],
  },
  {
    id: 'cannot-pull-image',
    pattern: 'cannotpullcontainer',
    summary: 'The image could not be pulled, so the task never ran.',
    nextSteps: [
      'Check that the tag or digest exists in the registry.',
      'Check that the execution role may pull it (ecr:GetAuthorizationToken, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer).',
      'Check the route to the registry: NAT gateway, or endpoints for ecr.api, ecr.dkr and S3.',
      'Check that the image was built for the CPU architecture of the task.',
    ],
  },
  {
    id: 'resource-initialization',
    pattern: 'resourceinitializationerror',
    summary:
      'Something the task needs before it starts could not be set up: a secret, a parameter, the log driver or a volume.',
    nextSteps: [
      'Read the rest of the reason: it names the secret, parameter, log group or file system.',
      'Check that the execution role may read it, and that the VPC has a route or endpoint to its service.',
    ],
  },
  {
    id: 'cannot-start',
    pattern: 'cannotstartcontainer',
    summary: 'The container could not be started.',
    nextSteps: ['Check ENTRYPOINT and command, the user, the working directory and mounted volumes.'],
  },
  {
    id: 'runtime',
    pattern: 'containerruntime',
    summary: 'The container runtime failed while it started or watched the container.',
    nextSteps: ['Start the task again; when it happens again, open a case with AWS.'],
  },
  {
    id: 'elb-health-check',
    pattern: 'failed elb health checks',
    summary: 'The load balancer found the task unhealthy, so ECS replaced it.',
    nextSteps: [
      'Call the health check path in the container: does it answer in time, on that port, with that status?',
      'Check the security group between load balancer and task.',
      'If the application starts slowly, raise the grace period of the service.',
    ],
  },
  {
    id: 'container-health-check',
    pattern: 'failed container health checks',
    summary: "The container's own health check failed, so ECS replaced the task.",
    nextSteps: [
      'Run the health check command in the container by hand.',
      'Look at CPU and memory before the stop.',
    ],
  },
  {
    id: 'scaling',
    pattern: 'scaling activity initiated by',
    summary: 'ECS stopped the task because the service needed fewer tasks or replaced it in a deployment.',
    nextSteps: [],
    isExpected: true,
  },
  {
    id: 'spot',
    pattern: 'spot task was interrupted',
    summary: 'AWS took the Fargate Spot capacity back, with two minutes of warning.',
    nextSteps: ['Nothing to mend; use on-demand capacity for what must not be interrupted.'],
    isExpected: true,
  },
  {
    id: 'maintenance',
    pattern: 'performing maintenance',
    summary: 'AWS retired the platform below the task for maintenance and stopped it.',
    nextSteps: ['Nothing to mend; a service starts a new task by itself.'],
    isExpected: true,
  },
  {
    id: 'stopped-by-user',
    pattern: 'task stopped by user',
    summary: 'Somebody stopped the task.',
    nextSteps: ['The CloudTrail event StopTask names who did.'],
    isExpected: true,
  },
];

/** What a stop code says where no reason says more. */
export const stopCodes: Readonly<
  Record<string, { readonly summary: string; readonly isExpected?: boolean }>
> = {
  TaskFailedToStart: { summary: 'The task failed to start.' },
  EssentialContainerExited: { summary: 'An essential container ended, so the whole task was stopped.' },
  UserInitiated: { summary: 'Somebody stopped the task.', isExpected: true },
  ServiceSchedulerInitiated: {
    summary: 'ECS stopped the task: a deployment, scaling, or a failed health check.',
    isExpected: true,
  },
  SpotInterruption: { summary: 'AWS took the Fargate Spot capacity back.', isExpected: true },
  TerminationNotice: { summary: 'The capacity below the task was taken away with notice.', isExpected: true },
  InfrastructureHealth: { summary: 'The infrastructure below the task was unhealthy and AWS stopped it.' },
};
