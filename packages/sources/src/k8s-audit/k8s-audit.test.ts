import { describe, expect, it, test } from 'vitest';
import { k8sAudit, parseAudit } from './index.ts';

const pod = {
  auditID: 'a1',
  stage: 'ResponseComplete',
  stageTimestamp: '2026-03-02T09:30:00.123456Z',
  verb: 'create',
  requestURI: '/api/v1/namespaces/shop/pods?dryRun=All&x=a%20b+c&x=2#f',
  user: { username: 'ada', groups: ['dev', 'system:authenticated'] },
  sourceIPs: ['203.0.113.9', '10.0.0.4'],
  objectRef: { resource: 'pods', namespace: 'shop', name: 'web' },
  responseStatus: { code: 201 },
  responseObject: { metadata: { name: 'web-1' } },
  annotations: { 'authorization.k8s.io/decision': 'allow', cluster_name: 'prod' },
  requestObject: {
    spec: {
      hostNetwork: true,
      serviceAccountName: 'web',
      securityContext: { runAsUser: 1000, supplementalGroups: [1, 2] },
      containers: [
        {
          name: 'a',
          image: 'docker.io/library/nginx:1.25',
          ports: [{ containerPort: 80 }, { containerPort: 1, hostPort: 8443 }],
        },
        {
          name: 'b',
          image: 'registry:5000/team/app@sha256:abcd',
          command: ['sh', '-c'],
          args: ['echo hi'],
          securityContext: {
            privileged: true,
            runAsUser: 0,
            capabilities: { add: ['SYS_ADMIN', 'NET_RAW'] },
          },
        },
      ],
      initContainers: [{ image: 'busybox' }],
      volumes: [
        { name: 'v', emptyDir: {} },
        { name: 'w', hostPath: { path: '/var/run/docker.sock' } },
      ],
    },
  },
};

function read(record: object, name: string, argument?: string): unknown {
  const { events } = k8sAudit.parse(JSON.stringify(record));
  const [event] = events;
  const field = k8sAudit.fields.find((one) => one.name === name);
  if (event === undefined || field === undefined) throw new Error(`no field ${name}`);
  return field.extract(event, argument);
}

const containers = 'ka.req.pod.containers';

describe('a request for a pod', () => {
  it.each<[string, string | undefined, unknown]>([
    ['ka.uri.param', 'dryRun', 'All'],
    ['ka.uri.param', 'x', 'a b c'],
    ['ka.uri.param', 'y', undefined],
    ['ka.auth.decision', undefined, 'allow'],
    ['ka.cluster.name', undefined, 'prod'],
    ['ka.user.groups', undefined, ['dev', 'system:authenticated']],
    ['ka.sourceips', undefined, ['203.0.113.9', '10.0.0.4']],
    ['ka.sourceips', '1', ['10.0.0.4']],
    ['ka.response.code', undefined, '201'],
    ['ka.target.pod.name', undefined, 'web-1'],
    ['ka.target.subresource', undefined, undefined],
    ['ka.req.pod.host_network', undefined, 'true'],
    ['ka.req.pod.host_pid', undefined, undefined],
    ['ka.req.pod.run_as_user', undefined, '1000'],
    ['ka.req.pod.supplemental_groups', undefined, ['1', '2']],
    [`${containers}.name`, undefined, ['a', 'b']],
    [`${containers}.image`, '1', ['registry:5000/team/app@sha256:abcd']],
    [`${containers}.image`, '2', undefined],
    [`${containers}.image.repository`, undefined, ['docker.io/library/nginx', 'registry']],
    [`${containers}.command`, undefined, ['sh -c']],
    [`${containers}.command`, '0', undefined],
    [`${containers}.command`, '1', ['sh -c']],
    [`${containers}.args`, undefined, ['echo hi']],
    [`${containers}.host_port`, undefined, ['80', '8443']],
    [`${containers}.privileged`, undefined, ['true']],
    [`${containers}.privileged`, '0', undefined],
    [`${containers}.run_as_user`, undefined, ['0']],
    [`${containers}.eff_run_as_user`, undefined, ['1000', '0']],
    [`${containers}.eff_run_as_user`, '0', ['1000']],
    [`${containers}.eff_run_as_group`, undefined, ['0', '0']],
    [`${containers}.add_capabilities`, undefined, ['["SYS_ADMIN","NET_RAW"]']],
    [`${containers}.capabilities`, undefined, ['SYS_ADMIN', 'NET_RAW']],
    ['ka.req.pod.initContainers.image', undefined, ['busybox']],
    ['ka.req.pod.initContainers.name', undefined, undefined],
    ['ka.req.pod.ephemeralContainers.image', undefined, undefined],
    ['ka.req.pod.ephemeralContainers.eff_run_as_user', undefined, undefined],
    ['ka.req.container.image', undefined, 'docker.io/library/nginx:1.25'],
    ['ka.req.container.image.repository', undefined, 'docker.io/library/nginx'],
    ['ka.req.container.privileged', undefined, 'true'],
    ['ka.req.pod.volumes.hostpath', undefined, ['/var/run/docker.sock']],
    ['ka.req.pod.volumes.hostpath', '0', undefined],
    ['ka.req.pod.volumes.volume_type', undefined, ['emptyDir', 'hostPath']],
    ['ka.req.pod.volumes.volume_type', '1', ['hostPath']],
    ['ka.req.volume.hostpath', '/var/run/*', 'true'],
    ['ka.req.volume.hostpath', '/var/run', 'false'],
    ['ka.req.binding.subjects.user_names', undefined, undefined],
    ['ka.req.binding.subject.has_name', 'x', 'true'],
  ])('%s[%s]', (name, argument, expected) => {
    expect(read(pod, name, argument)).toEqual(expected);
  });

  it.each<[uri: string, key: string, expected: string | undefined]>([
    ['/a?x=1&y=2', 'y', '2'],
    ['/a?x', 'x', ''],
    ['/a?x=', 'x', ''],
    ['/a?a%3Db=c', 'a=b', 'c'],
    ['/a?X=1', 'x', undefined],
    ['/a', 'x', undefined],
    ['/a?x=1&y=%zz', 'x', undefined],
    ['/a%z?x=1', 'x', undefined],
    ['/a?x=1;y=2', 'x', undefined],
  ])('the parameter of %s[%s] is %j', (requestURI, key, expected) => {
    expect(read({ ...pod, requestURI }, 'ka.uri.param', key)).toBe(expected);
  });

  it.each([
    ['without auditID has no fields', { auditID: undefined }, 'ka.verb', undefined],
    ['with null shows it', { verb: null }, 'ka.verb', 'null'],
    [
      'for a part of a pod has no pod name',
      { objectRef: { resource: 'pods', subresource: 'exec' } },
      'ka.target.pod.name',
      undefined,
    ],
    [
      'without containers is not privileged',
      { requestObject: { spec: { containers: [] } } },
      'ka.req.container.privileged',
      'false',
    ],
    ['without a pod is neither', { requestObject: {} }, 'ka.req.container.privileged', undefined],
    [
      'with a command that is no list',
      { requestObject: { spec: { containers: [{ command: 'sh' }] } } },
      `${containers}.command`,
      undefined,
    ],
    [
      'with no names in one container',
      { requestObject: { spec: { containers: [{ name: 'a' }, {}] } } },
      `${containers}.name`,
      undefined,
    ],
  ])('%s', (_, other, name, expected) => {
    expect(read({ ...pod, ...other }, name)).toEqual(expected);
  });
});

