import { routeList } from '@breakwater/api';
import type { Plugin } from 'vite';

const id = 'virtual:routes';
const resolved = `\0${id}`;

/**
 * `virtual:routes`: method, path and kind of answer of every route, read from the contract when the console is
 * built. The console gets the types of the contract and this table, and no schema library.
 */
export function routeTable(): Plugin {
  return {
    name: 'breakwater-route-table',
    resolveId(source) {
      return source === id ? resolved : undefined;
    },
    load(source) {
      if (source !== resolved) return undefined;
      const rows = routeList.map((route) => [
        route.id,
        { id: route.id, method: route.method, path: route.path, response: { kind: route.response.kind } },
      ]);
      return `export default ${JSON.stringify(Object.fromEntries(rows))};`;
    },
  };
}
