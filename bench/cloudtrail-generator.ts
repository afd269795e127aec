const calls: readonly (readonly [string, string, boolean])[] = [
  ['ecs', 'DescribeTasks', true],
  ['ecs', 'DescribeServices', true],
  ['s3', 'GetObject', true],
  ['s3', 'PutObject', false],
  ['sts', 'AssumeRole', true],
  ['ec2', 'DescribeNetworkInterfaces', true],
  ['logs', 'CreateLogStream', false],
  ['kms', 'Decrypt', true],
  ['ecr', 'BatchGetImage', true],
  ['ecs', 'RunTask', false],
];

/** What a shipped rule fires on; one record in `firesEvery`. */
const firing: readonly [string, string, boolean] = ['cloudtrail', 'StopLogging', false];
const firesEvery = 200;

const accounts = ['111122223333', '222233334444', '333344445555'];
const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
const roles = 40;

/** A CloudTrail record as AWS writes it, about 1.4 kB; `index` makes it unlike every other of the run. */
export function cloudTrailRecord(run: string, index: number, time: number, user?: string): object {
  const [service, name, readOnly] =
    index % firesEvery === firesEvery - 1 ? firing : (calls[(index * 7) % calls.length] ?? firing);
  const account = accounts[index % accounts.length];
  const region = regions[(index >> 2) % regions.length];
  const role = user ?? `role-${(index * 13) % roles}`;
  const session = `session-${(index * 31) % 200}`;
  return {
    eventVersion: '1.10',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLEEXAMPLE${role}:${session}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
      accountId: account,
      accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLEEXAMPLE00',
          arn: `arn:aws:iam::${account}:role/${role}`,
          accountId: account,
          userName: role,
        },
        attributes: { creationDate: '2026-03-02T08:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: `198.51.100.${index % 250}`,
    userAgent: 'aws-sdk-go-v2/1.30.0 os/linux lang/go#1.23 md/GOOS#linux md/GOARCH#amd64',
    requestParameters: {
      cluster: 'prod',
      bucketName: 'shop-data',
      key: `orders/${index}.json`,
      include: ['TAGS'],
    },
    responseElements: readOnly
      ? null
      : {
          tasks: [{ taskArn: `arn:aws:ecs:${region}:${account}:task/prod/${index}`, lastStatus: 'PENDING' }],
        },
    requestID: `${run}-request-${index}`,
    eventID: `${run}-${index}`,
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${service}.${region}.amazonaws.com`,
    },
  };
}
