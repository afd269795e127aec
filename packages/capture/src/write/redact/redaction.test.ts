import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../../capture-reader.ts';
import { newDescriptor } from '../../state/descriptor.ts';
import { newThread } from '../../state/thread.ts';
import { CaptureWriter } from '../capture-writer.ts';
import { eventTypeOf, type ParameterValue, parametersOf } from '../parameters.ts';
import { PatternProblem } from './patterns.ts';
import {
  Redaction,
  type RedactionOptions,
  redactDescriptor,
  redactEvent,
  redactThread,
} from './redaction.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `|` stands for the NUL after each argument or variable. */
function redacted(how: 'bytes' | 'args' | 'environment', text: string, options: RedactionOptions): string {
  const redaction = new Redaction(options);
  const bytes = encoder.encode(text.replaceAll('|', '\0'));
  return decoder.decode(redaction[how](bytes)).replaceAll('\0', '|');
}

describe('secrets', () => {
  test.each([
    ['-h|db|--password|a b c|-v|', '-h|db|--password|*****|-v|'],
    ['--password=a b|x|', '--password=***|x|'],
    ['--db-passwd|x|', '--db-passwd|*|'],
    ['--api-key|k1|--token-file|/run/x|', '--api-key|**|--token-file|/run/x|'],
    ['-c|mysql --password hunter2 -e q|', '-c|mysql --password ******* -e q|'],
    // It cannot be told whether the value has blanks or a command follows: all of it is hidden.
    ['-c|PGPASSWORD=two words psql|', '-c|PGPASSWORD=**************|'],
    [`-c|env PGPASSWORD='two words' psql|`, `-c|env PGPASSWORD='*********' psql|`],
    ['DB_PASSWORD=hunter2|run|', 'DB_PASSWORD=*******|run|'],
    ['-u|user:pw:x|https://h|', '-u|user:****|https://h|'],
    ['-H|Authorization: Bearer abc.def-1|u|', '-H|Authorization: Bearer *********|u|'],
    ['-H|X-Api-Key: abc|', '-H|X-Api-Key: ***|'],
    ['https://me:p@ss@host/x|', 'https://me:****@host/x|'],
    ['postgres://u:p@db:5432/x|', 'postgres://u:*@db:5432/x|'],
    ['AKIAIOSFODNN7EXAMPLE|', '********************|'],
    ['aws_secret_access_key = wJalr/K7+bPx|', 'aws_secret_access_key = ************|'],
    ['{"password": "s3cret", "user": "me"}|', '{"password": "******", "user": "me"}|'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789|', '****************************************|'],
    ['root:$6$salt$abcdefghij/klm:19000:0|', 'root:**********************:19000:0|'],
  ])('arguments %s', (text, expected) => {
    expect(redacted('args', text, { secrets: true })).toBe(expected);
  });

  test.each([
    ['mysql', '-uroot|-phunter2|db|', '-uroot|-p*******|db|'],
    ['/usr/bin/mysqldump', '-pX|', '-p*|'],
    ['redis-cli', '-a|X|ping|', '-a|*|ping|'],
    ['docker', 'login|-u|me|-p|X|', 'login|-u|me|-p|*|'],
    ['docker', 'run|-p|80:80|', 'run|-p|80:80|'],
    ['sshpass', '-pX|ssh|h|', '-p*|ssh|h|'],
    ['sshpass', '-p|X|ssh|h|', '-p|*|ssh|h|'],
    ['curl', '-uadmin:X|https://h|', '-uadmin:*|https://h|'],
    ['curl', '-su|admin:X|', '-su|admin:*|'],
    ['openssl', 'enc|-k|X|', 'enc|-k|*|'],
    ['openssl', 'rsa|-passin|pass:X|', 'rsa|-passin|pass:*|'],
    ['mkdir', '-p|X|', '-p|X|'],
    ['sh', '-c|mysql -u root -phunter2 db|', '-c|mysql -u root -p******* db|'],
    ['sh', '-c|redis-cli -h db -a X ping|', '-c|redis-cli -h db -a * ping|'],
    ['sh', `-c|cd /; docker login -u me -p 'a b' h|`, `-c|cd /; docker login -u me -p '***' h|`],
    ['sh', '-c|docker run -p 80:80 x|', '-c|docker run -p 80:80 x|'],
    ['sh', '-c|curl -uadmin:X https://h|', '-c|curl -uadmin:* https://h|'],
    ['sh', '-c|openssl enc -aes-256-cbc -k X -in f|', '-c|openssl enc -aes-256-cbc -k * -in f|'],
    ['sh', '-c|echo root:X \u0001 chpasswd|', '-c|echo root:* \u0001 chpasswd|'],
    ['sh', '-c|APP_KEY=X run|', '-c|APP_KEY=*****|'],
  ])('arguments of %s: %s', (program, text, expected) => {
    // A pipe is written as U+0001: here | is the NUL.
    const bytes = encoder.encode(text.replaceAll('|', '\0').replaceAll('\u0001', '|'));
    const hidden = decoder.decode(new Redaction({ secrets: true }).args(bytes, program));
    expect(hidden.replaceAll('|', '\u0001').replaceAll('\0', '|')).toBe(expected);
  });

  test.each([
    ['machine h login me password X\n', 'machine h login me password *\n'],
    ['machine h\n  login me\n  password X\n', 'machine h\n  login me\n  password *\n'],
    ['{"log":"{\\"password\\":\\"X\\"}"}', '{"log":"{\\"password\\":\\"*\\"}"}'],
    ['https://hooks.slack.com/services/T0/B0/xyz', 'https://hooks.slack.com/services/*********'],
    ['https://discord.com/api/webhooks/123/ab-c', 'https://discord.com/api/webhooks/123/****'],
    ['https://a.webhook.office.com/webhookb2/x@y/z', 'https://a.webhook.office.com/webhookb2/*****'],
    ['https://user:pw@h/', 'https://user:**@h/'],
    ['chpasswd <<< "root:X"', 'chpasswd <<< "root:*"'],
  ])('data %j', (text, expected) => {
    expect(redacted('bytes', text, { secrets: true })).toBe(expected);
  });

  test.each([
    ['ls|-la|/etc/passwd|'],
    ['PWD=/root|OLDPWD=/|'],
    ['SSH_AUTH_SOCK=/run/x|KEYBOARD=us|'],
    ['apt-key|list|/usr/share/keyrings/x.gpg|'],
    ['--no-password|'],
    ['http://host:8080/x?page=1|'],
    ['-u|root|'],
    ['tokenize|passenger|keys|'],
  ])('nothing of %s', (text) => {
    expect(redacted('args', text, { secrets: true })).toBe(text);
  });

  test.each([
    ['A=1|GITHUB_TOKEN=x y|B=2|', 'A=1|GITHUB_TOKEN=***|B=2|'],
    ['AWS_SECRET_ACCESS_KEY=a|AWS_REGION=eu|', 'AWS_SECRET_ACCESS_KEY=*|AWS_REGION=eu|'],
    ['MYSQL_PWD=x|PWD=/|', 'MYSQL_PWD=*|PWD=/|'],
    ['DATABASE_URL=pg://u:pw@h/d|', 'DATABASE_URL=pg://u:**@h/d|'],
    ['SECRET=|X=|', 'SECRET=|X=|'],
    ['LAST_TOKEN=cut', 'LAST_TOKEN=***'],
  ])('environment %s', (text, expected) => {
    expect(redacted('environment', text, { secrets: true })).toBe(expected);
  });

  test('private keys in what is read', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----';
    expect(redacted('bytes', key, { secrets: true })).toBe(
      '-----BEGIN RSA PRIVATE KEY-----***********-----END RSA PRIVATE KEY-----',
    );
  });
});

