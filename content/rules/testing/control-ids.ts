import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readFramework } from '@breakwater/compliance';

interface ReferenceFramework {
  readonly controls: readonly { readonly id: string }[];
}

/** The control tags that rules may carry (`FRAMEWORK:CONTROL`): of the shipped frameworks, and of the reference ones where they are at hand. */
export function controlIds(root: string): ReadonlySet<string> {
  const shipped = join(root, 'content/frameworks');
  const tags = readdirSync(shipped)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFramework(readFileSync(join(shipped, name), 'utf8'), name))
    .flatMap((framework) => framework.controls.map((control) => `${framework.id}:${control.id}`));
  const reference = resolve(root, process.env.BREAKWATER_CASES ?? '../shared', 'frameworks');
  if (!existsSync(reference)) return new Set(tags);
  const others = readdirSync(reference)
    .filter((name) => name.endsWith('.json') && name !== 'checks.json')
    .flatMap((name) => {
      const framework: ReferenceFramework = JSON.parse(readFileSync(join(reference, name), 'utf8'));
      return framework.controls.map((control) => `${basename(name, '.json')}:${control.id}`);
    });
  return new Set([...tags, ...others]);
}