test.each<[string, string | undefined, unknown]>([
  [
    'ka.req.role.rules',
    undefined,
    ['{"verbs":["get","*"],"resources":["secrets"]}', '{"verbs":["list"],"nonResourceURLs":["/x"]}'],
  ],
  ['ka.req.role.rules.verbs', undefined, ['get', '*', 'list']],
  ['ka.req.role.rules.verbs', '1', ['list']],
  ['ka.req.role.rules.resources', undefined, ['secrets']],
  ['ka.req.role.rules.nonResourceURLs', undefined, ['/x']],
  ['ka.req.role.rules.apiGroups', undefined, undefined],
  ['ka.req.service.ports', undefined, ['[{"port":80}]']],
  ['ka.req.service.type', undefined, 'NodePort'],
  ['ka.req.configmap.obj', undefined, '{"k":"v"}'],
  ['ka.req.binding.subjects.serviceaccount_ns_names', undefined, ['ns:sa']],
  ['ka.req.binding.subjects.serviceaccount_names', undefined, ['sa', 'nowhere']],
])('roles, bindings, services and config maps: %s[%s]', (name, argument, expected) => {
  const requestObject = {
    rules: [
      { verbs: ['get', '*'], resources: ['secrets'] },
      { verbs: ['list'], nonResourceURLs: ['/x'] },
    ],
    spec: { type: 'NodePort', ports: [{ port: 80 }] },
    data: { k: 'v' },
    subjects: [
      { kind: 'ServiceAccount', name: 'sa', namespace: 'ns' },
      { kind: 'ServiceAccount', name: 'nowhere' },
      { kind: 'User' },
    ],
  };
  expect(read({ ...pod, requestObject }, name, argument)).toEqual(expected);
});

test('the summary says what, where and who', () => {
  const { events } = k8sAudit.parse(JSON.stringify({ kind: 'EventList', items: [pod] }));
  expect(events.map((event) => [event.id, k8sAudit.summarize(event)])).toEqual([
    [
      'a1/ResponseComplete',
      {
        title: 'create pods web',
        place: { provider: 'kubernetes', cluster: 'prod', namespace: 'shop', pod: 'web' },
        user: 'ada',
        sourceIp: '203.0.113.9',
      },
    ],
  ]);
});

test('events without auditID are told apart by what they hold', () => {
  const { events } = k8sAudit.parse(
    JSON.stringify([
      { ...pod, auditID: 1 },
      { ...pod, auditID: 2 },
    ]),
  );
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
});

describe('what is an event', () => {
  const time = { stageTimestamp: '2026-03-02T09:30:00.123456Z' };
  const event = { kind: 'Event', ...time };

  it.each<[what: string, input: unknown, count: number, rejected: readonly string[]]>([
    ['an event', event, 1, []],
    ['one that does not say so', time, 1, []],
    ['a list', { kind: 'EventList', items: [event, event] }, 2, []],
    ['lists and events in an array', [{ kind: 'EventList', items: [event] }, event], 2, []],
    ['an empty list', { kind: 'EventList', items: [] }, 0, []],
    ['another object', { kind: 'Pod', ...time }, 0, ['kind is "Pod", not "Event"']],
    ['a list without events', { kind: 'EventList' }, 0, ['kind is "EventList", not "Event"']],
    ['an event without a time', { kind: 'Event' }, 0, ['stageTimestamp is missing or not a time']],
    ['one of two without a time', [event, { kind: 'Event' }], 1, ['stageTimestamp is missing or not a time']],
  ])('%s', (_, input, count, rejected) => {
    const result = parseAudit(JSON.stringify(input));
    expect(result.events).toHaveLength(count);
    expect(result.rejected.map(({ error }) => error)).toEqual(rejected);
  });
});
