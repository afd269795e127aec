import type { Cataloger } from '../../cataloger.ts';
import { foundPackage } from '../../found-package.ts';
import { shortLines } from '../../short-lines.ts';

/** `"name": {:hex, :package, "1.2.3", …}`: the package's name may differ from the application's. */
const entry = /^\s*"[^"]+":\s*\{:hex,\s*:"?([\w.-]+)"?,\s*"([^"]+)"/;

/** The Hex packages that mix.lock names, one a line. */
export const mixLock: Cataloger = {
  name: 'elixir-mix-lock',
  names: ['mix.lock'],
  evidence: 'lock-file',
  parse(file) {
    const lines = shortLines(file.content);
    const packages = lines.flatMap((line) => {
      const [, name, version = ''] = entry.exec(line) ?? [];
      return name === undefined ? [] : [foundPackage('hex', name, version)];
    });
    return { packages };
  },
};

/** The Hex packages that rebar.lock names: `{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.9.0">>},0}`. */
export const rebarLock: Cataloger = {
  name: 'elixir-rebar-lock',
  names: ['rebar.lock'],
  evidence: 'lock-file',
  parse(file) {
    const text = file.content.toString('utf8');
    const found = text.matchAll(/\{pkg,\s{0,8}<<"([^"]{1,256})">>,\s{0,8}<<"([^"]{1,256})">>/g);
    return { packages: [...found].map(([, name = '', version = '']) => foundPackage('hex', name, version)) };
  },
};
