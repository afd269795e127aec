import { type Connection, connectionFor, InventoryError } from '@breakwater/inventory';
import { CommandError } from '../../exit-code.ts';
import type { ConnectOptions } from './connect-options.ts';

const fallbackRegion = 'us-east-1';

/** Connects with the credentials of the environment, as the AWS CLI finds them. */
export async function connect(options: ConnectOptions, signal: AbortSignal): Promise<Connection> {
  const { account, roleArn, externalId, sessionName } = options;
  const endpoint = options.endpointUrl ?? process.env.AWS_ENDPOINT_URL;
  if (externalId !== undefined && roleArn === undefined)
    throw new CommandError('--external-id needs --role-arn');
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    throw new CommandError(`--endpoint-url: "${endpoint}" is not a URL (like http://127.0.0.1:5000)`);
  }
  try {
    return await connectionFor({
      region:
        process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? options.region?.[0] ?? fallbackRegion,
      ...(account !== undefined && { account }),
      ...(roleArn !== undefined && { roleArn }),
      ...(externalId !== undefined && { externalId }),
      ...(sessionName !== undefined && { sessionName }),
      ...(endpoint !== undefined && { endpoint }),
      signal,
    });
  } catch (error) {
    if (error instanceof InventoryError) throw new CommandError(error.message);
    throw error;
  }
}
