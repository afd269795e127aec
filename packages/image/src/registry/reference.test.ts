import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ImageError } from '../image-error.ts';
import { formatReference, parseReference } from './reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:1.27', 'docker.io/library/nginx:1.27'],
  ['grafana/grafana', 'docker.io/grafana/grafana:latest'],
  ['docker.io/nginx', 'docker.io/library/nginx:latest'],
  ['index.docker.io/library/nginx:1', 'docker.io/library/nginx:1'],
  ['localhost/app', 'localhost/app:latest'],
  ['localhost:5000/team/app:2', 'localhost:5000/team/app:2'],
  ['[::1]:5000/app', '[::1]:5000/app:latest'],
  [
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:2.3.1',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:2.3.1',
  ],
  ['public.ecr.aws/nginx/nginx:stable', 'public.ecr.aws/nginx/nginx:stable'],
  ['ghcr.io/org/app__x/y-z:V1_2.3', 'ghcr.io/org/app__x/y-z:V1_2.3'],
  [`ghcr.io/org/app@${digest}`, `ghcr.io/org/app@${digest}`],
  [`ghcr.io/org/app:1@${digest}`, `ghcr.io/org/app:1@${digest}`],
])('%s is %s', (text, whole) => {
  const reference = parseReference(text);
  expect(formatReference(reference)).toBe(whole);
  expect(parseReference(whole)).toEqual(reference);
});

test.each([
  ['', 'is no repository'],
  ['Nginx', 'is no repository'],
  ['ghcr.io/', 'is no repository'],
  ['ghcr.io/Org/app', 'is no repository'],
  ['a//b', 'is no repository'],
  ['../etc/passwd', 'is no'],
  ['app:', 'is no tag'],
  [`app:${'x'.repeat(129)}`, 'is no tag'],
  ['app@sha256:123', 'is no sha256 digest'],
  ['app@md5:1@2', 'more than one @'],
  ['host:99999999/app', 'is no host'],
  ['a?b=c/app', 'is no repository'],
  ['x'.repeat(2000), 'longer than'],
])('"%s" is refused', (text, reason) => {
  expect(() => parseReference(text)).toThrow(ImageError);
  expect(() => parseReference(text)).toThrow(reason);
});

test('any text is read or refused, and what is read stays what it is', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      try {
        const whole = formatReference(parseReference(text));
        expect(formatReference(parseReference(whole))).toBe(whole);
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
      }
    }),
  );
});
