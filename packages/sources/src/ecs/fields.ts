import type { Event, Field, FieldType, FieldValue } from '@breakwater/model';
import { genericFields } from '../generic-fields.ts';
import { at, filled, type JsonObject } from '../json/access.ts';
import { jsonFields } from '../json/fields.ts';
import { listField, textsOf } from '../json/path-fields.ts';
import {
  afterSlash,
  attachmentDetail,
  containersOf,
  isChanged,
  overridesOf,
  serviceOf,
  titleOf,
} from './detail.ts';

type EcsField = Field<Event<JsonObject>>;

function field(
  name: string,
  description: string,
  read: (record: JsonObject) => FieldValue | undefined,
  type: FieldType = 'string',
): EcsField {
  return { name, type, description, extract: ({ record }) => read(record) };
}

/** A text of the event's detail. */
function detail(name: string, key: string, description: string): EcsField {
  return field(name, description, (record) => filled(at(record, 'detail', key)));
}

/** A list with one element per container that has the key. */
function containers(
  name: string,
  description: string,
  read: (container: JsonObject) => string | number | undefined,
  type: FieldType = 'string',
): EcsField {
  return {
    name,
    type,
    description,
    isList: true,
    argument: 'optional-index',
    extract: ({ record }, index) => {
      const values = containersOf(record).flatMap((container) => read(container) ?? []);
      if (index !== undefined) return values[Number(index)];
      return values.length === 0 ? undefined : (values as readonly string[] | readonly number[]);
    },
  };
}

/** A list over what whoever started the task changed in its containers. */
function overrides(
  name: string,
  description: string,
  read: (override: JsonObject) => readonly string[],
): EcsField {
  return listField(name, description, (record) => overridesOf(record).flatMap(read));
}

const ownFields: readonly EcsField[] = [
  field('ecs.id', 'Id of the event', (record) => filled(record.id)),
  field('ecs.detail_type', 'Kind of event: ECS Task State Change, ECS Service Action …', (record) =>
    filled(record['detail-type']),
  ),
  field('ecs.account', 'Account of the event', (record) => filled(record.account)),
  field('ecs.region', 'Region of the event', (record) => filled(record.region)),
  field('ecs.cluster', 'Name of the cluster', (record) => afterSlash(at(record, 'detail', 'clusterArn'))),
  detail('ecs.cluster.arn', 'clusterArn', 'ARN of the cluster'),
  field('ecs.service', 'Name of the service', serviceOf),
  field('ecs.task', 'Id of the task', (record) => afterSlash(at(record, 'detail', 'taskArn'))),
  detail('ecs.task.arn', 'taskArn', 'ARN of the task'),
  field('ecs.task.definition', 'Family and revision of the task definition', (record) =>
    afterSlash(at(record, 'detail', 'taskDefinitionArn')),
  ),
  detail('ecs.task.group', 'group', 'Group of the task: service:NAME or family:NAME'),
  detail('ecs.task.last_status', 'lastStatus', 'Status the task has: RUNNING, STOPPED …'),
  detail('ecs.task.desired_status', 'desiredStatus', 'Status the task should have'),
  detail('ecs.task.launch_type', 'launchType', 'FARGATE or EC2'),
  detail('ecs.task.capacity_provider', 'capacityProviderName', 'FARGATE or FARGATE_SPOT'),
  detail('ecs.task.platform_version', 'platformVersion', 'Fargate platform version'),
  detail('ecs.task.stop_code', 'stopCode', 'Why the task stopped, as a code'),
  detail('ecs.task.stopped_reason', 'stoppedReason', 'Why the task stopped, in words'),
  detail('ecs.task.started_by', 'startedBy', 'Who or what started the task'),
  detail('ecs.task.health', 'healthStatus', 'HEALTHY, UNHEALTHY or UNKNOWN'),
  detail('ecs.task.connectivity', 'connectivity', 'CONNECTED or DISCONNECTED'),
  detail('ecs.task.availability_zone', 'availabilityZone', 'Availability zone of the task'),
  field(
    'ecs.task.execute_command',
    'Whether ECS Exec is enabled for the task',
    (record) => {
      const value = at(record, 'detail', 'enableExecuteCommand');
      return typeof value === 'boolean' ? value : undefined;
    },
    'bool',
  ),
  field(
    'ecs.task.version',
    'Counts the changes of the task; events may come out of order',
    (record) => {
      const value = at(record, 'detail', 'version');
      return typeof value === 'number' && value >= 0 ? value : undefined;
    },
    'uint64',
  ),
  containers('ecs.containers.name', 'Names of the containers', (one) => filled(one.name)),
  containers('ecs.containers.image', 'Images of the containers', (one) => filled(one.image)),
  containers('ecs.containers.image_digest', 'Digests of the images', (one) => filled(one.imageDigest)),
  containers('ecs.containers.last_status', 'Status of the containers', (one) => filled(one.lastStatus)),
  containers('ecs.containers.reason', 'Why containers ended, in words', (one) => filled(one.reason)),
  containers(
    'ecs.containers.exit_code',
    'Exit codes of the containers that have one',
    (one) => (typeof one.exitCode === 'number' ? one.exitCode : undefined),
    'uint64',
  ),
  overrides('ecs.overrides.container', 'Names of containers that whoever started the task changed', (one) =>
    isChanged(one) ? textsOf([one.name]) : [],
  ),
  overrides('ecs.overrides.command', 'Commands given in place of those of the definition', (one) => {
    const words = textsOf(one.command);
    return words.length === 0 ? [] : [words.join(' ')];
  }),
  overrides(
    'ecs.overrides.environment',
    'Names of environment variables that were added or replaced',
    (one) =>
      Array.isArray(one.environment) ? textsOf(one.environment.map((entry) => at(entry, 'name'))) : [],
  ),
  field('ecs.overrides.task_role', 'Role given to the task in place of that of the definition', (record) =>
    filled(at(record, 'detail', 'overrides', 'taskRoleArn')),
  ),
  field(
    'ecs.overrides.execution_role',
    'Role for starting the task in place of that of the definition',
    (record) => filled(at(record, 'detail', 'overrides', 'executionRoleArn')),
  ),
  field('ecs.task.private_ip', 'Private IPv4 address of the task', (record) =>
    attachmentDetail(record, 'privateIPv4Address'),
  ),
  field('ecs.task.subnet', 'Subnet of the task', (record) => attachmentDetail(record, 'subnetId')),
  field('ecs.task.network_interface', 'Network interface of the task', (record) =>
    attachmentDetail(record, 'networkInterfaceId'),
  ),
  detail('ecs.event.name', 'eventName', 'Name of a service or deployment event: SERVICE_DEPLOYMENT_FAILED …'),
  detail('ecs.event.type', 'eventType', 'INFO, WARN or ERROR'),
  detail('ecs.event.reason', 'reason', 'Reason of a service or deployment event'),
  detail('ecs.deployment.id', 'deploymentId', 'Id of the deployment'),
  field('ecs.info', 'One line about the event', titleOf),
];

/** Every field of the source, the common and the JSON ones included. */
export const ecsFields: readonly EcsField[] = [
  ...ownFields,
  ...(jsonFields as readonly EcsField[]),
  ...(genericFields({
    pluginName: 'ecs',
    info: (event) => titleOf(event.record as JsonObject),
  }) as readonly EcsField[]),
];
