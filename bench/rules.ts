import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createEngine, formatDiagnostic, loadRules } from '@breakwater/rules';
import { parseCloudTrail, sources } from '@breakwater/sources';

/** CloudTrail: parse and evaluate the shipped rules over generated records, against JSON.parse of the same text. */
const recordsPerFile = 500;
const fileCount = 40;
const rounds = 5;
const root = join(import.meta.dirname, '..');

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
  ['iam', 'GetRole', true],
  ['ecs', 'ExecuteCommand', false],
];

/** A small generator of whole numbers, the same on every run. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % limit;
  };
}

function generateFile(random: (limit: number) => number, start: number): string {
  const records = Array.from({ length: recordsPerFile }, (_, index) => {
    const [service, name, readOnly] = calls[random(random(20) === 0 ? calls.length : 10)] ?? [
      'ecs',
      'RunTask',
      false,
    ];
    const role = `role-${random(20)}`;
    const session = (start + index).toString(16).padStart(32, '0');
    return {
      eventVersion: '1.10',
      userIdentity: {
        type: 'AssumedRole',
        principalId: `AROAEXAMPLE${random(1000)}:${session}`,
        arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}`,
        accountId: '111122223333',
        accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAEXAMPLE',
            arn: `arn:aws:iam::111122223333:role/${role}`,
            accountId: '111122223333',
            userName: role,
          },
          attributes: { creationDate: '2026-03-02T08:00:00Z', mfaAuthenticated: 'false' },
        },
      },
      eventTime: '2026-03-02T09:30:00Z',
      eventSource: `${service}.amazonaws.com`,
      eventName: name,
      awsRegion: 'eu-central-1',
      sourceIPAddress: `198.51.100.${random(250)}`,
      userAgent: 'aws-sdk-go-v2/1.30.0 os/linux lang/go#1.23 md/GOOS#linux md/GOARCH#amd64',
      requestParameters: {
        cluster: 'prod',
        bucketName: 'shop-data',
        key: `orders/${random(100000)}.json`,
        include: ['TAGS'],
      },
      responseElements: readOnly
        ? null
        : {
            tasks: [
              {
                taskArn: `arn:aws:ecs:eu-central-1:111122223333:task/prod/${session}`,
                lastStatus: 'PENDING',
              },
            ],
          },
      requestID: `request-${start + index}`,
      eventID: `event-${start + index}`,
      readOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${service}.eu-central-1.amazonaws.com`,
      },
    };
  });
  return JSON.stringify({ Records: records });
}

function fastest(run: () => void): number {
  run();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const folder = join(root, 'content/rules');
const ruleFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
const loaded = loadRules(ruleFiles, { sources });
if (loaded.ruleset === undefined) throw new Error(loaded.errors.map(formatDiagnostic).join('\n'));
const engine = createEngine(loaded.ruleset);
const random = createRandom(7);
const files = Array.from({ length: fileCount }, (_, index) => generateFile(random, index * recordsPerFile));
const records = fileCount * recordsPerFile;
const megabytes = files.reduce((sum, file) => sum + file.length, 0) / 1e6;

const baseline = fastest(() => {
  for (const file of files) JSON.parse(file);
});
const parsing = fastest(() => {
  for (const file of files) parseCloudTrail(file);
});
let detections = 0;
const whole = fastest(() => {
  detections = 0;
  for (const file of files) {
    for (const event of parseCloudTrail(file).events) detections += engine.evaluate(event).length;
  }
});
const loading = fastest(() => {
  loadRules(ruleFiles, { sources });
});

const result = {
  records,
  megabytes: Number(megabytes.toFixed(1)),
  rules: loaded.ruleset.rules.length,
  detections,
  jsonParseMs: Number(baseline.toFixed(1)),
  parseMs: Number(parsing.toFixed(1)),
  parseAndEvaluateMs: Number(whole.toFixed(1)),
  parseRatio: Number((parsing / baseline).toFixed(2)),
  ratio: Number((whole / baseline).toFixed(2)),
  recordsPerSecond: Math.round(records / (whole / 1000)),
  loadRulesMs: Number(loading.toFixed(1)),
};
console.table(result);
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
writeFileSync(join(import.meta.dirname, 'results/rules.json'), `${JSON.stringify(result, null, 2)}\n`);
