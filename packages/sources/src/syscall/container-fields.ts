import { type FieldRow, rows } from './field-row.ts';

/** What a reader of an output wants to know first; in the order in which it is added. */
const suggested: readonly FieldRow[] = rows(
  'string',
  {
    'container.id': 'First 12 characters of the id, or host',
    'container.name': 'Name of the container, or host',
    'container.image.repository': 'Image without tag and digest',
    'container.image.tag': 'Tag of the image',
    'k8s.pod.name': 'Name of the pod',
    'k8s.ns.name': 'Namespace of the pod',
  },
  { isSuggested: true },
);

const container: readonly FieldRow[] = [
  ...rows('string', {
    'container.full_id': 'Id of the container',
    'container.type': 'What runs the container, or host',
    'container.image': 'Image with tag',
    'container.image.id': 'Id of the image',
    'container.image.digest': 'Digest of the image in its registry',
    'container.ip': 'Address of the container',
    'container.cni.json': 'Result of the network plugin, as JSON',
    'container.healthcheck': 'Deprecated, upstream leaves it empty: command of the health check',
    'container.liveness_probe': 'Deprecated, upstream leaves it empty: command of the liveness probe',
    'container.readiness_probe': 'Deprecated, upstream leaves it empty: command of the readiness probe',
    'container.labels': 'Labels as key:value, joined by commas',
    'container.mounts': 'All mounts as source:destination:mode:writable:propagation',
  }),
  ...rows('bool', {
    'container.privileged': 'The container is privileged',
    'container.host_pid': 'The container shares the processes of the host',
    'container.host_network': 'The container shares the network of the host',
    'container.host_ipc': 'The container shares the IPC of the host',
  }),
  ...rows('time', {
    'container.start_ts': 'When the container started',
    'container.duration': 'Nanoseconds since the container started',
  }),
  ...rows(
    'string',
    {
      'container.mount': 'A mount by number or source (a glob): [0], [/var/*]',
      'container.mount.source': 'Source of a mount by number or destination',
      'container.mount.dest': 'Destination of a mount by number or source',
      'container.mount.mode': 'Mode of a mount by number or source',
      'container.mount.rdwr': 'Whether a mount by number or source may be written',
      'container.mount.propagation': 'Propagation of a mount by number or source',
      'container.label': 'One label of the container',
    },
    { argument: 'key' },
  ),
  ...rows('bool', {
    'proc.is_container_healthcheck':
      'Deprecated, upstream leaves it empty: the process belongs to the health check of the container',
    'proc.is_container_liveness_probe':
      'Deprecated, upstream leaves it empty: the process belongs to the liveness probe of the container',
    'proc.is_container_readiness_probe':
      'Deprecated, upstream leaves it empty: the process belongs to the readiness probe of the container',
  }),
];

const pod: readonly FieldRow[] = [
  ...rows('string', {
    'k8s.pod.id': 'The same as k8s.pod.uid',
    'k8s.pod.uid': 'Unique id of the pod',
    'k8s.pod.sandbox_id': 'First 12 characters of the id of the sandbox',
    'k8s.pod.full_sandbox_id': 'Id of the sandbox',
    'k8s.pod.ip': 'Address of the pod',
    'k8s.pod.cni.json': 'Result of the network plugin for the pod, as JSON',
    'k8s.pod.labels': 'Labels of the pod as key:value, joined by commas',
    'k8s.ns.id': 'Deprecated, upstream leaves it empty: id of the namespace',
    'k8s.ns.labels': 'Deprecated, upstream leaves it empty: labels of the namespace',
  }),
  ...rows(
    'string',
    {
      'k8s.pod.label': 'One label of the pod',
      'k8s.ns.label': 'Deprecated, upstream leaves it empty: one label of the namespace',
    },
    { argument: 'key' },
  ),
];

/** Task of ECS: its id is in the control groups; the rest comes with its metadata. */
const task: readonly FieldRow[] = rows('string', {
  'ecs.cluster': 'Name of the cluster that the task runs in',
  'ecs.service': 'Name of the service that the task belongs to',
  'ecs.task': 'Id of the task',
  'ecs.task.arn': 'ARN of the task',
  'ecs.task.definition': 'Family and revision of the task definition',
  'ecs.task.launch_type': 'FARGATE or EC2',
  'ecs.task.availability_zone': 'Availability zone of the task',
  'ecs.container.name': 'Name of the container in the task definition',
});

const owners = [
  ['rc', 'replication controller'],
  ['svc', 'service'],
  ['rs', 'replica set'],
  ['deployment', 'deployment'],
] as const;

/** Deprecated: kept so that rules load, and empty as upstream leaves them. */
const ownerRows: readonly FieldRow[] = owners.flatMap(([kind, words]) => [
  ...rows('string', {
    [`k8s.${kind}.name`]: `Deprecated, upstream leaves it empty: name of the ${words} of the pod`,
    [`k8s.${kind}.id`]: `Deprecated, upstream leaves it empty: id of the ${words} of the pod`,
    [`k8s.${kind}.labels`]: `Deprecated, upstream leaves it empty: labels of the ${words} of the pod`,
  }),
  ...rows(
    'string',
    { [`k8s.${kind}.label`]: `Deprecated, upstream leaves it empty: one label of the ${words} of the pod` },
    { argument: 'key' },
  ),
]);

/** Fields of the container, pod and task that the process runs in. */
export const containerRows: readonly FieldRow[] = [...suggested, ...container, ...pod, ...task, ...ownerRows];
