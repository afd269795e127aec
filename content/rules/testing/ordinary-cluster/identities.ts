import type { Identity } from './request.ts';

const inside = ['10.0.12.34'];
export const registry = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';

export function serviceAccount(namespace: string, name: string): Identity {
  return {
    user: {
      username: `system:serviceaccount:${namespace}:${name}`,
      uid: '00000000-0000-4000-8000-000000000001',
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    },
    userAgent: `${name}/v1.0 (linux/amd64)`,
    sourceIPs: inside,
  };
}

/** A part of the control plane of Kubernetes or EKS. */
export function controlPlane(username: string): Identity {
  return {
    user: { username, groups: ['system:authenticated'] },
    userAgent: `${username.split(':').at(-1)}/v1.33.1`,
    sourceIPs: ['10.0.99.7'],
  };
}

export function node(name: string): Identity {
  return {
    user: {
      username: `system:node:${name}`,
      groups: ['system:nodes', 'system:bootstrappers', 'system:authenticated'],
    },
    userAgent: 'kubelet/v1.33.1 (linux/amd64)',
    sourceIPs: inside,
  };
}

export function person(name: string): Identity {
  return {
    user: {
      username: `arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Engineer_0123456789abcdef/${name}`,
      groups: ['engineers', 'system:authenticated'],
    },
    userAgent: 'kubectl/v1.33.1 (darwin/arm64)',
    sourceIPs: ['192.0.2.50'],
  };
}

/** A pipeline that the users of the cluster declare. */
export const pipeline: Identity = {
  user: {
    username: 'arn:aws:sts::111122223333:assumed-role/github-deploy/GitHubActions',
    groups: ['deployers', 'system:authenticated'],
  },
  userAgent: 'Helm/3.18.0',
  sourceIPs: ['198.51.100.77'],
};

export const anonymous: Identity = {
  user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
  userAgent: 'ELB-HealthChecker/2.0',
  sourceIPs: ['10.0.1.4'],
};
