import type { Event, Field, FieldValue } from '@breakwater/model';
import { genericFields } from '../generic-fields.ts';
import { at, isObject, type JsonObject, textOf } from '../json/access.ts';
import { jsonFields } from '../json/fields.ts';
import { instanceName, requestImageId, responseImageIds } from './ec2.ts';
import { infoOf } from './info.ts';
import { bytesIn, bytesMoved, bytesOut, s3Uri } from './s3.ts';
import { originalUserOf, userOf } from './user.ts';

type CloudTrailField = Field<Event<JsonObject>>;
type Path = readonly [string] | readonly [string, string];

/** An object in the record. The keys of this table are none that objects inherit. */
function partOf(record: JsonObject, key: string): JsonObject | undefined {
  const value = record[key];
  return isObject(value) ? value : undefined;
}

/** A text at a path of the record. */
function text(name: string, path: Path, description: string): CloudTrailField {
  const [key, inner] = path;
  const extract: CloudTrailField['extract'] =
    inner === undefined
      ? ({ record }) => textOf(record[key])
      : ({ record }) => textOf(partOf(record, key)?.[inner]);
  return { name, type: 'string', description, path: () => path, extract };
}

function derived(
  name: string,
  description: string,
  read: (record: JsonObject) => string | undefined,
): CloudTrailField {
  return { name, type: 'string', description, extract: ({ record }) => read(record) };
}

function count(
  name: string,
  description: string,
  read: (record: JsonObject) => number | undefined,
): CloudTrailField {
  return { name, type: 'uint64', description, extract: ({ record }) => read(record) };
}

/** A JSON boolean as text; anything else that is present reads false. */
function flag(name: string, key: string, description: string): CloudTrailField {
  return derived(name, description, (record) => {
    const value = record[key];
    return value === undefined ? undefined : String(value === true);
  });
}

/** A whole part of the record as compact JSON. */
function part(name: string, key: string, description: string): CloudTrailField {
  return derived(name, description, (record) => {
    const value = record[key];
    return value === undefined ? undefined : JSON.stringify(value);
  });
}

/** Parameters of the request that have a field of their own. */
const requestKeys: readonly (readonly [string, string, string])[] = [
  ['availabilityzone', 'availabilityZone', 'Availability zone in the request'],
  ['cluster', 'cluster', 'Cluster in the request'],
  ['documentname', 'documentName', 'Systems Manager document in the request'],
  ['functionname', 'functionName', 'Lambda function in the request'],
  ['groupname', 'groupName', 'Group in the request'],
  ['host', 'Host', 'Host in the request'],
  ['name', 'name', 'Name of what the request acts on'],
  ['policy', 'policy', 'Policy document in the request'],
  ['reason', 'reason', 'Reason given in the request'],
  ['serialnumber', 'serialNumber', 'Serial number of an MFA device in the request'],
  ['servicename', 'serviceName', 'Service in the request'],
  ['subnetid', 'subnetId', 'Subnet in the request'],
  ['target', 'target', 'Target of a session in the request'],
  ['taskdefinition', 'taskDefinition', 'Task definition in the request'],
  ['username', 'userName', 'User in the request'],
];

