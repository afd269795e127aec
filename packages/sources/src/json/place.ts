import type { Place, Provider } from '@breakwater/model';
import { at, defined, filled } from './access.ts';

const providers: readonly unknown[] = [
  'aws',
  'azure',
  'gcp',
  'github',
  'okta',
  'kubernetes',
  'other',
] satisfies Provider[];

/** A place as a record states it: only the parts that are texts and not empty. */
export function placeOf(value: unknown): Place {
  const provider = at(value, 'provider');
  return defined({
    provider: providers.includes(provider) ? (provider as Provider) : undefined,
    account: filled(at(value, 'account')),
    region: filled(at(value, 'region')),
    cluster: filled(at(value, 'cluster')),
    service: filled(at(value, 'service')),
    task: filled(at(value, 'task')),
    container: filled(at(value, 'container')),
    namespace: filled(at(value, 'namespace')),
    pod: filled(at(value, 'pod')),
    imageDigest: filled(at(value, 'imageDigest')),
  });
}
