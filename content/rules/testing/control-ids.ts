import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readFramework } from '@breakwater/compliance';

interface ReferenceFramework {
  readonly controls: readonly { readonly id: string }[];
}

/**
 * The control tags that rules may carry (`FRAMEWORK:CONTROL`): those of the frameworks that are shipped, and of
 * others where the reference is at hand.
 */
export function controlIds(root: string): ReadonlySet<string> {
  const shipped = join(root, 'content/frameworks');
  const frameworks = readdirSync(shipped)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFramework(readFileSync(join(shipped, name), 'utf8'), name));
  const ids = new Set(frameworks.map((framework) => framework.id));
  const tags = frameworks.flatMap(({ id, controls }) => controls.map((control) => `${id}:${control.id}`));
  const reference = resolve(root, process.env.BREAKWATER_CASES ?? '../shared', 'frameworks');
  if (!existsSync(reference)) return new Set(tags);
  const others = readdirSync(reference)
    .filter((name) => name.endsWith('.json') && name !== 'checks.json' && !ids.has(basename(name, '.json')))
    .flatMap((name) => {
      const framework: ReferenceFramework = JSON.parse(readFileSync(join(reference, name), 'utf8'));
      return framework.controls.map((control) => `${basename(name, '.json')}:${control.id}`);
    });
  return new Set([...tags, ...others]);
}
