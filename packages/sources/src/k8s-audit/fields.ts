import { genericFields } from '../generic-fields.ts';
import { at, type JsonObject } from '../json/access.ts';
import { jsonFields } from '../json/fields.ts';
import {
  type AuditField,
  arrayAt,
  containerFields,
  jsonText,
  listField,
  repositoryOf,
} from './containers.ts';

type Path = readonly string[];

/** A text of an audit event; without `auditID` it is missing. */
function derived(
  name: string,
  description: string,
  read: (record: JsonObject) => string | undefined,
): AuditField {
  return {
    name,
    type: 'string',
    description,
    extract: ({ record }) => (at(record, 'auditID') === undefined ? undefined : read(record)),
  };
}

function text(name: string, path: Path, description: string): AuditField {
  return derived(name, description, (record) => jsonText(at(record, ...path)));
}

const annotations: readonly (readonly [string, string])[] = [
  ['ka.auth.decision', 'authorization.k8s.io/decision'],
  ['ka.auth.reason', 'authorization.k8s.io/reason'],
  ['ka.auth.openshift.decision', 'authentication.openshift.io/decision'],
  ['ka.auth.openshift.username', 'authentication.openshift.io/username'],
  ['ka.validations.admission.policy.failure', 'validation.policy.admission.k8s.io/validation_failure'],
  ['ka.security.pod.violations', 'pod-security.kubernetes.io/audit-violations'],
  ['ka.cluster.name', 'cluster_name'],
];

const spec = ['requestObject', 'spec'] as const;
const podSecurity = [...spec, 'securityContext'] as const;

const texts: readonly (readonly [string, Path, string])[] = [
  ['ka.auditid', ['auditID'], 'Id of the event'],
  ['ka.stage', ['stage'], 'Stage of the request'],
  ['ka.verb', ['verb'], 'What is done'],
  ['ka.uri', ['requestURI'], 'URI of the request'],
  ['ka.useragent', ['userAgent'], 'Agent that made the request'],
  ['ka.user.name', ['user', 'username'], 'User of the request'],
  ['ka.impuser.name', ['impersonatedUser', 'username'], 'User that is impersonated'],
  ['ka.target.name', ['objectRef', 'name'], 'Name of the object'],
  ['ka.target.namespace', ['objectRef', 'namespace'], 'Namespace of the object'],
  ['ka.target.resource', ['objectRef', 'resource'], 'Kind of the object'],
  ['ka.target.subresource', ['objectRef', 'subresource'], 'Part of the object'],
  ['ka.resp.name', ['responseObject', 'metadata', 'name'], 'Name in the response'],
  ['ka.response.code', ['responseStatus', 'code'], 'Code of the response'],
  ['ka.response.reason', ['responseStatus', 'reason'], 'Reason of the response'],
  ['ka.req.binding.role', ['requestObject', 'roleRef', 'name'], 'Role that is bound'],
  ['ka.req.configmap.name', ['objectRef', 'name'], 'Name of the config map'],
  ['ka.req.configmap.obj', ['requestObject', 'data'], 'Data of the config map'],
  ['ka.req.service.type', [...spec, 'type'], 'Type of the service'],
  ['ka.req.pod.host_ipc', [...spec, 'hostIPC'], 'hostIPC of the pod'],
  ['ka.req.pod.host_network', [...spec, 'hostNetwork'], 'hostNetwork of the pod'],
  ['ka.req.container.host_network', [...spec, 'hostNetwork'], 'hostNetwork of the pod'],
  ['ka.req.pod.host_pid', [...spec, 'hostPID'], 'hostPID of the pod'],
  ['ka.req.pod.run_as_user', [...podSecurity, 'runAsUser'], 'User id of the pod'],
  ['ka.req.pod.run_as_group', [...podSecurity, 'runAsGroup'], 'Group id of the pod'],
  ['ka.req.pod.fs_group', [...podSecurity, 'fsGroup'], 'fsGroup of the pod'],
];

function subjects(record: JsonObject, kind?: string): readonly JsonObject[] {
  const list = (arrayAt(record, 'requestObject', 'subjects') ?? []) as readonly JsonObject[];
  return kind === undefined ? list : list.filter((subject) => at(subject, 'kind') === kind);
}

function filled(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values;
}

function subjectNames(
  name: string,
  kind: string,
  label: (subject: JsonObject) => string | undefined,
): AuditField {
  return listField(
    `ka.req.binding.subjects.${name}`,
    `Subjects of kind ${kind} that a role is bound to`,
    (record) => filled(subjects(record, kind).flatMap((subject) => label(subject) ?? [])),
  );
}

function texted(values: readonly unknown[] | undefined): readonly string[] | undefined {
  return filled((values ?? []).flatMap((value) => jsonText(value) ?? []));
}

function ruleLists(key: string): AuditField {
  return listField(`ka.req.role.rules.${key}`, `${key} of the rules of the role`, (record) => {
    const rules = arrayAt(record, 'requestObject', 'rules') ?? [];
    return texted(rules.flatMap((rule) => arrayAt(rule, key) ?? []));
  });
}

function volumes(record: JsonObject): readonly unknown[] {
  return arrayAt(record, ...spec, 'volumes') ?? [];
}

function firstImage(record: JsonObject): string | undefined {
  return jsonText(at(arrayAt(record, ...spec, 'containers')?.[0], 'image'));
}

