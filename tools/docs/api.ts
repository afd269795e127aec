import { type Access, permissionsOf, type Route, roles, routeList } from '@breakwater/api';
import { code, generated, type Page, paragraphs, table } from './page.ts';

/** Every route with who may call it. */
export const apiPage: Page = {
  file: 'api.md',
  write: async () => {
    const tags = [...new Set(routeList.map((route) => route.tag))].sort();
    return paragraphs(
      generated,
      '# The API',
      'Shapes are in [openapi.json](openapi.json), which a server also serves at `/api/v1/openapi.json`. Who may call a route is stated beside it in the contract (`packages/api`); the server refuses to start with a route that has no rule.',
      '## Roles',
      'A role is granted per team, and the scope of the team bounds what it reaches.',
      table(
        ['Role', 'May'],
        roles.map((role) => [role, permissionsOf[role].join(', ')]),
      ),
      ...tags.flatMap((tag) => [`## ${tag}`, routesOf(tag)]),
    );
  },
};

function routesOf(tag: string): string {
  const routes = routeList
    .filter((route) => route.tag === tag)
    .toSorted((a, b) => a.path.localeCompare(b.path, 'en') || a.method.localeCompare(b.method, 'en'));
  return table(['Route', 'What it does', 'Who may call it'], routes.map(rowOf));
}

function rowOf(route: Route): readonly string[] {
  return [code(`${route.method} ${route.path}`), route.summary, accessText(route.access)];
}

function accessText(access: Access): string {
  switch (access.kind) {
    case 'public':
      return `anybody: ${access.reason}`;
    case 'session':
      return 'whoever is logged in';
    case 'token':
      return `a token of scope ${access.scope}`;
    case 'permission': {
      const reach = access.reach === 'everywhere' ? ' in a team that reaches everywhere' : '';
      const token = access.tokenScope === undefined ? '' : `, or a token of scope ${access.tokenScope}`;
      return `${access.permission}${reach}${token}`;
    }
  }
}
