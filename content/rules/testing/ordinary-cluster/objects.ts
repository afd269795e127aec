import type { Fields } from '../ordinary-day/fields.ts';
import type { Random } from '../ordinary-day/random.ts';
import { registry } from './identities.ts';

export const services = ['web', 'cart', 'search', 'payments', 'mail'] as const;
export const namespaces = ['shop', 'backoffice', 'data'] as const;

/** The pods of a service as the pipeline describes them. */
export function podSpec(service: string, random: Random): Fields {
  return {
    serviceAccountName: service,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
    containers: [
      {
        name: service,
        image: `${registry}/${service}:1.${random.below(90)}.0`,
        ports: [{ containerPort: 8080 }],
        env: [{ name: 'LOG_LEVEL', value: 'info' }],
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'], ...(service === 'web' ? { add: ['NET_BIND_SERVICE'] } : {}) },
        },
      },
      { name: 'otel', image: 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.0' },
    ],
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'settings', configMap: { name: service } },
    ],
  };
}

/** The pods that EKS puts on every node. */
export function nodeAgentSpec(agent: 'aws-node' | 'kube-proxy' | 'ebs-csi-node'): Fields {
  const account = '602401143452.dkr.ecr.eu-central-1.amazonaws.com';
  const images = {
    'aws-node': ['amazon-k8s-cni:v1.20.0', 'amazon/aws-network-policy-agent:v1.2.1'],
    'kube-proxy': ['eks/kube-proxy:v1.33.0-minimal-eksbuild.2'],
    'ebs-csi-node': [
      'eks/aws-ebs-csi-driver:v1.45.0',
      'eks/csi-node-driver-registrar:v2.13.0',
      'eks/livenessprobe:v2.15.0',
    ],
  }[agent];
  return {
    hostNetwork: agent !== 'ebs-csi-node',
    containers: images.map((image, index) => ({
      name: `${agent}-${index}`,
      image: `${account}/${image}`,
      securityContext: { privileged: index === 0, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
    })),
    volumes: [{ name: 'modules', hostPath: { path: '/lib/modules' } }],
  };
}

export function deployment(service: string, random: Random): Fields {
  return {
    metadata: { name: service, labels: { app: service } },
    spec: { replicas: 2 + random.below(4), template: { spec: podSpec(service, random) } },
  };
}
