import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactText, toConfiguration } from './redact.ts';

const recorded: object = JSON.parse(
  readFileSync(join(import.meta.dirname, 'testdata', 'task-definition-with-secrets.json'), 'utf8'),
);

describe('toConfiguration', () => {
  test('hides every value in a recorded task definition and keeps the names', () => {
    const configuration = toConfiguration(recorded);
    expect(JSON.stringify(configuration)).not.toMatch(/SECRET-/);
    expect(configuration).toMatchObject({
      family: 'web',
      containerDefinitions: [
        {
          name: 'app',
          environment: [
            { name: 'DATABASE_URL', value: '[redacted password-in-url]' },
            { name: 'PLAIN', value: '[redacted]' },
            { name: 'EMPTY', value: '' },
            { name: 'KEY_ID', value: '[redacted aws-access-key-id]' },
            { name: 'UNSET' },
          ],
          secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/token' }],
          command: ['serve', '--password=[redacted password-in-argument]', '--port=8080'],
          logConfiguration: {
            logDriver: 'splunk',
            options: { 'splunk-token': '[redacted]', 'splunk-url': 'https://splunk.example' },
          },
          dockerLabels: { 'com.example.api_key': '[redacted]', team: 'web' },
        },
      ],
    });
  });

  test('gives plain JSON: dates as text, no undefined, no metadata, nothing omitted by name', () => {
    const configuration = toConfiguration(
      {
        at: new Date(0),
        none: undefined,
        $metadata: {},
        events: [1],
        list: [new Date(1000), { inner: undefined }],
      },
      ['events'],
    );
    expect(JSON.parse(JSON.stringify(configuration))).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      list: ['1970-01-01T00:00:01.000Z', {}],
    });
    expect('none' in configuration).toBe(false);
  });

  test('keys that name the prototype are only keys', () => {
    const hostile = JSON.parse('{"tags":{"__proto__":"x","constructor":"y"}}');
    const configuration = toConfiguration(hostile);
    expect(JSON.stringify(configuration)).toBe('{"tags":{"__proto__":"x","constructor":"y"}}');
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });

  test('cuts off what is nested without end', () => {
    let deep: object = { end: true };
    for (let level = 0; level < 5000; level += 1) deep = { deep };
    expect(JSON.stringify(toConfiguration(deep))).toContain('[too deep]');
  });

  test('no value of an environment variable survives', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (value, name) => {
        const marked = `${value}-MARK-${value}`;
        const configuration = toConfiguration({ a: [{ environment: [{ name: 'N', value: marked }] }], name });
        return !JSON.stringify(configuration).includes('-MARK-') || name.includes('-MARK-');
      }),
    );
  });
});

describe('redactText', () => {
  test.each([
    ['postgres://app:hunter2@db/app', 'postgres://app:[redacted password-in-url]@db/app'],
    ['key AKIAIOSFODNN7EXAMPLE here', 'key [redacted aws-access-key-id] here'],
    ['run --token abc --verbose', 'run --token [redacted password-in-argument] --verbose'],
    [`ghp_${'a'.repeat(36)}`, '[redacted github-token]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----', '[redacted private-key]'],
    ['https://example.com:8080/path@2', 'https://example.com:8080/path@2'],
    ['arn:aws:iam::123456789012:role/AKIA', 'arn:aws:iam::123456789012:role/AKIA'],
    ['sha256:abcdef --tokens=3', 'sha256:abcdef --tokens=3'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  test('takes time in proportion to the text', () => {
    for (const piece of ['://a:', '-----BEGIN ', 'eyJaaaaaaaa.', '--token=', 'AKIA', 'xoxb-']) {
      const started = performance.now();
      redactText(piece.repeat(200_000 / piece.length));
      expect(performance.now() - started, piece).toBeLessThan(2000);
    }
  });
});
