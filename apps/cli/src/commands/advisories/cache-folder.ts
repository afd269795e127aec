import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where compiled advisories are kept: `$XDG_CACHE_HOME/breakwater`, or `~/.cache/breakwater`. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CACHE_HOME;
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'breakwater');
}
