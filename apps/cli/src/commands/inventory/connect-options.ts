import type { Command } from 'commander';

export interface ConnectOptions {
  readonly account?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly sessionName?: string;
  readonly endpointUrl?: string;
  readonly region?: readonly string[];
}

/** The options that say how to reach an account. Keys are never among them: arguments are seen by everybody. */
export function addConnectOptions(command: Command): Command {
  return command
    .option('--account <id>', 'fail unless the credentials lead to this account')
    .option('--role-arn <arn>', 'assume this role')
    .option('--external-id <id>', 'external id that the role asks for')
    .option('--session-name <name>', "name of the role's session", 'breakwater')
    .option('--endpoint-url <url>', 'send every call there instead of AWS, for tests (AWS_ENDPOINT_URL)');
}