describe('patterns', () => {
  test.each([
    ['args', 'hunter2', 'x|hunter2|hunter2hunter2|', 'x|*******|**************|'],
    ['args', 'customer=(\\w+)', 'customer=abc|d|', 'customer=***|d|'],
    ['args', '--id \\S+', '--id|42|x|', '****|**|x|'],
    ['environment', 'a.*b', 'X=a|Y=b|Z=a-b|', 'X=a|Y=b|Z=***|'],
    ['bytes', 'ü+', 'xüüy', 'x****y'],
    ['bytes', '(?i)SECRET', 'my secret', 'my ******'],
    ['bytes', 'x*', 'abc', 'abc'],
  ] as const)('%s %s', (how, pattern, text, expected) => {
    expect(redacted(how, text, { patterns: [pattern] })).toBe(expected);
  });

  test('names of variables match as a whole', () => {
    const options = { names: ['DB_.*'] };
    expect(redacted('environment', 'DB_HOST=h|MY_DB_X=y|', options)).toBe('DB_HOST=*|MY_DB_X=y|');
    expect(redacted('args', 'DB_HOST=h|run|', options)).toBe('DB_HOST=*|run|');
  });

  test('every pattern sees the text as it was', () => {
    expect(redacted('bytes', 'abcd', { patterns: ['bc', 'abc', 'cd'] })).toBe('****');
    const redaction = new Redaction({ patterns: ['bc', 'abc', 'x'] });
    redaction.bytes(encoder.encode('abcd x'));
    expect(redaction.count).toBe(2);
  });

  test.each(['', '(', 'a**', '(?=x)', '\\1', 'x'.repeat(10_001)])('"%s" is no pattern', (text) => {
    expect(() => new Redaction({ patterns: [text] })).toThrow(PatternProblem);
    expect(() => new Redaction({ names: [text] })).toThrow(PatternProblem);
  });

  test('lengths and separators stay, and what is given', () => {
    const redaction = new Redaction({ patterns: ['.+'], secrets: true });
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const before = bytes.slice();
        for (const hidden of [redaction.bytes(bytes), redaction.args(bytes), redaction.environment(bytes)]) {
          expect(hidden).toHaveLength(bytes.length);
          expect(hidden.map((byte) => (byte === 0 ? 0 : 1))).toEqual(
            bytes.map((byte) => (byte === 0 ? 0 : 1)),
          );
        }
        expect(bytes).toEqual(before);
      }),
    );
  });
});

