import type { Fields } from '../ordinary-day/fields.ts';
import type { Random } from '../ordinary-day/random.ts';

/** Something that is asked of an API server again and again. */
export interface Habit {
  /** How often, in relation to the others. */
  readonly weight: number;
  /** The events of it, without their ids and times. */
  readonly make: (random: Random) => readonly Fields[];
}

export interface Target {
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

export interface Details {
  readonly query?: string;
  readonly uri?: string;
  readonly code?: number;
  readonly body?: Fields;
  readonly answer?: Fields;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly stage?: string;
}

export interface Identity {
  readonly user: Fields;
  readonly userAgent: string;
  readonly sourceIPs: readonly string[];
}

/** The event of a request that was answered. */
export function request(who: Identity, verb: string, target: Target, details: Details = {}): Fields {
  const { resource, namespace, name, subresource } = target;
  const path = [namespace && `namespaces/${namespace}`, resource, name, subresource]
    .filter(Boolean)
    .join('/');
  const { uri = `/api/v1/${path}`, query, code, body, answer, annotations, stage } = details;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: body === undefined ? 'Request' : 'RequestResponse',
    stage: stage ?? 'ResponseComplete',
    requestURI: query === undefined ? uri : `${uri}?${query}`,
    verb,
    ...who,
    objectRef: target,
    responseStatus: { metadata: {}, code: code ?? (verb === 'create' ? 201 : 200) },
    ...(body === undefined ? {} : { requestObject: body }),
    ...(answer === undefined ? {} : { responseObject: answer }),
    annotations: {
      'authorization.k8s.io/decision': code === 403 ? 'forbid' : 'allow',
      'authorization.k8s.io/reason': '',
      ...annotations,
    },
  };
}

/** A request to a path that is no object: health, discovery. */
export function ask(who: Identity, uri: string, code = 200): Fields {
  const { objectRef: _, ...event } = request(who, 'get', { resource: '' }, { uri, code });
  return event;
}

/** A watch is told when it begins and when it ends. */
export function watch(who: Identity, target: Target): readonly Fields[] {
  const details = { query: 'allowWatchBookmarks=true&resourceVersion=1&watch=true' };
  return [
    request(who, 'watch', target, { ...details, stage: 'ResponseStarted' }),
    request(who, 'watch', target, details),
  ];
}
