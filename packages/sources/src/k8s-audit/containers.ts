import { at } from '../json/access.ts';
import { type AuditField, indexedList, jsonText, someOf, textsOf, valuesAlong } from './values.ts';

const lists = ['containers', 'initContainers', 'ephemeralContainers'] as const;
type ContainerList = (typeof lists)[number];

/** The image without tag and digest, as upstream cuts it: at the first `:`, then at `@`. */
export function repositoryOf(image: string): string {
  return image.replace(/:.*$/s, '').replace(/@.*$/s, '');
}

/** Values of the containers that have one. */
function present(values: readonly unknown[]): readonly string[] | undefined {
  return someOf(values.flatMap((value) => jsonText(value) ?? []));
}

/** Values of all containers; missing when one of them has none. */
function complete(values: readonly unknown[]): readonly string[] | undefined {
  const texts = values.map(jsonText);
  return texts.includes(undefined) ? undefined : someOf(texts as string[]);
}

/** Lists of words, each joined by blanks; missing when something else is among them. */
function sentences(values: readonly unknown[]): readonly string[] | undefined {
  const known = values.filter((value) => value !== undefined);
  const isWordList = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((word) => typeof word === 'string');
  return known.every(isWordList) ? someOf(known.map((words) => words.join(' '))) : undefined;
}

function ports(values: readonly unknown[]): readonly string[] | undefined {
  const known = values.filter((value) => value !== undefined);
  if (!known.every(Array.isArray)) return undefined;
  return someOf(
    known
      .flat()
      .flatMap((port) => jsonText(at(port, 'hostPort')) ?? jsonText(at(port, 'containerPort')) ?? []),
  );
}

type Read = (values: readonly unknown[]) => readonly string[] | undefined;

/** Fields over the containers of one list: name, path in a container, how its values are read, what they are. */
const rows: readonly (readonly [string, readonly string[], Read, string])[] = [
  ['name', ['name'], complete, 'Names'],
  ['image', ['image'], complete, 'Images'],
  ['image.repository', ['image'], (values) => complete(values)?.map(repositoryOf), 'Images without tag'],
  ['command', ['command'], sentences, 'Commands'],
  ['args', ['args'], sentences, 'Arguments'],
  ['host_port', ['ports'], ports, 'Ports on the host, else of the container,'],
  ['privileged', ['securityContext', 'privileged'], present, 'privileged'],
  [
    'allow_privilege_escalation',
    ['securityContext', 'allowPrivilegeEscalation'],
    present,
    'allowPrivilegeEscalation',
  ],
  ['read_only_fs', ['securityContext', 'readOnlyRootFilesystem'], present, 'readOnlyRootFilesystem'],
  ['run_as_user', ['securityContext', 'runAsUser'], present, 'User ids'],
  ['run_as_group', ['securityContext', 'runAsGroup'], present, 'Group ids'],
  ['proc_mount', ['securityContext', 'procMount'], present, 'procMount'],
  [
    'add_capabilities',
    ['securityContext', 'capabilities', 'add'],
    present,
    'Added capabilities, one JSON list per container,',
  ],
  [
    'capabilities',
    ['securityContext', 'capabilities', 'add'],
    (values) => someOf(values.flatMap((added) => textsOf(added) ?? [])),
    'Added capabilities, one by one,',
  ],
];

/** The id that a container runs with: its own, else that of the pod, else 0. */
function effective(list: ContainerList, name: string, key: string): AuditField {
  const description = `${key} that the ${list} of the pod run with: their own, else of the pod, else 0`;
  return indexedList(`ka.req.pod.${list}.${name}`, description, (record, index) => {
    const pod = jsonText(at(record, 'requestObject', 'spec', 'securityContext', key)) ?? '0';
    const containers = at(record, 'requestObject', 'spec', list);
    if (!Array.isArray(containers)) return undefined;
    const chosen = index === undefined ? containers : containers.slice(index, index + 1);
    return someOf(chosen.map((container) => jsonText(at(container, 'securityContext', key)) ?? pod));
  });
}

/** The fields over the three lists of containers of a pod. */
export const containerFields: readonly AuditField[] = lists.flatMap((list) => [
  ...rows.map(([name, path, read, what]) => {
    const whole = ['requestObject', 'spec', list, ...path];
    const description = `${what} of the ${list} of the pod`;
    return indexedList(`ka.req.pod.${list}.${name}`, description, (record, index) =>
      read(valuesAlong(record, whole, index) ?? []),
    );
  }),
  effective(list, 'eff_run_as_user', 'runAsUser'),
  effective(list, 'eff_run_as_group', 'runAsGroup'),
]);
