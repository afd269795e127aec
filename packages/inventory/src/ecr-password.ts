import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { Connection } from './connection.ts';
import { explainFailure, InventoryError } from './failure.ts';

/** A private registry of ECR, read from its host name. */
export interface EcrRegistry {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

const hostForm =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;

/** `ACCOUNT.dkr.ecr.REGION.amazonaws.com`; undefined for any other host. */
export function ecrRegistryOf(host: string): EcrRegistry | undefined {
  const [, account, region] = hostForm.exec(host) ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}

/**
 * The user and password that ECR gives for 12 hours to who may pull; takes the right `ecr:GetAuthorizationToken`.
 * @throws InventoryError when AWS refuses, or answers with no token
 */
export async function ecrPassword(
  connection: Connection,
  { account, region }: EcrRegistry,
  signal: AbortSignal,
): Promise<{ readonly username: string; readonly password: string }> {
  let token: string | undefined;
  try {
    const { ecr } = connection.clients(region, signal);
    const answer = await ecr.send(new GetAuthorizationTokenCommand({ registryIds: [account] }));
    token = answer.authorizationData?.[0]?.authorizationToken;
  } catch (error) {
    signal.throwIfAborted();
    throw new InventoryError(explainFailure(error, 'ecr:GetAuthorizationToken'), { cause: error });
  }
  const [username = '', ...password] = Buffer.from(token ?? '', 'base64')
    .toString('utf8')
    .split(':');
  if (username === '' || password.length === 0) throw new InventoryError('ECR answered without a token');
  return { username, password: password.join(':') };
}
