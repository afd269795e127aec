import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import type { Connection } from './connection.ts';
import { InventoryError } from './failure.ts';

/** A region's name becomes part of a host name, so nothing else may pass. */
const regionName = /^[a-z]{2,4}(-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** Returns the name; throws InventoryError when it cannot be one of a region. */
export function requireRegion(name: string): string {
  if (!regionName.test(name))
    throw new InventoryError(`"${name}" is not the name of an AWS region (like eu-west-1)`);
  return name;
}

/** The regions that are enabled in the account. Needs ec2:DescribeRegions. */
export async function enabledRegions(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { ec2 } = connection.clients(connection.region, signal);
  const answer = await ec2.send(new DescribeRegionsCommand({ AllRegions: false }));
  const names = (answer.Regions ?? [])
    .map((region) => region.RegionName)
    .filter((name) => name !== undefined);
  return names.map(requireRegion).sort();
}

/** Where the services that have no region answer. */
export function globalRegion(partition: string): string {
  switch (partition) {
    case 'aws-cn':
      return 'cn-north-1';
    case 'aws-us-gov':
      return 'us-gov-west-1';
    default:
      return 'us-east-1';
  }
}
