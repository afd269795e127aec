import { genericFields } from '../generic-fields.ts';
import { at, filled, isObject, type JsonObject } from '../json/access.ts';
import { jsonFields } from '../json/fields.ts';
import { containerFields, repositoryOf } from './containers.ts';
import {
  type AuditField,
  auditField,
  indexedList,
  jsonText,
  someOf,
  textsOf,
  valueAt,
  valuesAlong,
  wholeList,
} from './values.ts';

type Path = readonly string[];

/** A value at a path of the record, as text. */
function text(name: string, path: Path, description: string): AuditField {
  const read = valueAt(path);
  return auditField({ name, description }, (record) => jsonText(read(record)));
}

function derived(
  name: string,
  description: string,
  read: (record: JsonObject) => string | undefined,
): AuditField {
  return auditField({ name, description }, read);
}

function withKey(
  name: string,
  description: string,
  read: (record: JsonObject, key: string) => string | undefined,
): AuditField {
  return auditField({ name, description, argument: 'key' }, (record, key = '') => read(record, key));
}

const annotations: readonly (readonly [string, string, string])[] = [
  ['ka.auth.decision', 'authorization.k8s.io/decision', 'Whether the request was allowed: allow or forbid'],
  ['ka.auth.reason', 'authorization.k8s.io/reason', 'Why the request was allowed or forbidden'],
  [
    'ka.auth.openshift.decision',
    'authentication.openshift.io/decision',
    'Whether a log in to OpenShift was allowed',
  ],
  ['ka.auth.openshift.username', 'authentication.openshift.io/username', 'Who logged in to OpenShift'],
  [
    'ka.validations.admission.policy.failure',
    'validation.policy.admission.k8s.io/validation_failure',
    'Why an admission policy refused the request',
  ],
  [
    'ka.security.pod.violations',
    'pod-security.kubernetes.io/audit-violations',
    'What the pod security standards object to',
  ],
  ['ka.cluster.name', 'cluster_name', 'Name of the cluster, where the forwarder of the events adds it'],
];

const spec = ['requestObject', 'spec'] as const;
const podSecurity = [...spec, 'securityContext'] as const;

const texts: readonly (readonly [string, Path, string])[] = [
  ['ka.auditid', ['auditID'], 'Id of the request'],
  ['ka.stage', ['stage'], 'Stage of the request: RequestReceived, ResponseStarted, ResponseComplete, Panic'],
  ['ka.verb', ['verb'], 'What is done: get, list, create, update, patch, delete …'],
  ['ka.uri', ['requestURI'], 'URI of the request'],
  ['ka.useragent', ['userAgent'], 'Agent that made the request'],
  ['ka.user.name', ['user', 'username'], 'User of the request'],
  ['ka.impuser.name', ['impersonatedUser', 'username'], 'User that is impersonated'],
  ['ka.target.name', ['objectRef', 'name'], 'Name of the object'],
  ['ka.target.namespace', ['objectRef', 'namespace'], 'Namespace of the object'],
  ['ka.target.resource', ['objectRef', 'resource'], 'Kind of the object: pods, secrets'],
  ['ka.target.subresource', ['objectRef', 'subresource'], 'Part of the object: exec, log, status'],
  ['ka.resp.name', ['responseObject', 'metadata', 'name'], 'Name of the object in the response'],
  ['ka.response.code', ['responseStatus', 'code'], 'Code of the response, as text'],
  ['ka.response.reason', ['responseStatus', 'reason'], 'Reason of the response, mostly of a failure'],
  ['ka.req.binding.role', ['requestObject', 'roleRef', 'name'], 'Role that is bound'],
  ['ka.req.configmap.name', ['objectRef', 'name'], 'Name of the config map'],
  ['ka.req.configmap.obj', ['requestObject', 'data'], 'Data of the config map, as JSON'],
  ['ka.req.service.type', [...spec, 'type'], 'Type of the service: ClusterIP, NodePort, LoadBalancer'],
  ['ka.req.pod.host_ipc', [...spec, 'hostIPC'], 'hostIPC of the pod'],
  ['ka.req.pod.host_network', [...spec, 'hostNetwork'], 'hostNetwork of the pod'],
  ['ka.req.container.host_network', [...spec, 'hostNetwork'], 'Deprecated: hostNetwork of the pod'],
  ['ka.req.pod.host_pid', [...spec, 'hostPID'], 'hostPID of the pod'],
  ['ka.req.pod.run_as_user', [...podSecurity, 'runAsUser'], 'User id of the pod'],
  ['ka.req.pod.run_as_group', [...podSecurity, 'runAsGroup'], 'Group id of the pod'],
  ['ka.req.pod.fs_group', [...podSecurity, 'fsGroup'], 'fsGroup of the pod'],
];

