import type { Event, EventSummary } from '@breakwater/model';
import { cloudTrail } from './aws-cloudtrail/index.ts';
import { config } from './config/index.ts';
import { ecs } from './ecs/index.ts';
import { fim } from './fim/index.ts';
import { github } from './github/index.ts';
import { json } from './json/index.ts';
import { k8sAudit } from './k8s-audit/index.ts';
import { okta } from './okta/index.ts';
import type { Source } from './source.ts';
import { syscall } from './syscall/index.ts';

/** Every event source; each is a folder beside. */
export const sources: readonly Source[] = [
  open(cloudTrail),
  open(ecs),
  open(syscall),
  open(k8sAudit),
  open(github),
  open(okta),
  open(fim),
  open(config),
  open(json),
];

/** An event is only ever given to the source that it names, so the type of its record may be forgotten. */
function open<R>(source: Source<R>): Source {
  return source as unknown as Source;
}

export function findSource(name: string): Source | undefined {
  return sources.find((source) => source.name === name);
}

/** What lists, filters and scopes need of an event, by the source it came from. */
export function summarize(event: Event): EventSummary {
  return findSource(event.source)?.summarize(event) ?? { title: event.type, place: {} };
}
