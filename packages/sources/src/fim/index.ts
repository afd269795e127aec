import type { Event, EventSummary } from '@breakwater/model';
import { at, defined, filled, isObject, type JsonObject } from '../json/access.ts';
import { placeOf } from '../json/place.ts';
import { parseRecords } from '../parse-records.ts';
import { idOf } from '../record-id.ts';
import type { ParseOptions, ParseResult, Source } from '../source.ts';
import { parseTime } from '../time.ts';
import { fimFields, titleOf } from './fields.ts';

const name = 'fim';

/**
 * What can happen to a file.
 * - `created`, `deleted`, `renamed` (with `oldPath`)
 * - `modified`: the content is another one
 * - `attributes`: mode, owner, times or link target differ, the content does not
 * - `executed`: a file that the image did not bring, or brought otherwise, was started
 */
const changes: readonly unknown[] = ['created', 'modified', 'deleted', 'renamed', 'attributes', 'executed'];

/**
 * Reads file changes: one, a list (also under `Records`), or one a line. The format is our own:
 *
 * | key | |
 * | --- | --- |
 * | `time` | when it happened, RFC 3339; required |
 * | `change` | created, modified, deleted, renamed, attributes or executed; required |
 * | `path` | absolute path in the container; required |
 * | `oldPath` | path before it was renamed |
 * | `before`, `after` | the file: `type` (file, directory, symlink, fifo, socket, char, block), `size`, `mode` (`"0755"`), `uid`, `gid`, `user`, `group`, `sha256`, `mtime` (RFC 3339), `target`; what is not known is left out |
 * | `isInBaseline`, `baseline` | whether the image brought the file; `image` or `first-sweep` |
 * | `package` | package of the image that owns the file: `name`, `version`, `type` |
 * | `process` | who did it: `name`, `exe`, `cmdline`, `pid`, `parent`, `user`, `uid` |
 * | `place` | `account`, `region`, `cluster`, `service`, `task`, `container`, `namespace`, `pod`, `imageDigest` |
 * | `image` | image with tag |
 * | `detectedBy` | feed, sweep or exec |
 * | `id` | natural key; without one the place, path, change and time are the key |
 */
export function parseFileChanges(
  input: string | Uint8Array,
  options?: ParseOptions,
): ParseResult<JsonObject> {
  return parseRecords(input, { listKey: 'Records' }, toEvent, options);
}

function toEvent(record: JsonObject, number: number): Event<JsonObject> | string {
  const time = parseTime(record.time);
  if (time === undefined) return 'time is missing or not a time';
  if (!changes.includes(record.change)) {
    return `change is ${JSON.stringify(record.change)?.slice(0, 80) ?? 'missing'}, not one of ${changes.join(', ')}`;
  }
  const path = filled(record.path);
  if (path?.startsWith('/') !== true) return 'path is missing or not absolute';
  for (const key of ['before', 'after', 'process', 'package', 'place']) {
    const value = record[key];
    if (value !== undefined && value !== null && !isObject(value)) return `${key} is not an object`;
  }
  const { account, cluster, task, namespace, pod, container } = placeOf(record.place);
  const id =
    filled(record.id) ??
    idOf(account, cluster, task, namespace, pod, container, path, record.change, String(time));
  return { source: name, type: 'pluginevent', time, id, record, number };
}

function summarizeFileChange({ record }: Event<JsonObject>): EventSummary {
  return defined({
    title: titleOf(record),
    place: placeOf(record.place),
    user: filled(at(record, 'process', 'user')),
  });
}

export const fim: Source<JsonObject> = {
  name,
  description:
    'File integrity: changes of files in a container, compared with its image. One JSON object per change with `time`, `change`, `path` and, as far as they are known, `oldPath`, `before`, `after`, `process`, `package`, `place`, `isInBaseline`',
  fields: fimFields,
  indexedBy: 'fim.change',
  indexedKey: 'change',
  parse: parseFileChanges,
  summarize: summarizeFileChange,
};
