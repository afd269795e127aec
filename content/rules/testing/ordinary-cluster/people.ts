import { person, pipeline, serviceAccount } from './identities.ts';
import { deployment, namespaces, podSpec, services } from './objects.ts';
import { ask, type Habit, request, watch } from './request.ts';

const flux = serviceAccount('flux-system', 'kustomize-controller');
const people = ['ada', 'bob', 'cleo', 'dan'] as const;
const kinds = [
  'pods',
  'deployments',
  'services',
  'events',
  'nodes',
  'configmaps',
  'ingresses',
  'jobs',
  'horizontalpodautoscalers',
] as const;
const certificate = {
  'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-central-1:111122223333:certificate/1',
  'alb.ingress.kubernetes.io/scheme': 'internet-facing',
};
const ingress = { metadata: { annotations: certificate }, spec: { rules: [{ host: 'shop.example.org' }] } };

/** What people and pipelines do: look, restart, scale, deploy. */
export const peopleHabits: readonly Habit[] = [
  {
    weight: 25,
    make: (random) => {
      const who = person(random.pick(people));
      const namespace = random.pick(namespaces);
      const resource = random.pick(kinds);
      return [
        ask(who, random.pick(['/api', '/apis', '/openapi/v3', '/version'])),
        request(who, 'list', { resource, namespace }, { query: 'limit=500' }),
        request(who, 'get', { resource, namespace, name: random.pick(services) }),
        ...watch(who, { resource: 'pods', namespace }),
      ];
    },
  },
  {
    weight: 10,
    make: (random) => {
      const who = person(random.pick(people));
      const namespace = random.pick(namespaces);
      const name = random.pick(services);
      const pod = { resource: 'pods', namespace, name: `${name}-${random.hex(5)}`, subresource: 'log' };
      return [
        request(who, 'get', pod, { query: 'container=app&tailLines=100', stage: 'ResponseStarted' }),
        request(who, 'get', pod, { query: 'container=app&tailLines=100' }),
        request(who, 'list', { resource: 'secrets', namespace }),
        request(who, 'get', { resource: 'secrets', namespace, name: random.pick(['web-db', 'cart-db']) }),
        request(
          who,
          'list',
          { resource: 'secrets' },
          { query: 'labelSelector=owner%3Dhelm', uri: '/api/v1/secrets' },
        ),
        request(who, 'create', {
          resource: random.pick(['selfsubjectaccessreviews', 'selfsubjectrulesreviews']),
        }),
        request(
          who,
          random.pick(['delete', 'patch']),
          { resource: random.pick(['nodes', 'clusterroles']) },
          { code: 403 },
        ),
      ];
    },
  },
  {
    weight: 4,
    make: (random) => {
      const who = person(random.pick(people));
      const target = {
        resource: 'deployments',
        namespace: random.pick(namespaces),
        name: random.pick(services),
      };
      return [
        request(who, 'patch', target, {
          body: {
            spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } } },
          },
        }),
        request(who, 'patch', { ...target, subresource: 'scale' }, { body: { spec: { replicas: 3 } } }),
        request(who, 'patch', target, {
          query: 'dryRun=All&fieldManager=kubectl',
          body: { spec: { template: { spec: { hostNetwork: true, containers: [{ image: 'nginx' }] } } } },
        }),
        request(who, 'delete', { resource: 'pods', namespace: target.namespace, name: `${target.name}-1` }),
      ];
    },
  },
  {
    weight: 8,
    make: (random) => {
      const who = random.pick([flux, pipeline]);
      const namespace = random.pick(namespaces);
      const name = random.pick(services);
      const secret = {
        resource: 'secrets',
        namespace,
        name: `sh.helm.release.v1.${name}.v${random.below(900)}`,
      };
      return [
        request(who, 'get', secret),
        request(who, 'create', secret),
        request(
          who,
          'patch',
          { resource: 'deployments', namespace, name },
          { query: 'fieldManager=deploy', body: deployment(name, random), answer: deployment(name, random) },
        ),
        request(
          who,
          'patch',
          { resource: 'services', namespace, name },
          { body: { spec: { type: 'ClusterIP', ports: [{ port: 80 }] } } },
        ),
        request(
          who,
          'patch',
          { resource: 'configmaps', namespace, name },
          {
            body: {
              data: {
                LOG_LEVEL: 'info',
                DB_HOST: 'db.internal',
                DB_PASSWORD_FILE: '/run/secrets/db',
                URL: 'https://shop.example.org/?a=b',
              },
            },
          },
        ),
        request(who, 'patch', { resource: 'ingresses', namespace, name }, { body: ingress, answer: ingress }),
        request(
          who,
          'patch',
          { resource: 'networkpolicies', namespace, name },
          { body: { spec: { podSelector: {} } } },
        ),
        request(
          who,
          'patch',
          { resource: 'serviceaccounts', namespace, name },
          {
            body: {
              metadata: {
                annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::111122223333:role/${name}` },
              },
            },
          },
        ),
        request(
          who,
          'patch',
          { resource: 'roles', namespace, name },
          { body: { rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'watch'] }] } },
        ),
        request(
          who,
          'patch',
          { resource: 'rolebindings', namespace, name },
          {
            body: {
              roleRef: { kind: 'Role', name },
              subjects: [{ kind: 'ServiceAccount', name, namespace }],
            },
            answer: { roleRef: { kind: 'Role', name } },
          },
        ),
        request(
          who,
          'patch',
          { resource: 'cronjobs', namespace, name: 'nightly' },
          {
            body: {
              spec: {
                schedule: '0 3 * * *',
                jobTemplate: { spec: { template: { spec: podSpec(name, random) } } },
              },
            },
          },
        ),
      ];
    },
  },
  {
    weight: 1,
    make: (random) => {
      const namespace = `pr-${random.below(400)}`;
      return [
        request(
          pipeline,
          'create',
          { resource: 'namespaces', name: namespace, namespace },
          {
            body: {
              metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
            },
          },
        ),
        request(
          pipeline,
          'create',
          { resource: 'cronjobs', namespace, name: 'nightly' },
          { body: { spec: { schedule: '0 3 * * *' } } },
        ),
        request(pipeline, 'delete', { resource: 'namespaces', name: `pr-${random.below(400)}` }),
        ...services.map((name) => request(pipeline, 'delete', { resource: 'deployments', namespace, name })),
      ];
    },
  },
];