const ownFields: readonly CloudTrailField[] = [
  text('ct.id', ['eventID'], 'Unique id of the record'),
  text('ct.error', ['errorCode'], 'Error code; missing when the call succeeded'),
  text('ct.errormessage', ['errorMessage'], 'Description of the error'),
  text('ct.time', ['eventTime'], 'When the call was completed'),
  text('ct.src', ['eventSource'], 'Service that was called: ecs.amazonaws.com'),
  derived('ct.shortsrc', 'Service without .amazonaws.com', (record) =>
    textOf(at(record, 'eventSource'))?.replace(/(?<=.)\.amazonaws\.com$/, ''),
  ),
  text('ct.name', ['eventName'], 'API call: RunTask'),
  text('ct.region', ['awsRegion'], 'Region of the call'),
  text('ct.srcip', ['sourceIPAddress'], 'Address or service that the call came from'),
  text('ct.useragent', ['userAgent'], 'Agent that made the call'),
  text('ct.requestid', ['requestID'], 'Id that the service gave to the request'),
  text('ct.eventtype', ['eventType'], 'AwsApiCall, AwsConsoleSignIn, AwsServiceEvent …'),
  text('ct.apiversion', ['apiVersion'], 'API version of the call'),
  derived('ct.user', 'User, role or service that acted', userOf),
  derived('ct.originaluser', 'Session name behind an assumed role, else the user name', originalUserOf),
  derived(
    'ct.user.accountid',
    'Account of the identity, else the account that received the record',
    (record) => textOf(at(record, 'userIdentity', 'accountId')) ?? textOf(at(record, 'recipientAccountId')),
  ),
  text('ct.user.identitytype', ['userIdentity', 'type'], 'Root, IAMUser, AssumedRole, AWSService …'),
  text('ct.user.principalid', ['userIdentity', 'principalId'], 'Unique id of the identity'),
  text('ct.user.arn', ['userIdentity', 'arn'], 'ARN of the identity'),
  part('ct.request', 'requestParameters', 'Whole request as compact JSON'),
  part('ct.response', 'responseElements', 'Whole response as compact JSON'),
  part('ct.additionaleventdata', 'additionalEventData', 'Additional data as compact JSON'),
  ...requestKeys.map(([name, key, description]) =>
    text(`ct.request.${name}`, ['requestParameters', key], description),
  ),
  text('ct.response.subnetid', ['responseElements', 'subnetId'], 'Subnet in the response'),
  text('ct.response.reservationid', ['responseElements', 'reservationId'], 'Reservation in the response'),
  flag('ct.managementevent', 'managementEvent', 'true for a management event'),
  flag('ct.readonly', 'readOnly', 'true when the call only reads'),
  flag(
    'ct.sessioncredentialfromconsole',
    'sessionCredentialFromConsole',
    'true when the call came from a console session',
  ),
  derived('ct.resources', 'Resources of the call as JSON objects joined by commas', (record) => {
    const resources = at(record, 'resources');
    if (!Array.isArray(resources) || resources.length === 0) return undefined;
    return resources.map((resource) => JSON.stringify(resource)).join(',');
  }),
  text('ct.recipientaccountid', ['recipientAccountId'], 'Account that received the record'),
  text('ct.sharedeventid', ['sharedEventID'], 'Id shared by the records of one call in several accounts'),
  text('ct.vpcendpointid', ['vpcEndpointId'], 'VPC endpoint of the call'),
  text('ct.eventcategory', ['eventCategory'], 'Management, Data, NetworkActivity'),
  text('ct.serviceeventdetails', ['serviceEventDetails'], 'Details of a service event'),
  text('ct.edgedevicedetails', ['edgeDeviceDetails'], 'Edge device that the call aimed at'),
  text('ct.addendum.reason', ['addendum', 'reason'], 'Why the record was delivered late or again'),
  text('ct.addendum.updatedfields', ['addendum', 'updatedFields'], 'Fields that the addendum changed'),
  text('ct.addendum.originalrequestid', ['addendum', 'originalRequestID'], 'Request id of the first record'),
  text('ct.addendum.originaleventid', ['addendum', 'originalEventID'], 'Event id of the first record'),
  text('ct.tlsdetails.tlsversion', ['tlsDetails', 'tlsVersion'], 'TLS version of the call'),
  text('ct.tlsdetails.ciphersuite', ['tlsDetails', 'cipherSuite'], 'Cipher suite of the call'),
  text(
    'ct.tlsdetails.clientprovidedhostheader',
    ['tlsDetails', 'clientProvidedHostHeader'],
    'Host the client asked for',
  ),
  derived('ct.info', 'One line of who did what from where', infoOf),
  text('s3.bucket', ['requestParameters', 'bucketName'], 'Bucket of an S3 call'),
  text('s3.key', ['requestParameters', 'key'], 'Key of an S3 call'),
  derived('s3.uri', 's3://bucket/key of an S3 call', s3Uri),
  count('s3.bytes', 'Bytes moved by an S3 call', bytesMoved),
  count('s3.bytes.in', 'Bytes uploaded by an S3 call', bytesIn),
  count('s3.bytes.out', 'Bytes downloaded by an S3 call', bytesOut),
  count('s3.cnt.get', '1 for GetObject', (record) => oneFor(record, (name) => name === 'GetObject')),
  count('s3.cnt.put', '1 for PutObject', (record) => oneFor(record, (name) => name === 'PutObject')),
  count('s3.cnt.other', '1 for any other call', (record) =>
    oneFor(record, (name) => name !== 'GetObject' && name !== 'PutObject'),
  ),
  derived('ec2.name', 'Name tag given to new instances', instanceName),
  {
    name: 'ec2.imageids',
    type: 'string',
    isList: true,
    argument: 'optional-index',
    description: 'Images of the instances of the call',
    extract: ({ record }, index) => imageIds(record, index),
  },
  derived(
    'ec2.imageid',
    'Image of the first instance, or the one the request names',
    (record) => responseImageIds(record)?.[0] ?? requestImageId(record),
  ),
  text('ecr.repository', ['requestParameters', 'repositoryName'], 'Repository of an ECR call'),
  text('ecr.imagetag', ['requestParameters', 'imageTag'], 'Image tag of an ECR call'),
  text('iam.role', ['requestParameters', 'roleName'], 'Role of an IAM call'),
  text('iam.policy', ['requestParameters', 'policyName'], 'Policy of an IAM call'),
];

function oneFor(record: JsonObject, test: (name: string) => boolean): number | undefined {
  return test(textOf(at(record, 'eventName')) ?? '') ? 1 : undefined;
}

function imageIds(record: JsonObject, index: string | undefined): FieldValue | undefined {
  const one = requestImageId(record);
  const ids = responseImageIds(record) ?? (one === undefined ? undefined : [one]);
  return index === undefined ? ids : ids?.[Number(index)];
}

/** Every field of the source, the common and the JSON ones included. */
export const cloudTrailFields: readonly CloudTrailField[] = [
  ...ownFields,
  ...(jsonFields as readonly CloudTrailField[]),
  ...(genericFields({
    pluginName: 'cloudtrail',
    info: (event) => infoOf(event.record),
  }) as readonly CloudTrailField[]),
];
