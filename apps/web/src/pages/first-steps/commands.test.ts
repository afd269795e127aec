import { expect, it } from 'vitest';
import { intakeCommand, originElsewhere, sidecarContainer } from './commands.ts';

it.each([
  ['http://127.0.0.1:8080', 'https://BREAKWATER_HOST'],
  ['http://localhost:8080', 'https://BREAKWATER_HOST'],
  ['http://[::1]:8080', 'https://BREAKWATER_HOST'],
  ['https://breakwater.example', 'https://breakwater.example'],
])('from elsewhere, %s is %s', (origin, elsewhere) => expect(originElsewhere(origin)).toBe(elsewhere));

it('keeps the token out of the arguments of every program', () =>
  expect(
    intakeCommand('https://bw.example', 'cloudtrail', 'a.json').split('\n').slice(1).join(),
  ).not.toContain('TOKEN'));

it('is a container definition that ECS can read', () =>
  expect(JSON.parse(sidecarContainer('https://bw.example'))).toMatchObject({
    command: ['metrics', 'task', '--push', 'https://bw.example', '--interval', '30s'],
  }));
