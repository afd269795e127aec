import { readTask } from '@breakwater/capture';
import type { FieldValue } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { type Scenario, type Step, valuesAfter } from './testdata/scenario.ts';

type Values = Record<string, FieldValue | undefined>;

const id = '0123456789abcdef'.repeat(4);
const task = 'c0ffee00'.repeat(4);
const short = id.slice(0, 12);
const look: Step = { event: 'getcwd', with: { res: -2 } };
const within = (...cgroups: string[]): Scenario => ({ processes: [{ tid: 10, cgroups }] });

describe('the container that control groups name', () => {
  test.each<[string, string, string]>([
    ['docker', `cpu=/docker/${id}`, short],
    ['docker with systemd', `=/system.slice/docker-${id}.scope`, short],
    [
      'containerd in Kubernetes',
      `=/kubepods.slice/kubepods-burstable.slice/cri-containerd-${id}.scope`,
      short,
    ],
    [
      'containerd without systemd',
      `=/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:${id}`,
      short,
    ],
    ['Kubernetes without systemd', `memory=/kubepods/besteffort/pod0cf3/${id}`, short],
    ['CRI-O', `=/kubepods.slice/crio-${id}.scope`, short],
    ['podman', `=/machine.slice/libpod-${id}.scope`, short],
    ['podman with its own group below', `=/machine.slice/libpod-${id}.scope/container`, short],
    ['ECS on Fargate', `cpu=/ecs/${task}/${task}-2531612879`, `${task}-2531612879`],
    ['the monitor of podman', `=/machine.slice/libpod-conmon-${id}.scope`, 'host'],
    ['the monitor of CRI-O', `=/machine.slice/crio-conmon-${id}.scope`, 'host'],
    ['a service', '=/system.slice/sshd.service', 'host'],
    ['ECS on Fargate without a group of the task', `=/ecs/${task}-2531612879`, `${task}-2531612879`],
    ['ECS on Fargate with the name of the cluster', `=/ecs/shop/${task}/${id}`, short],
    ['the task itself', `=/ecs/${task}`, 'host'],
    ['containerd in a namespace', `=/default/${id}`, short],
    ['containerd with a name for an id', '=/shop/web', 'web'],
    ['65 digits', `=/docker/${id}0`, 'host'],
    ['digits below a service', `=/system.slice/${id.slice(1)}.service`, 'host'],
    ['no path', 'cpu', 'host'],
    ['LXC with systemd within', '=/lxc/shop/init.scope', 'shop'],
    ['LXC 4', '=/lxc.payload.shop', 'shop'],
    ['the monitor of LXC', '=/lxc.monitor.shop', 'host'],
    ['libvirt', '=/shop.libvirt-lxc', 'shop'],
    [
      'libvirt with systemd',
      String.raw`=/machine.slice/machine-lxc\x2d7\x2dshop.scope`,
      String.raw`7\x2dshop`,
    ],
    ['BPM', '=/system.slice/runc-bpm-web.web-0.scope', 'web.web-0'],
  ])('%s', (_, cgroup, expected) => {
    expect(valuesAfter([look], ['container.id'], within('pids=/', cgroup))).toEqual({
      'container.id': expected,
    });
  });

  test('runtimes that nobody asks: the kind is known, the image is empty', () => {
    const expected = {
      'container.type': 'lxc',
      'container.name': '',
      'container.image.repository': '',
      'container.privileged': false,
    };
    const scenario = within('=/lxc/shop/init.scope');
    expect(valuesAfter([look], Object.keys(expected), scenario)).toEqual(expected);
  });

  test('a process that is not in one', () => {
    const expected = {
      'container.id': 'host',
      'container.name': 'host',
      'container.type': 'host',
      'container.image.repository': '',
      'k8s.ns.name': undefined,
    };
    expect(valuesAfter([look], Object.keys(expected))).toEqual(expected);
  });

  test.each<[string, Step]>([
    [
      'clone',
      {
        event: 'clone',
        with: { res: 0, tid: 10, pid: 10, ptid: 1, comm: 'x', exe: 'x', cgroups: [`cpu=/docker/${id}`] },
      },
    ],
    [
      'execve',
      { event: 'execve', with: { res: 0, exe: 'x', comm: 'x', pid: 10, cgroups: [`cpu=/docker/${id}`] } },
    ],
  ])('%s tells of a new one', (_, step) => {
    expect(valuesAfter([{ ...step, at: 5_000_000_000n }], ['container.id'])).toEqual({
      'container.id': short,
    });
  });
});

