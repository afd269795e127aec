import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCloudTrail } from './aws-cloudtrail/index.ts';
import { parseEventBridge } from './ecs/index.ts';
import { readInput } from './read-input.ts';
import { sources, summarize } from './sources.ts';
import { splitRecords } from './split-records.ts';
import { parseTime } from './time.ts';

const record = {
  eventTime: '2026-03-02T09:30:00Z',
  eventType: 'AwsApiCall',
  eventSource: 'ecs.amazonaws.com',
  eventName: 'ExecuteCommand',
  eventID: 'e1',
  awsRegion: 'eu-central-1',
  recipientAccountId: '111122223333',
  sourceIPAddress: '203.0.113.9',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::1:assumed-role/admin/ada',
    sessionContext: { sessionIssuer: { userName: 'admin' } },
  },
  requestParameters: { cluster: 'arn:aws:ecs:eu-central-1:1:cluster/prod', task: 'abc', container: 'app' },
};

const text = JSON.stringify(record);

describe('parseCloudTrail', () => {
  test.each<[string, string, number, readonly (readonly [number, string])[]]>([
    ['a file', `{"Records":[${text},${text}]}`, 2, []],
    ['one record', text, 1, []],
    ['a list', `[${text}]`, 1, []],
    ['one a line', `${text}\n${text}\n`, 2, []],
    ['several files on lines', `{"Records":[${text}]}\n{"Records":[${text}]}`, 2, []],
    ['nothing', '  ', 0, []],
    ['an empty file', '{"Records":[]}', 0, []],
    [
      'a broken record among good ones',
      `{"Records":[${text},{"eventTime":oops},${text}]}`,
      2,
      [[1, 'not JSON']],
    ],
    ['a broken line', `${text}\nnope\n${text}`, 2, [[1, 'not JSON']]],
    [
      'an end in the middle',
      `{"Records":[${text},\n{"eventTime":"2026`,
      1,
      [[1, 'in the middle of a record, line 2']],
    ],
    [
      'a last line that is cut',
      `${text}\n\n${text}\n${text.slice(0, 40)}`,
      2,
      [[2, 'in the middle of a record, line 4']],
    ],
    ['a last line cut in a text', `${text}\r\n{"a":"}`, 1, [[1, 'in the middle of a record, line 2']]],
    ['a first line that is cut', text.slice(0, 40), 0, [[0, 'in the middle of a record, line 1']]],
    ['a last line that is broken', `${text}\n{"a":oops}`, 1, [[1, 'not JSON']]],
    ['a last line that is text', `${text}\nnope`, 1, [[1, 'not JSON']]],
    ['a line cut among others', `${text}\n${text.slice(0, 40)}\n${text}`, 2, [[1, 'not JSON']]],
    ['an end between records', `{"Records":[${text},${text}`, 2, [[2, 'ends before its list']]],
    ['an end behind the last record', `{"Records":[${text}]`, 1, [[1, 'ends before its list']]],
    ['an end of a bare list', `[\n${text},\n${text}\n`, 2, [[2, 'ends before its list']]],
    ['an end in a key', `{"Records":[${text}],"ne`, 1, [[1, 'ends before its list']]],
    ['text behind the end', `{"Records":[${text}]} and more`, 1, [[1, 'no record: "andmore"']]],
    ['a bracket too many', `{"Records":[${text}]}}`, 1, [[1, 'no record: "}"']]],
    ['text between records', `${text} nope ${text}`, 2, [[2, 'no record: "nope"']]],
    ['text in the list', `{"Records":[${text} nope, ${text}]}`, 2, [[2, 'around the records is not JSON']]],
    ['files one after the other', `{"Records":[${text}]} {"Records":[${text}]}`, 2, []],
    ['records one after the other', `${text}${text}, ${text}`, 3, []],
    ['not JSON at all', 'hello', 0, [[0, 'not JSON']]],
    ['no time', '{"Records":[{"eventType":"AwsApiCall"}]}', 0, [[0, 'eventTime']]],
    [
      'a wrong time',
      '[{"eventTime":"2026-02-30T00:00:00Z","eventType":"AwsApiCall"}]',
      0,
      [[0, 'not a time']],
    ],
    [
      'an Insights record',
      JSON.stringify({ ...record, eventType: 'AwsCloudTrailInsight' }),
      0,
      [[0, 'Insights']],
    ],
    ['not an object', '{"Records":[5]}', 0, [[0, 'object']]],
  ])('reads %s', (_, input, count, rejected) => {
    const result = parseCloudTrail(input);
    expect(result.events).toHaveLength(count);
    expect(result.rejected.map((one) => one.index)).toEqual(rejected.map(([index]) => index));
    for (const [at, [, words]] of rejected.entries()) expect(result.rejected[at]?.error).toContain(words);
  });

  test('bounds size and depth of a record, and the rest goes on', () => {
    const deep = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const large = JSON.stringify({ ...record, requestParameters: { x: 'y'.repeat(5000) } });
    const result = parseCloudTrail(`[${deep},${large},${text}]`, {
      limits: { recordBytes: 4000, depth: 50 },
    });
    expect(result.events).toHaveLength(1);
    expect(result.rejected.map((one) => one.error)).toEqual([
      'nested deeper than the limit of 50 levels',
      'larger than the limit of 4000 bytes',
    ]);
  });

  test('the natural key is account and event id; the summary has place and person', () => {
    const [event] = parseCloudTrail(text).events;
    expect(event).toMatchObject({
      id: '111122223333/e1',
      time: 1772443800000000000n,
      source: 'aws_cloudtrail',
    });
    if (event === undefined) return;
    expect(summarize(event)).toEqual({
      title: 'ecs ExecuteCommand',
      place: {
        provider: 'aws',
        account: '111122223333',
        region: 'eu-central-1',
        cluster: 'prod',
        task: 'abc',
        container: 'app',
      },
      user: 'admin/ada',
      sourceIp: '203.0.113.9',
    });
  });
});