/** Names of the subjects of a kind; a subject that lacks one of the keys is left out. */
function subjectNames(name: string, kind: string, keys: readonly string[]): AuditField {
  const description = `${kind} subjects that a role is bound to, as ${keys.join(':')}`;
  return wholeList(`ka.req.binding.subjects.${name}`, description, (record) => {
    const subjects = at(record, 'requestObject', 'subjects');
    if (!Array.isArray(subjects)) return undefined;
    const names = subjects
      .filter((subject) => at(subject, 'kind') === kind)
      .map((subject) => keys.map((key) => jsonText(at(subject, key))));
    return someOf(names.filter((parts) => !parts.includes(undefined)).map((parts) => parts.join(':')));
  });
}

function ruleLists(key: string): AuditField {
  const path = ['requestObject', 'rules', key];
  return indexedList(`ka.req.role.rules.${key}`, `${key} of the rules of the role`, (record, index) => {
    const values = valuesAlong(record, path, index) ?? [];
    return someOf(values.flatMap((value) => textsOf(value) ?? []));
  });
}

function volumeValues(name: string, description: string, path: Path): AuditField {
  const whole = [...spec, 'volumes', ...path];
  return indexedList(name, description, (record, index) => {
    const values = valuesAlong(record, whole, index) ?? [];
    return someOf(values.flatMap((value) => jsonText(value) ?? []));
  });
}

function volumeTypes(record: JsonObject, index: number | undefined): readonly string[] | undefined {
  const volumes = at(record, ...spec, 'volumes');
  if (!Array.isArray(volumes)) return undefined;
  const chosen = index === undefined ? volumes : volumes.slice(index, index + 1);
  return someOf(
    chosen.filter(isObject).flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name')),
  );
}

function usesHostPath(record: JsonObject, wanted: string): string | undefined {
  const paths = valuesAlong(record, [...spec, 'volumes', 'hostPath', 'path'], undefined);
  const prefix = wanted.endsWith('*') ? wanted.slice(0, -1) : undefined;
  const isWanted = (path: string | undefined) =>
    path === wanted || (prefix !== undefined && path?.startsWith(prefix) === true);
  return paths === undefined ? undefined : String(paths.map(jsonText).some(isWanted));
}

const wrongEscape = /%(?![0-9a-fA-F]{2})/;

