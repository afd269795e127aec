import type { Fields } from './fields.ts';
import type { Random } from './random.ts';

export const account = '111122223333';
export const region = 'eu-central-1';

const nat = '198.51.100.10';
const office = '192.0.2.50';
const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0';

interface Where {
  readonly from: string;
  readonly agent: string;
  readonly extra?: Fields;
}

/** The part of a record that says who called, from where, with what. */
function assumedRole(role: string, session: string, { from, agent, extra }: Where): Fields {
  return {
    sourceIPAddress: from,
    userAgent: agent,
    ...extra,
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE${role.toUpperCase().slice(0, 8)}:${session}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
      accountId: account,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: `arn:aws:iam::${account}:role/${role}`,
          accountId: account,
          userName: role,
        },
        attributes: { mfaAuthenticated: 'false' },
      },
    },
  };
}

/** A service with its service-linked role, as it appears when it works in the account. */
export function linkedRole(role: string, service: string): Fields {
  const acting = assumedRole(role, service.split('.')[0] ?? service, { from: service, agent: service });
  return { ...acting, userIdentity: { ...(acting.userIdentity as Fields), invokedBy: service } };
}

/** A service by itself. */
export function service(name: string): Fields {
  return {
    sourceIPAddress: name,
    userAgent: name,
    userIdentity: { type: 'AWSService', invokedBy: name },
  };
}

export function person(name: string): Fields {
  return assumedRole('AWSReservedSSO_Engineer_0123456789abcdef', `${name}@example.com`, {
    from: office,
    agent: browser,
    extra: { sessionCredentialFromConsole: 'true' },
  });
}

export function personAtCommandLine(name: string): Fields {
  return assumedRole('AWSReservedSSO_Engineer_0123456789abcdef', `${name}@example.com`, {
    from: office,
    agent: 'aws-cli/2.22.12 md/awscrt#0.23.4 ua/2.0 os/macos#24.1.0 md/arch#arm64 lang/python#3.12.6',
  });
}

export function userWithMfa(name: string): Fields {
  return {
    sourceIPAddress: office,
    userAgent: browser,
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDAEXAMPLE${name.toUpperCase()}`,
      arn: `arn:aws:iam::${account}:user/${name}`,
      accountId: account,
      userName: name,
    },
  };
}

/** An old program with the key of a user, on a server in a data centre. */
export function program(name: string): Fields {
  return {
    ...userWithMfa(name),
    sourceIPAddress: '203.0.113.80',
    userAgent: 'aws-sdk-java/1.12.770 Linux/6.1 OpenJDK_64-Bit_Server_VM/17',
  };
}

export function pipeline(random: Random): Fields {
  return assumedRole('ci-deploy', `build-${random.hex(6)}`, {
    from: `20.1.${random.below(200)}.${random.below(200)}`,
    agent: 'aws-cli/2.22.12 md/awscrt#0.23.4 ua/2.0 os/linux#6.8.0-azure md/arch#x86_64',
  });
}

export function terraform(random: Random): Fields {
  return assumedRole('terraform-apply', `plan-${random.hex(6)}`, {
    from: `20.1.${random.below(200)}.${random.below(200)}`,
    agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 terraform-provider-aws/5.76.0 aws-sdk-go-v2/1.32.5',
  });
}

const sdks = [
  'aws-sdk-js/3.709.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#22.11 exec-env/AWS_ECS_FARGATE',
  'aws-sdk-go-v2/1.32.5 os/linux lang/go#1.23 md/GOOS#linux exec-env/AWS_ECS_FARGATE',
  'Boto3/1.35.70 md/Botocore#1.35.70 ua/2.0 os/linux#5.10 lang/python#3.12 exec-env/AWS_ECS_FARGATE',
  'aws-cli/2.22.12 md/awscrt#0.23.4 ua/2.0 os/linux#5.10 exec-env/AWS_ECS_FARGATE',
] as const;

/** A task with its role: its calls to S3 and DynamoDB go by an endpoint, the others by the NAT gateway. */
export function task(role: string, id: string, random: Random): Fields {
  const isInside = random.next() < 0.6;
  return assumedRole(role, id, {
    from: isInside ? `10.20.${random.below(60)}.${random.below(250)}` : nat,
    agent: random.pick(sdks),
    extra: isInside ? { vpcEndpointId: 'vpce-0a1b2c3d4e5f60718' } : {},
  });
}

/** The agent of Fargate with the execution role of a task. */
export function taskAgent(id: string): Fields {
  return assumedRole('shop-execution', id, {
    from: nat,
    agent: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22',
  });
}

export function lambda(name: string): Fields {
  return assumedRole(`${name}-role`, name, {
    from: '18.184.1.20',
    agent: 'aws-sdk-js/3.709.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#22.11 exec-env/AWS_Lambda_nodejs22.x',
  });
}

export function instance(): Fields {
  return assumedRole('bastion', 'i-0123456789abcdef0', {
    from: '10.20.3.9',
    agent: 'aws-sdk-go/1.55.5 (go1.22; linux; amd64) amazon-ssm-agent/3.3.987.0',
  });
}

/** Reads the inventory, as Breakwater itself does. */
export function reader(): Fields {
  return assumedRole('breakwater-reader', 'breakwater', {
    from: nat,
    agent: 'breakwater/0.1 aws-sdk-js/3.1164.0',
  });
}

/** A vendor that watches from its own account takes a role here. */
export function vendor(): Fields {
  return {
    sourceIPAddress: '203.0.113.140',
    userAgent: 'aws-sdk-go/1.55.5',
    userIdentity: {
      type: 'AWSAccount',
      principalId: 'AROAEXAMPLEVENDOR:crawler',
      accountId: '464622532012',
    },
  };
}