function isAnyPrivileged(record: JsonObject): string | undefined {
  const containers = arrayAt(record, ...spec, 'containers');
  if (containers === undefined) return undefined;
  return String(containers.some((container) => at(container, 'securityContext', 'privileged') === true));
}

function usesHostPath(record: JsonObject, wanted = ''): string {
  const paths = volumes(record).flatMap((volume) => jsonText(at(volume, 'hostPath', 'path')) ?? []);
  const prefix = wanted.endsWith('*') ? wanted.slice(0, -1) : undefined;
  return String(paths.some((path) => (prefix === undefined ? path === wanted : path.startsWith(prefix))));
}

function uriParameter(record: JsonObject, key = ''): string | undefined {
  const uri = jsonText(at(record, 'requestURI')) ?? '';
  const query = uri.indexOf('?') === -1 ? '' : uri.slice(uri.indexOf('?') + 1);
  return new URLSearchParams(query).get(key) ?? undefined;
}

const ownFields: readonly AuditField[] = [
  ...texts.map(([name, path, description]) => text(name, path, description)),
  ...annotations.map(([name, key]) => text(name, ['annotations', key], `Annotation ${key}`)),
  {
    name: 'ka.uri.param',
    type: 'string',
    argument: 'key',
    description: 'A parameter of the query of the URI',
    extract: ({ record }, key) =>
      at(record, 'auditID') === undefined ? undefined : uriParameter(record, key),
  },
  {
    name: 'ka.req.volume.hostpath',
    type: 'string',
    argument: 'key',
    description: 'true when a volume uses this path of the host; a trailing * matches what starts with it',
    extract: ({ record }, key) =>
      at(record, 'auditID') === undefined ? undefined : usesHostPath(record, key),
  },
  {
    name: 'ka.req.binding.subject.has_name',
    type: 'string',
    argument: 'key',
    description: 'Kept for old rules: always true',
    extract: ({ record }) => (at(record, 'auditID') === undefined ? undefined : 'true'),
  },
  derived('ka.target.pod.name', 'Name of the pod in the response', (record) => {
    const isPod =
      at(record, 'objectRef', 'resource') === 'pods' && at(record, 'objectRef', 'subresource') === undefined;
    return isPod ? jsonText(at(record, 'responseObject', 'metadata', 'name')) : undefined;
  }),
  listField('ka.user.groups', 'Groups of the user', (record) => texted(arrayAt(record, 'user', 'groups'))),
  listField('ka.sourceips', 'Addresses that the request came from', (record) =>
    texted(arrayAt(record, 'sourceIPs')),
  ),
  listField('ka.req.binding.subjects', 'Subjects that a role is bound to, as JSON', (record) =>
    texted(subjects(record)),
  ),
  subjectNames('user_names', 'User', (subject) => jsonText(at(subject, 'name'))),
  subjectNames('group_names', 'Group', (subject) => jsonText(at(subject, 'name'))),
  subjectNames('serviceaccount_names', 'ServiceAccount', (subject) => jsonText(at(subject, 'name'))),
  subjectNames('serviceaccount_ns_names', 'ServiceAccount', (subject) => {
    const name = jsonText(at(subject, 'name'));
    return name === undefined ? undefined : `${jsonText(at(subject, 'namespace')) ?? ''}:${name}`;
  }),
  listField('ka.req.role.rules', 'Rules of the role, as JSON', (record) =>
    texted(arrayAt(record, 'requestObject', 'rules')),
  ),
  ...['verbs', 'resources', 'apiGroups', 'nonResourceURLs'].map(ruleLists),
  listField('ka.req.service.ports', 'Ports of the service, as one JSON list', (record) =>
    texted([at(record, ...spec, 'ports')]),
  ),
  listField('ka.req.pod.supplemental_groups', 'supplementalGroups of the pod', (record) =>
    texted(arrayAt(record, ...podSecurity, 'supplementalGroups')),
  ),
  listField('ka.req.pod.volumes.hostpath', 'Paths of the host that volumes use', (record) =>
    texted(volumes(record).map((volume) => at(volume, 'hostPath', 'path'))),
  ),
  listField('ka.req.pod.volumes.flexvolume_driver', 'Drivers of flex volumes', (record) =>
    texted(volumes(record).map((volume) => at(volume, 'flexVolume', 'driver'))),
  ),
  listField('ka.req.pod.volumes.volume_type', 'Types of the volumes', (record) =>
    texted(
      volumes(record).flatMap((volume) => Object.keys(volume as object).filter((key) => key !== 'name')),
    ),
  ),
  derived('ka.req.container.image', 'Image of the first container', firstImage),
  derived('ka.req.container.image.repository', 'Image of the first container without tag', (record) => {
    const image = firstImage(record);
    return image === undefined ? undefined : repositoryOf(image);
  }),
  derived('ka.req.container.privileged', 'true when any container is privileged', isAnyPrivileged),
  ...containerFields('containers'),
  ...containerFields('initContainers'),
  ...containerFields('ephemeralContainers'),
];

/** One line of who did what to which object. */
export function auditTitle(record: JsonObject): string {
  const parts = [at(record, 'verb'), at(record, 'objectRef', 'resource'), at(record, 'objectRef', 'name')];
  return parts.flatMap((part) => jsonText(part) ?? []).join(' ') || 'Kubernetes audit event';
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