/** The first value of a parameter of the query, decoded; missing when the URI is not well formed, as upstream. */
function uriParameter(record: JsonObject, key: string): string | undefined {
  const uri = jsonText(at(record, 'requestURI')) ?? '';
  const query = /\?([^#]*)/.exec(uri)?.[1] ?? '';
  if (wrongEscape.test(uri) || query.includes(';')) return undefined;
  return new URLSearchParams(query).get(key) ?? undefined;
}

function firstImage(record: JsonObject): string | undefined {
  return jsonText(valuesAlong(record, [...spec, 'containers', 'image'], 0)?.[0]);
}

function isAnyPrivileged(record: JsonObject): string | undefined {
  const values = valuesAlong(record, [...spec, 'containers', 'securityContext', 'privileged'], undefined);
  return values === undefined ? undefined : String(values.includes(true));
}

const ownFields: readonly AuditField[] = [
  ...texts.map(([name, path, description]) => text(name, path, description)),
  ...annotations.map(([name, key, description]) => text(name, ['annotations', key], description)),
  withKey('ka.uri.param', 'A parameter of the query of the URI', uriParameter),
  withKey(
    'ka.req.volume.hostpath',
    'Deprecated: true when a volume uses this path of the host; a trailing * matches what starts with it',
    usesHostPath,
  ),
  withKey('ka.req.binding.subject.has_name', 'Deprecated: always true', () => 'true'),
  derived('ka.target.pod.name', 'Name of the pod in the response', (record) => {
    const isPod =
      at(record, 'objectRef', 'resource') === 'pods' &&
      filled(at(record, 'objectRef', 'subresource')) === undefined;
    return isPod ? jsonText(at(record, 'responseObject', 'metadata', 'name')) : undefined;
  }),
  wholeList('ka.user.groups', 'Groups of the user', (record) => textsOf(at(record, 'user', 'groups'))),
  indexedList('ka.sourceips', 'Addresses that the request came from', (record, index) => {
    const addresses = textsOf(record.sourceIPs);
    return index === undefined ? addresses : someOf(addresses?.slice(index, index + 1) ?? []);
  }),
  wholeList('ka.req.binding.subjects', 'Subjects that a role is bound to, as JSON', (record) =>
    textsOf(at(record, 'requestObject', 'subjects')),
  ),
  subjectNames('user_names', 'User', ['name']),
  subjectNames('group_names', 'Group', ['name']),
  subjectNames('serviceaccount_names', 'ServiceAccount', ['name']),
  subjectNames('serviceaccount_ns_names', 'ServiceAccount', ['namespace', 'name']),
  wholeList('ka.req.role.rules', 'Rules of the role, as JSON', (record) =>
    textsOf(at(record, 'requestObject', 'rules')),
  ),
  ...['verbs', 'resources', 'apiGroups', 'nonResourceURLs'].map(ruleLists),
  indexedList('ka.req.service.ports', 'Ports of the service, as one JSON list', (record) => {
    const ports = jsonText(at(record, ...spec, 'ports'));
    return ports === undefined ? undefined : [ports];
  }),
  wholeList('ka.req.pod.supplemental_groups', 'supplementalGroups of the pod', (record) =>
    textsOf(at(record, ...podSecurity, 'supplementalGroups')),
  ),
  volumeValues('ka.req.pod.volumes.hostpath', 'Paths of the host that volumes use', ['hostPath', 'path']),
  volumeValues('ka.req.pod.volumes.flexvolume_driver', 'Drivers of flex volumes', ['flexVolume', 'driver']),
  indexedList('ka.req.pod.volumes.volume_type', 'Types of the volumes: hostPath, emptyDir', volumeTypes),
  derived('ka.req.container.image', 'Deprecated: image of the first container', firstImage),
  derived(
    'ka.req.container.image.repository',
    'Deprecated: image of the first container without tag',
    (record) => {
      const image = firstImage(record);
      return image === undefined ? undefined : repositoryOf(image);
    },
  ),
  derived(
    'ka.req.container.privileged',
    'Deprecated: true when any container is privileged',
    isAnyPrivileged,
  ),
  ...containerFields,
];

/** One line of who did what to which object. */
export function auditTitle(record: JsonObject): string {
  const parts = [at(record, 'verb'), at(record, 'objectRef', 'resource'), at(record, 'objectRef', 'name')];
  return parts.flatMap((part) => filled(part) ?? []).join(' ') || 'Kubernetes audit event';
}

/** Every field of the source, the common and the JSON ones included. */
export const auditFields: readonly AuditField[] = [
  ...ownFields,
  ...(jsonFields as readonly AuditField[]),
  ...(genericFields({
    pluginName: 'k8saudit',
    info: (event) => auditTitle(event.record as JsonObject),
  }) as readonly AuditField[]),
];
