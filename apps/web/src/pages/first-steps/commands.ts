/** Keeps the secret for the commands of this shell. */
export function tokenCommand(secret: string): string {
  return `export BREAKWATER_TOKEN=${secret}`;
}

/** Posts a file; the token travels on standard input, so that it is in no list of processes. */
export function intakeCommand(origin: string, source: 'cloudtrail' | 'eventbridge', file: string): string {
  return [
    `printf 'authorization: Bearer %s' "$BREAKWATER_TOKEN" |`,
    `  curl -sS -H @- -H 'content-type: application/json' \\`,
    `    --data-binary @${file} ${origin}/api/v1/intake/${source}`,
  ].join('\n');
}

/** Makes an archive of an image, compiles advisories, and sends what a scan found. */
export function imageCommands(origin: string): string {
  return [
    'docker save shop:1.0 -o image.tar',
    'npx breakwater advisories import ./advisories',
    `npx breakwater image scan image.tar --server ${origin}`,
  ].join('\n');
}

/** Stands for the address of a server that is reached from its own machine only. */
export const placeOfHost = 'https://BREAKWATER_HOST';

/** The address for what runs elsewhere: the origin, unless only this machine reaches it. */
export function originElsewhere(origin: string): string {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
    ? placeOfHost
    : origin;
}

/** What an EventBridge rule keeps for Breakwater. */
export const eventPattern = `{
  "source": ["aws.ecs"],
  "detail-type": [
    "ECS Task State Change",
    "ECS Service Action",
    "ECS Deployment State Change"
  ]
}`;

/** One more container of a task definition; the token comes from Secrets Manager. */
export function sidecarContainer(origin: string): string {
  const container = {
    name: 'breakwater-metrics',
    image: 'ACCOUNT.dkr.ecr.REGION.amazonaws.com/breakwater:VERSION',
    essential: false,
    entryPoint: ['breakwater'],
    command: ['metrics', 'task', '--push', origin, '--interval', '30s'],
    secrets: [
      {
        name: 'BREAKWATER_TOKEN',
        valueFrom: 'arn:aws:secretsmanager:REGION:ACCOUNT:secret:breakwater/intake-token',
      },
    ],
    cpu: 32,
    memory: 256,
    readonlyRootFilesystem: true,
  };
  return JSON.stringify(container, null, 2);
}