const record = {
  id: short,
  full_id: id,
  type: 7,
  name: 'web',
  image: 'docker.io/library/nginx:1.27',
  imagerepo: 'docker.io/library/nginx',
  imagetag: '1.27',
  imagedigest: 'sha256:1',
  privileged: true,
  ip: '10.1.1.1',
  labels: {
    tier: '',
    app: 'web',
    'annotation.note': 'hidden',
    'io.kubernetes.pod.name': 'web-0',
    'io.kubernetes.pod.namespace': 'shop',
    'io.kubernetes.pod.uid': 'c0ffee',
  },
  pod_sandbox_id: id,
  pod_sandbox_labels: { team: 'shop', 'io.kubernetes.pod.name': 'of the sandbox' },
  Mounts: [
    { Source: '/var/run/docker.sock', Destination: '/sock', Mode: 'rw', RW: true, Propagation: 'rprivate' },
  ],
};

function told(container: unknown, name = 'container'): Step {
  return {
    event: '>asyncevent',
    tid: 0,
    with: { plugin_id: 0, name, data: `${JSON.stringify({ container })}\0` },
  };
}

const values: Values = {
  'container.id': short,
  'container.name': 'web',
  'container.image': 'docker.io/library/nginx:1.27',
  'container.full_id': id,
  'container.image.repository': 'docker.io/library/nginx',
  'container.image.tag': '1.27',
  'container.privileged': true,
  'container.type': 'containerd',
  'container.mounts': '/var/run/docker.sock:/sock:rw:true:rprivate',
  'container.mount.dest[/var/run/*]': '/sock',
  'container.mount.source[/sock]': '/var/run/docker.sock',
  'container.mount.mode[0]': undefined,
  'container.label[app]': 'web',
  'container.labels': 'app:web, tier',
  'container.ip': '10.1.1.1',
  'container.host_network': false,
  'k8s.pod.uid': 'c0ffee',
  'k8s.pod.labels': 'team:shop',
  'k8s.pod.label[team]': 'shop',
  'k8s.pod.sandbox_id': short,
  'k8s.pod.name': 'web-0',
  'k8s.ns.name': 'shop',
};
const unknown: Values = {
  'container.id': short,
  'container.name': undefined,
  'container.image.repository': undefined,
  'container.privileged': undefined,
};

describe('what a runtime tells of a container', () => {
  const scenario = within(`cpu=/docker/${id}`);
  test.each<[string, Step[], Values]>([
    ['that was removed', [told(record), told(record, 'container_removed'), look], unknown],
    ['in the event that tells of it', [look, told(record)], { 'container.name': 'web' }],
    ['everything', [told(record), look], { ...values, 'container.mount.mode[0]': 'rw' }],
    ['nothing yet', [look, told(record)].slice(0, 1), unknown],
    ['of another container', [told({ ...record, id: 'ffffffffffff' }), look], unknown],
    [
      'something that is no container',
      [told('x'), told(null), told({ id: 5 }), told(record, 'other'), look],
      unknown,
    ],
    [
      'names that objects have',
      [told({ ...record, labels: { __proto__: 'x', constructor: 'y' } }), look],
      { 'container.label[constructor]': 'y', 'container.label[toString]': undefined },
    ],
    [
      'by the event of early captures',
      [{ event: '>container', tid: 0, with: { json: JSON.stringify({ container: record }) } }, look],
      { 'container.name': 'web' },
    ],
  ])('%s', (_, steps, expected) => {
    expect(valuesAfter(steps, Object.keys(expected), scenario)).toEqual(expected);
  });

  test('JSON that is cut off or nested without end is left aside', () => {
    const data = (text: string): Step => ({
      event: '>asyncevent',
      tid: 0,
      with: { plugin_id: 0, name: 'container', data: text },
    });
    const nested = `{"container":{"id":"${short}","labels":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`;
    expect(
      valuesAfter([data('{"container":{"id":'), data(nested), look], Object.keys(unknown), scenario),
    ).toEqual(unknown);
  });
});

