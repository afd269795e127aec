import { genericFields } from '../generic-fields.ts';
import { at, filled, isObject, type JsonObject } from '../json/access.ts';
import { jsonFields } from '../json/fields.ts';
import { derivedField, type JsonField, listField, textFields, textsOf } from '../json/path-fields.ts';
import { resolvePointer } from '../json/pointer.ts';
import { isSame, touches } from './differences.ts';
import { valuesAt, valuesOnlyIn, valueText } from './values.ts';

type Side = 'before' | 'after';

function valueAt(record: JsonObject, side: Side, pointer: string): unknown {
  return isObject(record[side]) ? resolvePointer(record[side], pointer) : undefined;
}

function listAt(record: JsonObject, side: Side, pointer: string): readonly string[] {
  return isObject(record[side]) ? valuesAt(record[side], pointer) : [];
}

/** One side of the change: as text, as number, as list. */
function sideFields(side: Side): readonly JsonField[] {
  const what = `Configuration ${side} the change at a JSON pointer`;
  return [
    {
      name: `config.${side}`,
      type: 'string',
      argument: 'optional-key',
      description: `${what}: texts as they stand, everything else as compact JSON; without a pointer the whole`,
      extract: ({ record }, pointer = '') => {
        const value = valueAt(record, side, pointer);
        return value === undefined ? undefined : valueText(value);
      },
    },
    {
      name: `config.${side}.number`,
      type: 'int64',
      argument: 'key',
      description: `${what}, a whole number`,
      extract: ({ record }, pointer = '') => {
        const value = valueAt(record, side, pointer);
        return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
      },
    },
    {
      name: `config.${side}.list`,
      type: 'string',
      isList: true,
      argument: 'key',
      description: `${what} in which a step * stands for every element: /IpPermissions/*/IpRanges/*/CidrIp`,
      extract: ({ record }, pointer = '') => {
        const values = listAt(record, side, pointer);
        return values.length === 0 ? undefined : values;
      },
    },
  ];
}

/** What one side has at a pointer and the other has not. */
function onlyIn(name: string, side: Side, other: Side, description: string): JsonField {
  return {
    name,
    type: 'string',
    isList: true,
    argument: 'key',
    description,
    extract: ({ record }, pointer = '') => {
      const values = valuesOnlyIn(listAt(record, side, pointer), listAt(record, other, pointer));
      return values.length === 0 ? undefined : values;
    },
  };
}

/** Compares both sides where they are known, else asks the list of changed paths. */
function isChanged(record: JsonObject, pointer: string): boolean | undefined {
  const created = record.change === 'created' && isObject(record.after);
  const deleted = record.change === 'deleted' && isObject(record.before);
  if (created || deleted || (isObject(record.before) && isObject(record.after))) {
    return !isSame(valueAt(record, 'before', pointer), valueAt(record, 'after', pointer));
  }
  if (!Array.isArray(record.changed)) return undefined;
  const path = pointer === '' || pointer.startsWith('/') ? pointer : `/${pointer}`;
  return textsOf(record.changed).some((changed) => touches(changed, path));
}

const resource = ['resource'] as const;

const ownFields: readonly JsonField[] = [
  ...textFields([
    ['config.id', ['id'], 'Id of the change'],
    ['config.change', ['change'], 'created, updated or deleted'],
    [
      'config.recorded_by',
      ['recordedBy'],
      'Who saw the change: inventory or aws-config; the case of keys differs between the two',
    ],
    ['config.resource', [...resource, 'id'], 'ARN of the resource'],
    ['config.type', [...resource, 'type'], 'Type of the resource: aws.security-group'],
    ['config.name', [...resource, 'name'], 'Name of the resource'],
    ['config.account', [...resource, 'place', 'account'], 'Account of the resource'],
    ['config.region', [...resource, 'place', 'region'], 'Region of the resource'],
    ['config.cluster', [...resource, 'place', 'cluster'], 'Cluster of the resource'],
    ['config.service', [...resource, 'place', 'service'], 'Service of the resource'],
  ]),
  {
    name: 'config.tag',
    type: 'string',
    argument: 'key',
    description: 'A tag of the resource',
    extract: ({ record }, key = '') => {
      const value = at(record, 'resource', 'tags', key);
      return typeof value === 'string' ? value : undefined;
    },
  },
  listField('config.tags', 'Tags of the resource as key=value', (record) => {
    const tags = at(record, 'resource', 'tags');
    return isObject(tags) ? Object.entries(tags).map(([key, value]) => `${key}=${valueText(value)}`) : [];
  }),
  listField('config.changed_paths', 'JSON pointers of what differs', (record) => textsOf(record.changed)),
  {
    name: 'config.changed',
    type: 'bool',
    argument: 'key',
    description: 'Whether the configuration differs at, around or below a JSON pointer',
    extract: ({ record }, pointer = '') => isChanged(record, pointer),
  },
  ...sideFields('before'),
  ...sideFields('after'),
  onlyIn(
    'config.added',
    'after',
    'before',
    'Values at a JSON pointer that the change brought; a step * stands for every element',
  ),
  onlyIn(
    'config.removed',
    'before',
    'after',
    'Values at a JSON pointer that the change took away; a step * stands for every element',
  ),
  ...textFields([
    ['config.user', ['actor', 'user'], 'Who made the change, where it is known'],
    ['config.user.identitytype', ['actor', 'type'], 'Root, IAMUser, AssumedRole, AWSService …'],
    ['config.user.arn', ['actor', 'arn'], 'ARN of who made the change'],
    ['config.srcip', ['actor', 'sourceIp'], 'Address or service that the change came from'],
    ['config.useragent', ['actor', 'userAgent'], 'Agent that made the change'],
    ['config.call', ['actor', 'call'], 'API call that made the change: AuthorizeSecurityGroupIngress'],
    ['config.tool', ['actor', 'tool'], 'console, cloudformation, terraform …, where it is known'],
    ['config.event_id', ['actor', 'eventId'], 'Id of the CloudTrail record of the change'],
  ]),
  listField('config.checks.failed', 'Ids of checks that passed before and fail now', (record) =>
    textsOf(at(record, 'checks', 'failed')),
  ),
  listField('config.checks.passed', 'Ids of checks that failed before and pass now', (record) =>
    textsOf(at(record, 'checks', 'passed')),
  ),
  listField('config.controls', 'Controls that the failed checks stand for: cis-aws/5.2', (record) =>
    textsOf(at(record, 'checks', 'controls')),
  ),
  derivedField('config.info', 'string', 'One line about the change', (record) => titleOf(record)),
];

/** The change in a few words: `aws.security-group web was updated by ada`. */
export function titleOf(record: JsonObject): string {
  const type = filled(at(record, 'resource', 'type')) ?? 'Resource';
  const name = filled(at(record, 'resource', 'name')) ?? filled(at(record, 'resource', 'id')) ?? '';
  const who = filled(at(record, 'actor', 'user'));
  return `${type} ${name} was ${filled(record.change) ?? 'changed'}${who === undefined ? '' : ` by ${who}`}`;
}

/** Every field of the source, the common and the JSON ones included. */
export const configFields: readonly JsonField[] = [
  ...ownFields,
  ...(jsonFields as readonly JsonField[]),
  ...(genericFields({
    pluginName: 'config',
    info: (event) => titleOf(event.record as JsonObject),
  }) as readonly JsonField[]),
];
