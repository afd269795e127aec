import type { ImageReport } from '@breakwater/model';

/** A CloudTrail record of a change that a shipped rule fires on. */
export function stopLogging(id: string, account: string, region: string): object {
  return {
    eventVersion: '1.08',
    eventID: id,
    eventTime: new Date().toISOString(),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    eventType: 'AwsApiCall',
    awsRegion: region,
    recipientAccountId: account,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2',
    userIdentity: { type: 'IAMUser', userName: 'bob', accountId: account },
    requestParameters: { name: 'main' },
    responseElements: null,
    managementEvent: true,
    readOnly: false,
  };
}

/** An ECS task state change as EventBridge delivers it. */
export function stoppedTask(task: string, account: string, region: string, detail: object = {}): object {
  const now = new Date().toISOString();
  return {
    version: '0',
    id: `event-${task}`,
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account,
    region,
    time: now,
    resources: [],
    detail: {
      taskArn: `arn:aws:ecs:${region}:${account}:task/shop/${task}`,
      clusterArn: `arn:aws:ecs:${region}:${account}:cluster/shop`,
      taskDefinitionArn: `arn:aws:ecs:${region}:${account}:task-definition/web:7`,
      group: 'service:web',
      version: 5,
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      createdAt: now,
      startedAt: now,
      stoppedAt: now,
      cpu: '256',
      memory: '512',
      containers: [{ name: 'app', lastStatus: 'STOPPED', exitCode: 1, imageDigest: digestOf(account) }],
      ...detail,
    },
  };
}

/** A digest that stands for an account's image. */
export function digestOf(account: string): string {
  return `sha256:${account.padEnd(64, '0')}`;
}

export function imageReport(digest: string, change: Partial<ImageReport> = {}): ImageReport {
  return {
    digest,
    reference: 'registry.example/shop:1.0',
    repository: 'shop',
    tag: '1.0',
    scannedAt: new Date().toISOString(),
    config: {
      os: 'linux',
      architecture: 'amd64',
      env: [],
      exposedPorts: [],
      entrypoint: [],
      cmd: ['node'],
      labels: {},
      hasHealthcheck: false,
      history: [],
    },
    layers: [],
    sbom: { packages: [] },
    matches: [],
    configFindings: [],
    verdicts: [],
    advisories: { hash: 'none', records: 0 },
    gaps: [],
    ...change,
  };
}

export function ndjson(records: readonly object[]): string {
  return records.map((record) => JSON.stringify(record)).join('\n');
}
