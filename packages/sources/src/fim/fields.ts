import { genericFields } from '../generic-fields.ts';
import { at, filled, type JsonObject } from '../json/access.ts';
import { jsonFields } from '../json/fields.ts';
import {
  countFields,
  derivedField,
  type JsonField,
  type Path,
  textFields,
  timeFields,
} from '../json/path-fields.ts';
import { isExecutable, isSetGroupId, isSetUserId, isWritableByAll, modeText } from './file-state.ts';

function flag(
  name: string,
  description: string,
  read: (record: JsonObject) => boolean | undefined,
): JsonField {
  return derivedField(name, 'bool', description, read);
}

function text(
  name: string,
  description: string,
  read: (record: JsonObject) => string | undefined,
): JsonField {
  return derivedField(name, 'string', description, read);
}

/** A property of the file as it is now, or as it last was when it is gone. */
function latest(record: JsonObject, key: string): unknown {
  return at(record, 'after', key) ?? at(record, 'before', key);
}

/** Whether a property differs; missing unless it is known before and after. */
function differs(record: JsonObject, ...keys: readonly string[]): boolean | undefined {
  const known = keys.filter(
    (key) => at(record, 'before', key) !== undefined && at(record, 'after', key) !== undefined,
  );
  if (known.length === 0) return undefined;
  return known.some((key) => comparable(record, 'before', key) !== comparable(record, 'after', key));
}

