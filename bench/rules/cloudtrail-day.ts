import { type Call, calls } from './cloudtrail-calls.ts';
import { createRandom, type Random, weighted } from './random.ts';

const account = '111122223333';
const dayStart = Date.UTC(2026, 2, 2);
const pickCall = weighted(calls);
const agents = [
  'aws-sdk-go-v2/1.30.0 os/linux lang/go#1.23 md/GOOS#linux md/GOARCH#amd64',
  'Boto3/1.35.0 md/Botocore#1.35.0 ua/2.0 os/linux#5.10 md/arch#x86_64 lang/python#3.12.4',
  'aws-sdk-java/2.26.0 Linux/5.10 OpenJDK_64-Bit_Server_VM/21 Java/21',
];
const desktopAgents = ['aws-cli/2.17.0 md/awscrt#0.20.11 ua/2.0 os/macos#23.5.0', 'console.amazonaws.com'];

/** A day of CloudTrail, about 1 KB a record, in files as CloudTrail writes them; the same on every run. */
export function* cloudTrailDay(records: number, recordsPerFile: number): Generator<Buffer> {
  const random = createRandom(20_260_302);
  const pickCaller = createCallers(random);
  for (let start = 0; start < records; start += recordsPerFile) {
    const count = Math.min(recordsPerFile, records - start);
    const file = Array.from({ length: count }, (_, index) => {
      const time = dayStart + Math.floor(((start + index) / records) * 86_400) * 1000;
      return record(random, pickCall(random), pickCaller(), time);
    });
    yield Buffer.from(JSON.stringify({ Records: file }));
  }
}

function record(random: Random, call: Call, caller: Caller, time: number): object {
  const source = `${call.service}.amazonaws.com`;
  const isDenied = random.below(60) === 0;
  return {
    eventVersion: '1.10',
    userIdentity: caller.identity,
    eventTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
    eventSource: source,
    eventName: call.name,
    awsRegion: 'eu-central-1',
    sourceIPAddress: caller.address,
    userAgent: caller.agent,
    ...(isDenied
      ? { errorCode: 'AccessDenied', errorMessage: 'User is not authorized to perform this action' }
      : {}),
    requestParameters: call.request(random),
    responseElements: isDenied ? null : (call.response?.(random) ?? null),
    ...(call.isData === true
      ? {
          additionalEventData: {
            SignatureVersion: 'SigV4',
            bytesTransferredIn: 0,
            bytesTransferredOut: random.below(90_000),
          },
        }
      : {}),
    requestID: `${random.hex(8)}-${random.hex(4)}-${random.hex(4)}-${random.hex(12)}`,
    eventID: `${random.hex(8)}-${random.hex(4)}-${random.hex(4)}-${random.hex(12)}`,
    readOnly: call.readOnly,
    eventType: call.name === 'ConsoleLogin' ? 'AwsConsoleSignIn' : 'AwsApiCall',
    managementEvent: call.isData !== true,
    recipientAccountId: account,
    eventCategory: call.isData === true ? 'Data' : 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${call.service}.eu-central-1.amazonaws.com`,
    },
  };
}

/** Who calls, from where and with what: a task keeps its session and its address. */
interface Caller {
  readonly identity: object;
  readonly address: string;
  readonly agent: string;
}

const tasks = 300;
const users = 30;

/** Of a hundred calls eighty-five are made by tasks, ten by AWS, five by people. */
function createCallers(random: Random): () => Caller {
  const working = Array.from({ length: tasks }, () => taskCaller(random));
  const people = Array.from({ length: users }, (_, index) => userCaller(random, `user-${index}`));
  const aws: Caller = {
    identity: { type: 'AWSService', invokedBy: 'ecs.amazonaws.com' },
    address: 'ecs.amazonaws.com',
    agent: 'ecs.amazonaws.com',
  };
  return () => {
    const share = random.below(100);
    if (share < 85) return random.pick(working);
    return share < 95 ? aws : random.pick(people);
  };
}

function userCaller(random: Random, userName: string): Caller {
  const identity = {
    type: 'IAMUser',
    principalId: `AIDA${random.hex(16)}`,
    arn: `arn:aws:iam::${account}:user/${userName}`,
    accountId: account,
    accessKeyId: `AKIA${random.hex(16)}`,
    userName,
  };
  return { identity, address: `203.0.113.${random.below(250)}`, agent: random.pick(desktopAgents) };
}

function taskCaller(random: Random): Caller {
  const role = `role-${random.below(60)}`;
  const session = random.hex(32);
  const roleId = `AROA${random.hex(16)}`;
  const identity = {
    type: 'AssumedRole',
    principalId: `${roleId}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: `ASIA${random.hex(16)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: '2026-03-02T00:00:00Z', mfaAuthenticated: 'false' },
    },
  };
  return { identity, address: `198.51.100.${random.below(8)}`, agent: random.pick(agents) };
}
