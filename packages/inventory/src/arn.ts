import type { Scope } from './resource-type.ts';

/** An ARN in the scope's account and region. */
export function regionalArn(service: string, scope: Scope, resource: string): string {
  return `arn:${scope.partition}:${service}:${scope.region}:${scope.account}:${resource}`;
}

/** The last part of an ARN's resource: the name of a cluster, the id of a task. */
export function lastPart(arn: string | undefined): string | undefined {
  const last = arn?.slice(arn.lastIndexOf('/') + 1);
  return last === '' ? undefined : last;
}

/** The partition of an ARN: `aws`, `aws-cn`, `aws-us-gov` … */
export function partitionOf(arn: string): string {
  return arn.split(':')[1] || 'aws';
}
