import { anonymous, controlPlane, node, serviceAccount } from './identities.ts';
import { namespaces, nodeAgentSpec, podSpec, services } from './objects.ts';
import { ask, type Habit, request, watch } from './request.ts';

const controllers = [
  'deployment-controller',
  'replicaset-controller',
  'endpointslice-controller',
  'namespace-controller',
  'generic-garbage-collector',
  'cronjob-controller',
  'job-controller',
  'resourcequota-controller',
] as const;

function controller(name: string) {
  return serviceAccount('kube-system', name);
}

/** What Kubernetes and EKS do by themselves: leases, controllers, nodes, add-ons. */
export const clusterHabits: readonly Habit[] = [
  {
    weight: 60,
    make: (random) => {
      const name = random.pick([
        'kube-controller-manager',
        'kube-scheduler',
        'aws-load-balancer-controller-leader',
        'karpenter-leader-election',
      ]);
      const who = random.pick([controlPlane(`system:${name}`), serviceAccount('kube-system', name)]);
      return [
        request(who, random.pick(['get', 'update']), { resource: 'leases', namespace: 'kube-system', name }),
      ];
    },
  },
  {
    weight: 40,
    make: (random) => {
      const name = `fargate-ip-10-0-12-${random.below(250)}.eu-central-1.compute.internal`;
      return [
        request(node(name), 'update', { resource: 'leases', namespace: 'kube-node-lease', name }),
        request(node(name), 'patch', { resource: 'nodes', name, subresource: 'status' }),
      ];
    },
  },
  {
    weight: 20,
    make: (random) => {
      const name = `fargate-ip-10-0-12-${random.below(250)}.eu-central-1.compute.internal`;
      const namespace = random.pick(namespaces);
      const service = random.pick(services);
      const pod = `${service}-${random.hex(10)}-${random.hex(5)}`;
      return [
        request(
          controller('replicaset-controller'),
          'create',
          { resource: 'pods', namespace },
          {
            body: {
              metadata: {
                generateName: `${service}-`,
                ownerReferences: [{ kind: 'ReplicaSet', name: service }],
              },
              spec: podSpec(service, random),
            },
            answer: { metadata: { name: pod } },
          },
        ),
        request(
          controlPlane('eks:fargate-scheduler'),
          'create',
          { resource: 'pods', namespace, name: pod, subresource: 'binding' },
          { body: { target: { kind: 'Node', name } } },
        ),
        request(
          node(name),
          'create',
          { resource: 'serviceaccounts', namespace, name: service, subresource: 'token' },
          {
            body: {
              spec: {
                audiences: ['sts.amazonaws.com'],
                expirationSeconds: 86400,
                boundObjectRef: { kind: 'Pod', name: pod },
              },
            },
          },
        ),
        request(node(name), 'get', {
          resource: 'secrets',
          namespace,
          name: `${service}-${random.below(40)}`,
        }),
        request(
          node(name),
          'patch',
          { resource: 'pods', namespace, name: pod, subresource: 'status' },
          { body: { status: { phase: 'Running' } } },
        ),
        request(controller('deployment-controller'), 'update', {
          resource: 'deployments',
          namespace,
          name: service,
          subresource: 'status',
        }),
        request(controller('replicaset-controller'), 'delete', {
          resource: 'pods',
          namespace,
          name: `${service}-old`,
        }),
      ];
    },
  },
  {
    weight: 3,
    make: (random) => {
      const agent = random.pick(['aws-node', 'kube-proxy', 'ebs-csi-node']);
      return [
        request(
          controller('daemon-set-controller'),
          'create',
          { resource: 'pods', namespace: 'kube-system' },
          {
            body: { metadata: { generateName: `${agent}-` }, spec: nodeAgentSpec(agent) },
            answer: { metadata: { name: `${agent}-${random.hex(5)}` } },
          },
        ),
      ];
    },
  },
  {
    weight: 25,
    make: (random) =>
      watch(controller(random.pick(controllers)), {
        resource: random.pick(['pods', 'secrets', 'configmaps', 'replicasets', 'namespaces']),
      }),
  },
  {
    weight: 10,
    make: (random) => {
      const namespace = random.pick(namespaces);
      const name = random.pick(services);
      return [
        request(controller('horizontal-pod-autoscaler'), 'get', {
          resource: 'deployments',
          namespace,
          name,
          subresource: 'scale',
        }),
        request(
          controller('horizontal-pod-autoscaler'),
          'update',
          { resource: 'deployments', namespace, name, subresource: 'scale' },
          { body: { spec: { replicas: 4 } } },
        ),
        request(controller('endpointslice-controller'), 'update', {
          resource: 'endpointslices',
          namespace,
          name,
        }),
        request(
          controller('cronjob-controller'),
          'create',
          { resource: 'jobs', namespace, name: `nightly-${random.hex(6)}` },
          { body: { spec: { template: { spec: podSpec(name, random) } } } },
        ),
      ];
    },
  },
  {
    weight: 1,
    make: (random) => {
      const namespace = `pr-${random.below(400)}`;
      return ['pods', 'secrets', 'configmaps', 'events', 'networkpolicies', 'rolebindings', 'services'].map(
        (resource) =>
          request(controller('namespace-controller'), 'deletecollection', { resource, namespace }),
      );
    },
  },
  {
    weight: 2,
    make: () => [
      request(
        controlPlane('eks:addon-manager'),
        'patch',
        { resource: 'daemonsets', namespace: 'kube-system', name: 'aws-node' },
        { body: { spec: { template: { spec: nodeAgentSpec('aws-node') } } } },
      ),
      request(
        controlPlane('eks:addon-manager'),
        'patch',
        { resource: 'configmaps', namespace: 'kube-system', name: 'coredns' },
        { body: { data: { Corefile: '.:53 { errors }' } } },
      ),
      request(
        controlPlane('eks:node-manager'),
        'update',
        { resource: 'configmaps', namespace: 'kube-system', name: 'aws-auth' },
        { body: { data: { mapRoles: '- rolearn: x' } } },
      ),
      request(controlPlane('eks:certificate-controller'), 'update', {
        resource: 'certificatesigningrequests',
        name: 'csr-1',
        subresource: 'approval',
      }),
      request(controlPlane('system:apiserver'), 'update', {
        resource: 'clusterroles',
        name: 'system:discovery',
      }),
      request(controller('clusterrole-aggregation-controller'), 'patch', {
        resource: 'clusterroles',
        name: 'edit',
      }),
    ],
  },
  {
    weight: 6,
    make: (random) => [
      ask(anonymous, random.pick(['/livez?exclude=kms-provider-0', '/readyz', '/healthz', '/version'])),
    ],
  },
];