describe('a task of ECS', () => {
  const known = readTask({
    Cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/shop',
    TaskARN: `arn:aws:ecs:eu-west-1:111122223333:task/shop/${task}`,
    Family: 'web',
    Revision: '7',
    ServiceName: 'front',
    LaunchType: 'FARGATE',
    AvailabilityZone: 'eu-west-1a',
    Containers: [
      { DockerId: `${task}-2531612879`, Name: 'nginx', Image: 'registry:5000/nginx:1.27' },
      { DockerId: id, Name: 'log', Image: 'log' },
    ],
  });
  const tasks = known === undefined ? [] : [known];
  const named = {
    'ecs.cluster': 'shop',
    'ecs.service': 'front',
    'ecs.task': task,
    'ecs.task.arn': `arn:aws:ecs:eu-west-1:111122223333:task/shop/${task}`,
    'ecs.task.definition': 'web:7',
    'ecs.task.launch_type': 'FARGATE',
    'ecs.task.availability_zone': 'eu-west-1a',
    'ecs.container.name': 'nginx',
    'container.name': 'nginx',
    'container.type': 'ecs',
    'container.image.repository': 'registry:5000/nginx',
    'container.image.tag': '1.27',
  };
  const nothing = Object.fromEntries(Object.keys(named).map((name) => [name, undefined]));
  test.each<[string, string, Values]>([
    ['a container of Fargate', `=/ecs/${task}/${task}-2531612879`, named],
    [
      'a container with an id of Docker',
      `=/ecs/shop/${task}/${id}`,
      {
        ...named,
        'ecs.container.name': 'log',
        'container.name': 'log',
        'container.image.repository': 'log',
        'container.image.tag': '',
      },
    ],
    [
      'a container that its metadata does not list',
      `=/ecs/${task}/${task}-1`,
      { 'container.id': `${task}-1`, 'ecs.service': 'front', 'ecs.container.name': undefined },
    ],
    [
      'another task',
      `=/ecs/${'0'.repeat(32)}/${'0'.repeat(32)}-1`,
      { ...nothing, 'ecs.task': '0'.repeat(32) },
    ],
    ['no task', `=/docker/${'f'.repeat(64)}`, nothing],
  ])('%s', (_, cgroup, expected) => {
    expect(valuesAfter([look], Object.keys(expected), { ...within(cgroup), tasks })).toEqual(expected);
  });
});

describe('users and groups', () => {
  const users = [{ uid: 33, gid: 33, name: 'www', home: '/var/www', shell: '/bin/false' }];
  const groups = [{ gid: 33, name: 'web' }];
  const as = (uid: number, container = false): Scenario => ({
    users,
    groups,
    processes: [{ tid: 10, uid, gid: uid, loginuid: 33, cgroups: container ? [`cpu=/docker/${id}`] : [] }],
  });
  const added: Step = {
    event: '>useradded',
    tid: 0,
    with: { uid: 33, gid: 33, name: 'app', home: '/app', shell: '/bin/sh', container_id: short },
  };
  test.each<[string, Step[], Scenario, Values]>([
    [
      'of the machine',
      [look],
      as(33),
      {
        'user.name': 'www',
        'user.homedir': '/var/www',
        'user.shell': '/bin/false',
        'group.name': 'web',
        'user.loginname': 'www',
        'user.uid': 33,
        'user.loginuid': 33,
      },
    ],
    ['that are not known', [look], as(44), { 'user.name': '<NA>', 'group.name': '<NA>' }],
    ['of a container are its own', [look], as(33, true), { 'user.name': '<NA>', 'group.name': '<NA>' }],
    [
      'of a container that were told of',
      [added, look],
      as(33, true),
      { 'user.name': 'app', 'user.homedir': '/app' },
    ],
    ['and are not those of the machine', [added, look], as(33), { 'user.name': 'www' }],
    [
      'root is root everywhere',
      [look],
      as(0, true),
      { 'user.name': 'root', 'group.name': 'root', 'user.homedir': '/root' },
    ],
    [
      'one that was deleted',
      [{ event: '>userdeleted', tid: 0, with: { uid: 33, gid: 33, name: 'www' } }, look],
      as(33),
      { 'user.name': '<NA>' },
    ],
    [
      'a group that came and went',
      [{ event: '>groupadded', tid: 0, with: { gid: 44, name: 'new' } }, look],
      as(44),
      { 'group.name': 'new' },
    ],
  ])('%s', (_, steps, scenario, expected) => {
    expect(valuesAfter(steps, Object.keys(expected), scenario)).toEqual(expected);
  });
});
