/** Where mutation starts: files and records that are right, with something of everything. */
export const ruleFiles: readonly string[] = [
  `- required_engine_version: 0.57.0
- required_plugin_versions:
    - name: cloudtrail
      version: 0.12.0
      alternatives: [{name: other, version: 1.0.0}]
- list: shells
  items: [bash, sh, "a b", '"quoted"']
- list: more
  items: [shells, zsh]
- macro: spawned
  condition: evt.type in (execve, execveat) and evt.dir = <
- macro: never
  condition: (evt.num=0)
- rule: Shell
  desc: >
    folded
    text
  condition: >
    spawned and not never and proc.name in (more)
    and (proc.pname != "init" or proc.aname[2] = x or fd.net in (10.0.0.0/8, ::/0))
    and not proc.args regex "[a-z]+(x|y)*" and len(proc.name) > 2
  output: "%evt.time (user=%user.name %10proc.name %toupper(proc.cmdline) %proc.aname[2] %evt.arg.flags)"
  priority: WARNING
  tags: [a, b]
  exceptions:
    - {name: e, fields: [proc.name, fd.name], comps: [=, startswith], values: [[a, /x], ["(b)", /y z]]}
    - {name: f, fields: proc.name, values: [c, d]}
`,
  `- rule: A
  desc: d
  condition: ct.name = ConsoleLogin and json.value[/additionalEventData/MFAUsed] = "No"
  output: 'x %ct.user *'
  priority: info
  source: aws_cloudtrail
---
- rule: A
  condition: and not ct.user in ("root", 'it\\'s')
  override: {condition: append}
- rule: A
  tags: [z]
  priority: ERROR
  override: {tags: append, priority: replace}
- &anchor {rule: B, desc: d, condition: ka.verb in (create) and ka.user.groups intersects (x), output: o, priority: DEBUG, source: k8s_audit}
- *anchor
- {rule: A, enabled: false}
- {macro: spawned, condition: or evt.type = open, append: true}
`,
  `- rule: T
  desc: d
  condition: "evt.type = connect and fd.sip = 10.0.0.1 and fd.sport in (https, 22) and proc.name = val(proc.pname)"
  output: o
  priority: NOTICE
  threshold: { count: 5, window: 10m, by: [proc.name] }
- rule: S
  desc: d
  condition: evt.type = open
  output: o
  priority: NOTICE
  sequence: { window: 1m, by: [proc.name], steps: [{ condition: evt.type = open }, { condition: evt.type = connect }] }
`,
];

export const conditions: readonly string[] = [
  'evt.type = execve and (proc.name in (a, "b c") or not proc.pname startswith x)',
  'evt.type in (open, openat) and fd.name pmatch (/etc, /home/*/.ssh) and evt.arg.flags contains O_WRONLY',
  'proc.cmdline regex "(a|b)+[[:alpha:]]{1,3}$" or proc.name glob "[!a-c]?*"',
  'concat(tolower(proc.name), "x", basename(proc.exepath)) = "ax" and join(",", (proc.name, "y")) != z',
  'fd.sip = 2001:db8::1 or fd.snet in (10.0.0.0/8) or fd.port = https or proc.pid >= -5',
  'evt.buffer bcontains 7f45 and b64(evt.buffer) startswith "\\xff\\x00" and evt.is_open_read = true',
  'proc.name = anyof (a, b) and proc.aname[3] exists and proc.env["A B"] icontains q and user.uid != allof (0, 1)',
  'not not(proc.name=a)and(proc.pid<5)or evt.num > 0 and getopt(list.x, "c:")[c] exists',
];

export const outputs: readonly string[] = [
  'user=%user.name %proc.name %12proc.cmdline %0proc.pid|%toupper(proc.name)',
  '*%evt.time.iso8601 %proc.aname[2] %proc.env[HOME] %evt.arg.flags %concat(proc.name, "(x)", fd.name)',
  '%fd.sip:%fd.sport->%fd.name %len(proc.name) %evt.res %evt.args',
];

export const dictionary: readonly string[] = [
  ...[
    'and ',
    ' or ',
    'not ',
    'not(',
    '(',
    ')',
    ' in ',
    ' intersects ',
    ' pmatch ',
    ' exists',
    ' = ',
    '!=',
    '<=',
    ' contains ',
  ],
  ...[
    'proc.name',
    'fd.sip',
    'evt.type',
    'evt.arg.',
    'proc.pid',
    'val(',
    'tolower(',
    'concat(',
    'getopt(',
    'anyof ',
    '"',
    "'",
    '\\x',
  ],
  ...[
    '%',
    '%%',
    '%5',
    '[',
    ']',
    ',',
    ', ',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\n- ',
    '---\n',
    '{',
    '}',
    '&a ',
    '*a',
    '|\n',
    '>-\n',
    '!!str ',
    '<<: ',
  ],
  ...[
    'rule',
    'macro',
    'list',
    'items',
    'condition',
    'output',
    'exceptions',
    'values',
    'append',
    'override',
    'replace',
    'tags',
  ],
  ...[
    'threshold',
    'sequence',
    'steps',
    'window',
    'count',
    'by',
    '__proto__',
    'constructor',
    'toString',
    '9'.repeat(40),
    '0x1f',
    '-1',
    '1e+999',
  ],
];

const identity = {
  type: 'AssumedRole',
  principalId: 'AROA:me',
  arn: 'arn:aws:sts::1:assumed-role/r/me',
  accountId: '1',
  sessionContext: { sessionIssuer: { userName: 'r' } },
};

