import type { Evaluation } from '../filter.ts';
import { type Json, type JsonObject, property } from '../json.ts';

/** Where a resource type keeps its resource policy. */
interface PolicyLocation {
  /** Attribute of the described resource. */
  readonly attribute: string;
  /** Attribute that an inventory keeps the answer of the call in. */
  readonly inventoryAttribute?: string;
  /** The policy that is in force when the resource has none. */
  readonly fallback?: JsonObject;
  /** The call that reads it when the attribute is not there: operation, parameter by attribute, answer's key. */
  readonly call?: {
    readonly operation: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly answer: string;
  };
}

const locations: ReadonlyMap<string, PolicyLocation> = new Map<string, PolicyLocation>([
  ['aws.s3', { attribute: 'Policy' }],
  ['aws.sqs', { attribute: 'Policy' }],
  [
    'aws.sns',
    {
      attribute: 'Policy',
      call: {
        operation: 'sns.get_topic_attributes',
        parameters: { TopicArn: 'TopicArn' },
        answer: 'Attributes.Policy',
      },
    },
  ],
  ['aws.vpc-endpoint', { attribute: 'PolicyDocument' }],
  [
    'aws.rest-api',
    {
      attribute: 'policy',
      // Without a policy everybody who reaches the API may invoke it.
      fallback: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke' }] },
    },
  ],
  [
    'aws.ecr',
    {
      attribute: 'Policy',
      inventoryAttribute: 'policyText',
      call: {
        operation: 'ecr.get_repository_policy',
        parameters: { repositoryName: 'repositoryName' },
        answer: 'policyText',
      },
    },
  ],
  [
    'aws.lambda',
    {
      attribute: 'Policy',
      call: {
        operation: 'lambda.get_policy',
        parameters: { FunctionName: 'FunctionName' },
        answer: 'Policy',
      },
    },
  ],
  [
    'aws.kms-key',
    {
      attribute: 'Policy',
      call: { operation: 'kms.get_key_policy', parameters: { KeyId: 'KeyId' }, answer: 'Policy' },
    },
  ],
  [
    'aws.secrets-manager',
    {
      attribute: 'Policy',
      call: {
        operation: 'secretsmanager.get_resource_policy',
        parameters: { SecretId: 'ARN' },
        answer: 'ResourcePolicy',
      },
    },
  ],
  [
    'aws.efs',
    {
      attribute: 'Policy',
      call: {
        operation: 'efs.describe_file_system_policy',
        parameters: { FileSystemId: 'FileSystemId' },
        answer: 'Policy',
      },
    },
  ],
  [
    'aws.glacier',
    {
      attribute: 'Policy',
      call: {
        operation: 'glacier.get_vault_access_policy',
        parameters: { vaultName: 'VaultName' },
        answer: 'policy.Policy',
      },
    },
  ],
  ['aws.iam-role', { attribute: 'AssumeRolePolicyDocument' }],
]);

/** The resource types that carry a resource policy. */
export const typesWithPolicy: readonly string[] = [...locations.keys()];

/** The resource policy of a resource; null when it has none. Throws when it was never read. */
export function readPolicy(type: string, resource: JsonObject, evaluation: Evaluation): Json {
  const location = locations.get(type);
  if (location === undefined) return null;
  if (Object.hasOwn(resource, location.attribute) || location.call === undefined) {
    return property(resource, location.attribute) ?? location.fallback ?? null;
  }
  const { inventoryAttribute } = location;
  if (inventoryAttribute !== undefined && Object.hasOwn(resource, inventoryAttribute)) {
    return property(resource, inventoryAttribute);
  }
  const { operation, parameters, answer } = location.call;
  const values = Object.entries(parameters).map(([name, attribute]) => [name, property(resource, attribute)]);
  let found: Json = evaluation.call?.(operation, Object.fromEntries(values)) ?? null;
  for (const key of answer.split('.')) found = property(found, key);
  return found;
}
