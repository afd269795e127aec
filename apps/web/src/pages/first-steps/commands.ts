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

/** Makes an archive of an image and sends what a scan of it found. */
export function imageCommands(origin: string): string {
  return ['docker save shop:1.0 -o image.tar', `npx breakwater image scan image.tar --server ${origin}`].join(
    '\n',
  );
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
