import { serviceAccount } from './identities.ts';
import { namespaces, services } from './objects.ts';
import { type Habit, request, watch } from './request.ts';

const certManager = serviceAccount('cert-manager', 'cert-manager');
const injector = serviceAccount('cert-manager', 'cert-manager-cainjector');
const externalSecrets = serviceAccount('external-secrets', 'external-secrets');
const loadBalancers = serviceAccount('kube-system', 'aws-load-balancer-controller');
const prometheus = serviceAccount('monitoring', 'prometheus');
const kyverno = serviceAccount('kyverno', 'kyverno-admission-controller');
const rules = [{ host: 'shop.example.org', http: { paths: [{ path: '/' }] } }];

/** What programs in the cluster ask of it: certificates, secrets, load balancers, monitoring, policies, applications. */
export const operatorHabits: readonly Habit[] = [
  {
    weight: 8,
    make: (random) => {
      const namespace = random.pick(namespaces);
      const name = `${random.pick(services)}-tls`;
      return [
        request(certManager, 'get', { resource: 'secrets', namespace, name }),
        request(certManager, 'update', { resource: 'secrets', namespace, name }),
        request(certManager, 'create', { resource: 'certificaterequests', namespace, name }),
        ...['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'].map((resource) =>
          request(
            injector,
            'patch',
            { resource, name: 'cert-manager-webhook' },
            { body: { webhooks: [{ clientConfig: { caBundle: 'LS0t' } }] } },
          ),
        ),
        ...watch(certManager, { resource: 'secrets' }),
      ];
    },
  },
  {
    weight: 12,
    make: (random) => {
      const namespace = random.pick(namespaces);
      return [
        request(
          externalSecrets,
          'create',
          { resource: 'serviceaccounts', namespace, name: 'secret-reader', subresource: 'token' },
          { body: { spec: { expirationSeconds: 600 } } },
        ),
        request(externalSecrets, 'get', {
          resource: 'secrets',
          namespace,
          name: `${random.pick(services)}-${random.below(60)}`,
        }),
        request(externalSecrets, 'patch', {
          resource: 'externalsecrets',
          namespace,
          name: 'db',
          subresource: 'status',
        }),
      ];
    },
  },
  {
    weight: 5,
    make: (random) => {
      const namespace = random.pick(namespaces);
      return [
        request(
          loadBalancers,
          'patch',
          { resource: 'ingresses', namespace, name: 'web' },
          { body: { metadata: { finalizers: ['ingress.k8s.aws/resources'] } }, answer: { spec: { rules } } },
        ),
        request(
          loadBalancers,
          'patch',
          { resource: 'ingresses', namespace, name: 'web', subresource: 'status' },
          { body: { status: {} }, answer: { spec: { rules } } },
        ),
        request(
          loadBalancers,
          'patch',
          { resource: 'services', namespace, name: 'web' },
          { body: { metadata: { finalizers: [] } } },
        ),
      ];
    },
  },
  {
    weight: 10,
    make: (random) => [
      request(
        prometheus,
        'get',
        { resource: 'nodes', name: 'ip-10-0-1-5', subresource: 'proxy' },
        { uri: '/api/v1/nodes/ip-10-0-1-5/proxy/metrics/cadvisor' },
      ),
      request(serviceAccount('monitoring', 'kube-state-metrics'), 'list', {
        resource: random.pick(['pods', 'secrets', 'nodes', 'deployments']),
      }),
      request(serviceAccount('monitoring', 'node-exporter'), 'create', { resource: 'tokenreviews' }),
      request(serviceAccount('monitoring', 'node-exporter'), 'create', { resource: 'subjectaccessreviews' }),
    ],
  },
  {
    weight: 5,
    make: () => [
      request(kyverno, 'update', {
        resource: 'validatingwebhookconfigurations',
        name: 'kyverno-resource-validating-webhook-cfg',
      }),
      request(kyverno, 'delete', {
        resource: 'mutatingwebhookconfigurations',
        name: 'kyverno-resource-mutating-webhook-cfg',
      }),
      request(kyverno, 'create', { resource: 'policyreports', namespace: 'shop' }),
    ],
  },
  {
    weight: 14,
    make: (random) => {
      const namespace = random.pick(namespaces);
      const name = random.pick(services);
      const program = serviceAccount(namespace, name);
      return [
        request(program, 'get', { resource: 'configmaps', namespace, name }),
        request(program, 'update', { resource: 'leases', namespace, name }),
        request(program, 'get', { resource: 'secrets', namespace, name: `${name}-db` }),
        request(program, 'create', { resource: 'events', namespace }),
        ...(random.below(20) === 0
          ? [request(program, 'list', { resource: 'endpoints', namespace }, { code: 403 })]
          : []),
      ];
    },
  },
];
