import { describe, expect, it } from 'vitest';
import { call, urlOf } from './client.ts';
import { routeList } from './route-list.ts';
import * as routes from './routes/index.ts';
import { filterParameter } from './schemas/filter.ts';

describe('the list of routes', () => {
  it('has one route per exported name, with the same id', () => {
    for (const [name, route] of Object.entries(routes)) expect(route.id).toBe(name);
  });

  it('states every method and path once', () => {
    const operations = routeList.map((route) => `${route.method} ${route.path}`);
    expect(operations.length).toBe(new Set(operations).size);
  });

  it.each(routeList.map((route) => [route.id, route] as const))(
    '%s declares its path parameters',
    (_, route) => {
      const names = [...route.path.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1]);
      expect(names.length > 0).toBe(route.params !== undefined);
    },
  );

  it('lets nobody change anything without a session, a token or a one-time secret', () => {
    const open = routeList.filter((route) => route.access.kind === 'public' && route.method !== 'GET');
    expect(open.map((route) => route.id).sort()).toEqual(['completeSetup', 'login']);
  });
});

describe('a filter as a query parameter', () => {
  it.each([
    ['{"op":"=","field":"region","value":"eu-west-1"}', true],
    ['{"op":"and","filters":[]}', true],
    ['{"op":"exists","field":"proc.aname[2]"}', true],
    ['{"op":"=","field":"a\' or 1=1","value":"x"}', false],
    ['{"op":"=","field":"region","value":{"a":1}}', false],
    ['{"op":"like","field":"region","value":"x"}', false],
    ['not json', false],
    [`${'{"op":"not","filter":'.repeat(40)}{"op":"and","filters":[]}${'}'.repeat(40)}`, false],
  ])('%s', (text, isValid) => {
    expect(filterParameter.safeParse(text).success).toBe(isValid);
  });
});

describe('a call', () => {
  it('puts parameters into the path, filters as JSON and lists comma-separated into the query', () => {
    expect(urlOf(routes.getTask, { params: { arn: 'arn:aws:ecs:a:1:task/c/t' } })).toBe(
      '/api/v1/tasks/arn%3Aaws%3Aecs%3Aa%3A1%3Atask%2Fc%2Ft',
    );
    const url = urlOf(routes.listEvents, {
      query: { kinds: ['event'], filter: { op: '=', field: 'region', value: 'x' } },
    });
    expect(url).toBe(
      '/api/v1/events?kinds=event&filter=%7B%22op%22%3A%22%3D%22%2C%22field%22%3A%22region%22%2C%22value%22%3A%22x%22%7D',
    );
  });

  it('throws what the server says, with its code', async () => {
    const answer = () =>
      Promise.resolve(Response.json({ error: { code: 'no-such-task', message: 'gone' } }, { status: 404 }));
    await expect(call(routes.getTask, { params: { arn: 'x' } }, answer)).rejects.toMatchObject({
      code: 'no-such-task',
      status: 404,
      message: 'gone',
    });
  });
});
