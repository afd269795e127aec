import { createRandom, type Random, weighted } from './random.ts';

interface Request {
  readonly weight: number;
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly code: number;
  /** Level RequestResponse: the object is in the event. */
  readonly body?: (random: Random) => object;
}

const pod = (random: Random) => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    generateName: `web-${random.below(40)}-`,
    namespace: 'shop',
    labels: { app: 'web', 'pod-template-hash': random.hex(10) },
  },
  spec: {
    containers: [
      {
        name: 'web',
        image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/web:${random.below(900)}`,
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
        resources: { limits: { cpu: '500m', memory: '512Mi' } },
        securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false },
      },
    ],
    serviceAccountName: 'web',
    securityContext: { runAsUser: 1000 },
    volumes: [{ name: 'tmp', emptyDir: {} }],
  },
});
const configMap = (random: Random) => ({
  kind: 'ConfigMap',
  metadata: { name: `web-${random.below(40)}`, namespace: 'shop' },
  data: { 'app.conf': `stage=prod\nworkers=${random.below(16)}\n` },
});

const requests: readonly Request[] = [
  { weight: 200, verb: 'get', resource: 'leases', code: 200 },
  { weight: 180, verb: 'update', resource: 'leases', code: 200 },
  { weight: 150, verb: 'watch', resource: 'pods', code: 200 },
  { weight: 60, verb: 'list', resource: 'pods', code: 200 },
  { weight: 90, verb: 'get', resource: 'pods', code: 200 },
  {
    weight: 120,
    verb: 'patch',
    resource: 'pods',
    subresource: 'status',
    code: 200,
    body: () => ({ status: { phase: 'Running' } }),
  },
  { weight: 100, verb: 'patch', resource: 'events', code: 201 },
  { weight: 70, verb: 'get', resource: 'configmaps', code: 200 },
  { weight: 40, verb: 'get', resource: 'secrets', code: 200 },
  { weight: 50, verb: 'get', resource: 'endpoints', code: 200 },
  { weight: 30, verb: 'create', resource: 'subjectaccessreviews', code: 201 },
  { weight: 12, verb: 'create', resource: 'pods', code: 201, body: pod },
  { weight: 8, verb: 'delete', resource: 'pods', code: 200 },
  { weight: 3, verb: 'create', resource: 'configmaps', code: 201, body: configMap },
  { weight: 3, verb: 'update', resource: 'configmaps', code: 200, body: configMap },
  { weight: 2, verb: 'get', resource: 'deployments', code: 403 },
];
const pick = weighted(requests);
const users = [
  'system:node:fargate-ip-10-0-1-20',
  'system:kube-controller-manager',
  'system:kube-scheduler',
  'system:serviceaccount:kube-system:coredns',
  'system:serviceaccount:shop:web',
  'system:apiserver',
];
const dayStart = Date.UTC(2026, 2, 2);

/** A day of Kubernetes audit events, about 1 KB each, in lists as a webhook delivers them; the same on every run. */
export function* k8sAuditDay(events: number, eventsPerFile: number): Generator<Buffer> {
  const random = createRandom(20_260_303);
  for (let start = 0; start < events; start += eventsPerFile) {
    const count = Math.min(eventsPerFile, events - start);
    const items = Array.from({ length: count }, (_, index) => {
      const time = dayStart + Math.floor(((start + index) / events) * 86_400_000);
      return auditEvent(random, pick(random), time);
    });
    yield Buffer.from(JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items }));
  }
}

function auditEvent(random: Random, request: Request, time: number): object {
  const { verb, resource, subresource, code, body } = request;
  const name = `web-${random.hex(10)}-${random.hex(5)}`;
  const stamp = (offset: number) =>
    `${new Date(time + offset).toISOString().slice(0, 23)}${100 + random.below(900)}Z`;
  const username = random.pick(users);
  const object = body?.(random);
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: object === undefined ? 'Metadata' : 'RequestResponse',
    auditID: `${random.hex(8)}-${random.hex(4)}-${random.hex(4)}-${random.hex(12)}`,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/namespaces/shop/${resource}/${name}${subresource === undefined ? '' : `/${subresource}`}?timeout=10s`,
    verb,
    user: {
      username,
      uid: `${random.hex(8)}-${random.hex(12)}`,
      groups: ['system:authenticated', 'system:serviceaccounts', 'system:serviceaccounts:shop'],
      extra: { 'authentication.kubernetes.io/pod-name': [name] },
    },
    sourceIPs: [`10.0.${random.below(4)}.${random.below(250)}`],
    userAgent: 'kubelet/v1.31.4 (linux/amd64) kubernetes/a78aa47',
    objectRef: {
      resource,
      namespace: 'shop',
      name,
      apiVersion: 'v1',
      ...(subresource === undefined ? {} : { subresource }),
    },
    responseStatus: {
      metadata: {},
      ...(code >= 400 ? { status: 'Failure', reason: 'Forbidden' } : {}),
      code,
    },
    ...(object === undefined
      ? {}
      : {
          requestObject: object,
          responseObject: {
            ...object,
            metadata: {
              name,
              namespace: 'shop',
              uid: random.hex(32),
              resourceVersion: String(random.below(1e6)),
            },
          },
        }),
    requestReceivedTimestamp: stamp(0),
    stageTimestamp: stamp(4),
    annotations: {
      'authorization.k8s.io/decision': code >= 400 ? 'forbid' : 'allow',
      'authorization.k8s.io/reason': `RBAC: allowed by RoleBinding "web/shop" of Role "web" to ServiceAccount "web/shop"`,
    },
  };
}