const cloudTrail = {
  eventVersion: '1.08',
  userIdentity: identity,
  eventTime: '2024-05-02T10:15:30Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'x',
  eventID: 'e1',
  requestID: 'r1',
  eventType: 'AwsApiCall',
  readOnly: false,
  managementEvent: true,
  recipientAccountId: '1',
  resources: [{ ARN: 'a' }],
  tlsDetails: { tlsVersion: 'v', cipherSuite: 'c', clientProvidedHostHeader: 'h' },
  addendum: { reason: 'x' },
  requestParameters: {
    bucketName: 'b',
    key: 'k',
    instancesSet: { items: [{ imageId: 'ami' }] },
    tagSpecificationSet: { items: [{ resourceType: 'instance', tags: [{ key: 'Name', value: 'n' }] }] },
  },
  responseElements: { instancesSet: { items: [{ imageId: 'ami' }] }, subnetId: 's' },
  additionalEventData: { bytesTransferredIn: 5, bytesTransferredOut: 7.5, MFAUsed: 'No' },
};

const audit = {
  kind: 'Event',
  auditID: 'a',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/pods?watch=true&x=%41',
  verb: 'create',
  user: { username: 'u', groups: ['g'] },
  impersonatedUser: { username: 'i' },
  sourceIPs: ['1.2.3.4'],
  objectRef: { resource: 'pods', namespace: 'n', name: 'p' },
  responseStatus: { code: 201, reason: 'x' },
  stageTimestamp: '2024-05-02T10:15:30.123456Z',
  annotations: { 'authorization.k8s.io/decision': 'allow' },
  requestObject: {
    subjects: [
      { kind: 'User', name: 'u' },
      { kind: 'ServiceAccount', name: 's', namespace: 'n' },
    ],
    roleRef: { name: 'r' },
    rules: [{ verbs: ['get'], resources: ['pods'], apiGroups: [''] }],
    data: { a: 'b' },
    spec: {
      containers: [
        {
          name: 'c',
          image: 'r:5000/i:1@sha256:a',
          command: ['sh'],
          args: ['-c'],
          ports: [{ containerPort: 1, hostPort: 2 }],
          securityContext: { privileged: true, runAsUser: 0, capabilities: { add: ['X'] } },
        },
      ],
      initContainers: [],
      hostNetwork: true,
      securityContext: { runAsUser: 1, supplementalGroups: [1] },
      volumes: [{ name: 'v', hostPath: { path: '/etc' } }],
      ports: [{ port: 1 }],
      type: 'NodePort',
    },
  },
  responseObject: { metadata: { name: 'x' } },
};

/** Records by the name of their source. */
export const records: Readonly<Record<string, unknown>> = {
  aws_cloudtrail: { Records: [cloudTrail, { ...cloudTrail, eventName: 'GetObject', eventID: 'e2' }] },
  k8s_audit: { kind: 'EventList', items: [audit, { ...audit, auditID: 'b' }] },
  github: {
    webhook_type: 'push',
    action: 'created',
    sender: { login: 'o' },
    repository: {
      html_url: 'https://github.com/a/b',
      description: 'd',
      private: true,
      owner: { login: 'a' },
    },
    organization: { login: 'a' },
    member: { login: 'm' },
    changes: { permission: { to: 'admin' } },
    hook: { id: 5, type: 'x' },
    commits: [{ added: ['a'], removed: [], modified: ['c'] }],
    head_commit: { id: 'x', timestamp: '2024-05-02T10:15:30Z' },
    files: [{ filename: 'f', matches: [{ desc: 'd', line: 3 }] }],
    workflow_run: { id: 1 },
  },
  okta: [
    {
      uuid: 'u',
      published: '2024-05-02T10:15:30.000Z',
      eventType: 'user.mfa.factor.deactivate',
      actor: { id: 'i', displayName: 'd', alternateId: 'a' },
      client: {
        ipAddress: '1.2.3.4',
        geographicalContext: { country: 'c', geolocation: { lat: 1, lon: 2 } },
      },
      outcome: { result: 'FAILURE', reason: 'r' },
      debugContext: { debugData: { requestUri: '/app/x/y' } },
      target: [{ type: 'User', displayName: 'x', alternateId: 'y' }],
      authenticationContext: { authenticationStep: 1 },
      securityContext: { asNumber: 1 },
    },
  ],
  ecs: {
    version: '0',
    id: 'i',
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account: '1',
    time: '2024-05-02T10:15:30Z',
    region: 'eu-west-1',
    resources: ['arn'],
    detail: {
      clusterArn: 'arn:aws:ecs:eu-west-1:1:cluster/c',
      taskArn: 'arn:aws:ecs:eu-west-1:1:task/c/t',
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'x',
      group: 'service:s',
      version: 3,
      containers: [{ name: 'c', exitCode: 1, lastStatus: 'STOPPED', image: 'i' }],
      createdAt: '2024-05-02T10:15:30Z',
    },
  },
  syscall: {
    type: 'execve',
    time: '1700000000123456789',
    fields: {
      'proc.name': 'bash',
      'proc.pid': 5,
      'fd.sip': '10.0.0.1',
      'evt.buffer': 'x',
      'proc.aname': ['a', 'b'],
      'evt.is_open_read': true,
    },
  },
  fim: {
    time: '2024-05-02T10:15:30Z',
    type: 'modified',
    path: '/etc/passwd',
    before: { sha256: 'a', mode: '0644' },
    after: { sha256: 'b', mode: '0600' },
  },
  config: {
    time: '2024-05-02T10:15:30Z',
    type: 'updated',
    resource: { type: 'aws_s3_bucket', id: 'b' },
    changes: [{ path: '/a', before: 1, after: 2 }],
  },
  json: { time: '2024-05-02T10:15:30Z', a: { 'b/c': [1, { d: null }] } },
};