test('an ECS event has place and title, and other events are rejected', () => {
  const task = {
    id: 'i1',
    source: 'aws.ecs',
    'detail-type': 'ECS Task State Change',
    account: '1',
    region: 'eu-central-1',
    time: '2026-03-02T09:30:00Z',
    detail: {
      clusterArn: 'arn:aws:ecs:eu-central-1:1:cluster/prod',
      group: 'service:shop',
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      version: 4,
    },
  };
  const { events, rejected } = parseEventBridge(JSON.stringify([task, { ...task, source: 'aws.ec2' }]));
  expect(rejected).toEqual([{ index: 1, error: 'source is "aws.ec2", not "aws.ecs"' }]);
  expect(events.map(summarize)).toEqual([
    {
      title: 'Task of shop STOPPED (TaskFailedToStart)',
      place: { provider: 'aws', account: '1', region: 'eu-central-1', cluster: 'prod', service: 'shop' },
    },
  ]);
});

test.each([
  ['2024-05-02T10:15:30.123456789Z', 1714644930123456789n],
  ['2024-05-02T12:15:30+02:00', 1714644930000000000n],
  ['2024-13-02T10:15:30Z', undefined],
  ['yesterday', undefined],
])('parseTime(%s)', (value, expected) => {
  expect(parseTime(value)).toBe(expected);
});

test('splitRecords cuts out every object at depth 1, whatever the strings hold', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (records) => {
      const pieces = splitRecords(JSON.stringify({ Records: records })).map((piece) => piece.text);
      expect(pieces).toEqual(records.map((one) => JSON.stringify(one)));
    }),
  );
});

describe('every source', () => {
  test('of a folder is in the list', () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && existsSync(join(import.meta.dirname, entry.name, 'index.ts')),
    );
    const names = folders.map((entry) => entry.name.replaceAll('-', '_')).sort();
    expect(sources.map((source) => source.name).sort()).toEqual(names);
  });

  test.each(sources.map((source) => [source.name, source] as const))(
    '%s takes any JSON without throwing',
    (_, source) => {
      fc.assert(
        fc.property(fc.oneof(fc.json(), fc.string()), (input) => {
          const { events } = source.parse(input);
          for (const event of events) source.summarize(event);
        }),
      );
      const names = source.fields.map((field) => field.name);
      expect(new Set(names).size, 'field names are unique').toBe(names.length);
    },
  );

  test.each(sources.map((source) => [source.name, source] as const))(
    'the fields of %s take any record',
    (_, source) => {
      const values = fc.dictionary(fc.string(), fc.jsonValue());
      fc.assert(
        fc.property(values, (foreign) => {
          const event = {
            source: source.name,
            type: 'x',
            time: 0n,
            id: '',
            record: { ...record, ...foreign },
          };
          for (const field of source.fields) field.extract(event, '0');
        }),
        { numRuns: 30 },
      );
    },
  );
});

test('readInput reads a tree in order, gzip or not, and names what it cannot read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'read-input-'));
  try {
    writeFileSync(join(folder, 'a.json'), 'A');
    writeFileSync(join(folder, 'b.json.gz'), gzipSync('B'));
    writeFileSync(join(folder, 'c.json.gz'), gzipSync('C'.repeat(1000)).subarray(0, 15));
    writeFileSync(join(folder, 'd.json.gz'), gzipSync(Buffer.alloc(5000)));
    writeFileSync(join(folder, 'e.txt'), 'no');
    const read: string[] = [];
    for await (const file of readInput(folder, { fileBytes: 2000, files: 10, depth: 4 })) {
      read.push(
        'error' in file ? file.error : `${file.content.toString().slice(0, 3)} ${file.problem ?? ''}`,
      );
    }
    expect(read).toEqual([
      'A ',
      'B ',
      'CCC the compressed file ends too early (truncated gzip)',
      'more than 2000 bytes after decompression; not read',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
