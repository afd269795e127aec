import type { Event, Field, FieldValue } from '@breakwater/model';
import { at, type JsonObject } from '../json/access.ts';

export type AuditField = Field<Event<JsonObject>>;

/** Texts as they stand, everything else as compact JSON; null and absent are missing. */
export function jsonText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A list field of an audit event; with an index, one element of it. Without `auditID` it is missing. */
export function listField(
  name: string,
  description: string,
  read: (record: JsonObject) => readonly string[] | undefined,
): AuditField {
  return {
    name,
    type: 'string',
    isList: true,
    argument: 'optional-index',
    description,
    extract: ({ record }, index): FieldValue | undefined => {
      const values = at(record, 'auditID') === undefined ? undefined : read(record);
      return index === undefined ? values : values?.[Number(index)];
    },
  };
}

export function arrayAt(value: unknown, ...path: readonly string[]): readonly unknown[] | undefined {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : undefined;
}

/** The image without tag and digest, as upstream cuts it: at the first `:`, then at `@`. */
export function repositoryOf(image: string): string {
  return image.replace(/:.*$/s, '').replace(/@.*$/s, '');
}

type ReadContainer = (container: unknown) => readonly string[];

const securityKeys: readonly (readonly [string, readonly string[], string])[] = [
  ['privileged', ['privileged'], 'privileged flags'],
  ['allow_privilege_escalation', ['allowPrivilegeEscalation'], 'allowPrivilegeEscalation flags'],
  ['read_only_fs', ['readOnlyRootFilesystem'], 'readOnlyRootFilesystem flags'],
  ['run_as_user', ['runAsUser'], 'user ids'],
  ['run_as_group', ['runAsGroup'], 'group ids'],
  ['proc_mount', ['procMount'], 'procMount types'],
];

function one(value: unknown): readonly string[] {
  const text = jsonText(value);
  return text === undefined ? [] : [text];
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? [value.map((part) => jsonText(part) ?? '').join(' ')] : [];
}

function ports(container: unknown): readonly string[] {
  return (arrayAt(container, 'ports') ?? []).flatMap((port) =>
    one(at(port, 'hostPort') ?? at(port, 'containerPort')),
  );
}

/** The fields over one of the lists of containers of a pod. */
export function containerFields(
  list: 'containers' | 'initContainers' | 'ephemeralContainers',
): readonly AuditField[] {
  const prefix = `ka.req.pod.${list}`;
  const containersOf = (record: JsonObject) => arrayAt(record, 'requestObject', 'spec', list);
  const over = (name: string, what: string, read: ReadContainer): AuditField =>
    listField(`${prefix}.${name}`, `${what} of the ${list} of the pod`, (record) => {
      const values = containersOf(record)?.flatMap(read);
      return values === undefined || values.length === 0 ? undefined : values;
    });
  /** A name or image that one container lacks makes the whole field missing. */
  const required = (
    name: string,
    what: string,
    key: string,
    map: (text: string) => string = (text) => text,
  ) =>
    listField(`${prefix}.${name}`, `${what} of the ${list} of the pod`, (record) => {
      const values: string[] = [];
      for (const container of containersOf(record) ?? []) {
        const text = jsonText(at(container, key));
        if (text === undefined) return undefined;
        values.push(map(text));
      }
      return values.length === 0 ? undefined : values;
    });
  /** The id of the container, else of the pod, else 0. */
  const effective = (name: string, key: string) =>
    listField(`${prefix}.${name}`, `Effective ${key} of the ${list} of the pod`, (record) => {
      const pod = jsonText(at(record, 'requestObject', 'spec', 'securityContext', key)) ?? '0';
      return containersOf(record)?.map((container) => jsonText(at(container, 'securityContext', key)) ?? pod);
    });
  return [
    required('name', 'Names', 'name'),
    required('image', 'Images', 'image'),
    required('image.repository', 'Images without tag', 'image', repositoryOf),
    over('command', 'Commands', (container) => words(at(container, 'command'))),
    over('args', 'Arguments', (container) => words(at(container, 'args'))),
    over('host_port', 'Host ports', ports),
    ...securityKeys.map(([name, path, what]) =>
      over(name, what, (container) => one(at(container, 'securityContext', ...path))),
    ),
    effective('eff_run_as_user', 'runAsUser'),
    effective('eff_run_as_group', 'runAsGroup'),
    over('add_capabilities', 'Added capabilities', (container) =>
      (arrayAt(container, 'securityContext', 'capabilities', 'add') ?? []).flatMap(one),
    ),
  ];
}