/** The parameters of an event, redacted; texts without their NUL. */
function eventParameters(
  name: string,
  values: Readonly<Record<string, ParameterValue>>,
  options: RedactionOptions,
): Readonly<Record<string, Uint8Array>> {
  const type = eventTypeOf(name) ?? eventTypeOf(name, true);
  if (type === undefined) throw new Error(`no event ${name}`);
  let found: Record<string, Uint8Array> = {};
  const redaction = new Redaction(options);
  const reader = new CaptureReader({
    onEvent: (event) => {
      const parameters = redactEvent(event, redaction);
      found = Object.fromEntries(
        type.parameters.map((one, index) => [one.name, parameters[index] ?? new Uint8Array()]),
      );
    },
  });
  const writer = new CaptureWriter((part) => reader.feed(part));
  writer.section();
  writer.event({ time: 1n, tid: 1, code: type.code, parameters: parametersOf(type, values) });
  return found;
}

describe('events', () => {
  const options = { patterns: ['secret'] };
  const hidden = (bytes: Uint8Array | undefined): string => decoder.decode(bytes).replaceAll('\0', '|');

  test('every text of an execve', () => {
    const found = eventParameters(
      'execve',
      {
        exe: 'secret',
        args: ['a', 'secret'],
        cwd: '/secret/',
        comm: 'secret',
        env: ['X=secret'],
        cgroups: ['cpu=/secret'],
        trusted_exepath: '/secret',
        filename: 'secret',
        uid: 7,
      },
      options,
    );
    const texts = ['exe', 'args', 'cwd', 'comm', 'env', 'cgroups', 'trusted_exepath', 'filename'];
    expect(texts.map((name) => hidden(found[name]))).toEqual([
      '******|',
      'a|******|',
      '/******/|',
      '******|',
      'X=******|',
      'cpu=/******|',
      '/******|',
      '******|',
    ]);
    expect([...(found.uid ?? [])]).toEqual([7, 0, 0, 0]);
  });

  test.each([
    ['write', 'data', 'a secret', 'a ******'],
    ['openat', 'name', '/a/secret', '/a/******|'],
    ['symlink', 'target', 'secret', '******|'],
    ['prctl', 'arg2_str', 'secret', '******|'],
  ])('%s %s', (name, parameter, text, expected) => {
    expect(hidden(eventParameters(name, { [parameter]: text }, options)[parameter])).toBe(expected);
  });

  test('the path of a unix socket', () => {
    const address = Uint8Array.of(1, ...encoder.encode('/run/secret\0'));
    expect(hidden(eventParameters('bind', { addr: address }, options).addr?.subarray(1))).toBe(
      '/run/******|',
    );
    const tuple = Uint8Array.of(1, ...new Uint8Array(16), ...encoder.encode('secret\0'));
    expect(hidden(eventParameters('connect', { tuple }, options).tuple?.subarray(17))).toBe('******|');
  });

  test('what a runtime says of a container stays JSON', () => {
    const container = {
      id: 'abc',
      env: ['DB_PASSWORD=x', 'A=secret'],
      labels: { 'my.token': 'abc', note: 'no secret' },
    };
    const data = [JSON.stringify({ container })];
    const found = eventParameters(
      'asyncevent',
      { plugin_id: 0, name: 'container', data },
      { ...options, secrets: true },
    );
    expect(JSON.parse(hidden(found.data).slice(0, -1))).toEqual({
      container: {
        id: 'abc',
        env: ['DB_PASSWORD=*', 'A=******'],
        labels: { 'my.token': '***', note: 'no ******' },
      },
    });
  });
});

test('threads and descriptors', () => {
  const redaction = new Redaction({ patterns: ['secret'], names: ['KEY'] });
  const thread = Object.assign(newThread(1), {
    comm: 'secret',
    args: ['-x', 'my secret'],
    env: ['KEY=a', 'B='],
    cwd: '/secret/',
  });
  expect(redactThread(thread, redaction)).toMatchObject({
    comm: '******',
    args: ['-x', 'my ******'],
    env: ['KEY=*', 'B='],
    cwd: '/******/',
    tid: 1,
  });
  expect(thread.comm).toBe('secret');
  const descriptor = Object.assign(newDescriptor('file', '/a/secret'), { nameRaw: 'secret' });
  expect(redactDescriptor(descriptor, redaction)).toMatchObject({ name: '/a/******', nameRaw: '******' });
  expect(redaction.count).toBe(6);
});