function comparable(record: JsonObject, side: 'before' | 'after', key: string): unknown {
  const value = at(record, side, key);
  return key === 'mode' ? modeText(value) : value;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function directory(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

function pathOf(record: JsonObject): string | undefined {
  return filled(record.path);
}

/** The same property of the file after and before the change. */
function bothSides(
  key: string,
  what: string,
  make: (rows: readonly (readonly [string, Path, string])[]) => JsonField[],
): JsonField[] {
  return make([
    [`fim.${key}`, ['after', key], `${what} after the change`],
    [`fim.old_${key}`, ['before', key], `${what} before the change`],
  ]);
}

const process: readonly JsonField[] = [
  ...textFields([
    ['fim.proc.name', ['process', 'name'], 'Name of the process that made the change, or that was executed'],
    ['fim.proc.cmdline', ['process', 'cmdline'], 'Command line of that process'],
    ['fim.proc.user', ['process', 'user'], 'User of that process'],
    ['fim.proc.pname', ['process', 'parent'], 'Name of the parent of that process'],
  ]),
  ...textFields([['fim.proc.exe', ['process', 'exe'], 'Executable of that process']], 'path'),
  ...countFields([
    ['fim.proc.pid', ['process', 'pid'], 'Id of that process'],
    ['fim.proc.uid', ['process', 'uid'], 'User id of that process'],
  ]),
];

const place: readonly JsonField[] = textFields([
  ['fim.account', ['place', 'account'], 'Account of the container'],
  ['fim.region', ['place', 'region'], 'Region of the container'],
  ['fim.cluster', ['place', 'cluster'], 'Cluster of the container'],
  ['fim.service', ['place', 'service'], 'Service of the container'],
  ['fim.task', ['place', 'task'], 'Task of the container'],
  ['fim.namespace', ['place', 'namespace'], 'Namespace of the pod'],
  ['fim.pod', ['place', 'pod'], 'Pod of the container'],
  ['fim.container', ['place', 'container'], 'Name of the container'],
  ['fim.image', ['image'], 'Image of the container, with tag'],
  ['fim.image_digest', ['place', 'imageDigest'], 'Digest of the image'],
]);

const ownFields: readonly JsonField[] = [
  ...textFields([
    ['fim.id', ['id'], 'Id that the sender gave to the change'],
    ['fim.change', ['change'], 'created, modified, deleted, renamed, attributes or executed'],
    [
      'fim.detected_by',
      ['detectedBy'],
      'How the change was seen: feed (as it happened), sweep (by comparing) or exec',
    ],
  ]),
  ...textFields(
    [
      ['fim.path', ['path'], 'Absolute path of the file in the container'],
      ['fim.old_path', ['oldPath'], 'Path before it was renamed'],
    ],
    'path',
  ),
  derivedField('fim.directory', 'path', 'Directory of the file', (record) => {
    const path = pathOf(record);
    return path === undefined ? undefined : directory(path);
  }),
  text('fim.filename', 'Name of the file without its directory', (record) => {
    const path = pathOf(record);
    return path === undefined ? undefined : fileName(path);
  }),
  flag('fim.is_hidden', 'A part of the path starts with a dot', (record) => {
    const path = pathOf(record);
    return path === undefined ? undefined : path.includes('/.');
  }),
  text('fim.type', 'file, directory, symlink, fifo, socket, char or block', (record) =>
    filled(latest(record, 'type')),
  ),
  ...bothSides('size', 'Bytes of the file', countFields),
  text('fim.mode', 'Permission bits after the change, four octal digits: 0755', (record) =>
    modeText(at(record, 'after', 'mode')),
  ),
  text('fim.old_mode', 'Permission bits before the change', (record) =>
    modeText(at(record, 'before', 'mode')),
  ),
  ...bothSides('uid', 'Id of the owner', countFields),
  ...bothSides('gid', 'Id of the group', countFields),
  ...bothSides('user', 'Name of the owner', textFields),
  ...bothSides('group', 'Name of the group', textFields),
  ...bothSides('sha256', 'SHA-256 of the content, hexadecimal,', textFields),
  ...bothSides('mtime', 'Time of the last write, as the file says,', timeFields),
  ...bothSides('target', 'Where the symbolic link points', textFields),
  flag('fim.is_symlink', 'The file is, or was, a symbolic link', (record) => {
    const type = filled(latest(record, 'type'));
    return type === undefined ? undefined : type === 'symlink';
  }),
  flag('fim.is_executable', 'Somebody may execute the file, or might before it was deleted', (record) =>
    isExecutable(latest(record, 'mode')),
  ),
  flag('fim.is_setuid', 'The file runs as its owner', (record) => isSetUserId(latest(record, 'mode'))),
  flag('fim.is_setgid', 'The file runs as its group', (record) => isSetGroupId(latest(record, 'mode'))),
  flag('fim.is_world_writable', 'Anybody may write the file', (record) =>
    isWritableByAll(latest(record, 'mode')),
  ),
  flag(
    'fim.is_content_changed',
    'The content differs; missing when it is not known before and after',
    (record) => differs(record, 'sha256'),
  ),
  flag(
    'fim.is_mode_changed',
    'The permission bits differ; missing when not known before and after',
    (record) => differs(record, 'mode'),
  ),
  flag('fim.is_owner_changed', 'Owner or group differs; missing when not known before and after', (record) =>
    differs(record, 'uid', 'gid'),
  ),
  flag('fim.is_in_baseline', 'The file came with the image, at this path', (record) =>
    typeof record.isInBaseline === 'boolean' ? record.isInBaseline : undefined,
  ),
  ...textFields([
    [
      'fim.baseline',
      ['baseline'],
      'What the file is compared with: image, or first-sweep when the image could not be read',
    ],
    ['fim.package.name', ['package', 'name'], 'Package of the image that the file belongs to'],
    ['fim.package.version', ['package', 'version'], 'Version of that package'],
    ['fim.package.type', ['package', 'type'], 'Type of that package: deb, rpm, apk, npm …'],
  ]),
  ...process,
  ...place,
  text('fim.info', 'One line about the change', (record) => titleOf(record)),
];

const verbs: Readonly<Record<string, string>> = {
  created: 'was created',
  modified: 'was modified',
  deleted: 'was deleted',
  attributes: 'has other attributes',
  executed: 'was executed',
};

/** The change in a few words: `/usr/bin/curl was modified by apk`. */
export function titleOf(record: JsonObject): string {
  const path = pathOf(record) ?? 'A file';
  const change = filled(record.change) ?? '';
  const from = filled(record.oldPath);
  const verb = Object.hasOwn(verbs, change) ? verbs[change] : undefined;
  const what = change === 'renamed' ? `was renamed${from === undefined ? '' : ` from ${from}`}` : verb;
  const who = filled(at(record, 'process', 'name'));
  return `${path} ${what ?? 'changed'}${who === undefined ? '' : ` by ${who}`}`;
}

/** Every field of the source, the common and the JSON ones included. */
export const fimFields: readonly JsonField[] = [
  ...ownFields,
  ...(jsonFields as readonly JsonField[]),
  ...(genericFields({
    pluginName: 'fim',
    info: (event) => titleOf(event.record as JsonObject),
  }) as readonly JsonField[]),
];
