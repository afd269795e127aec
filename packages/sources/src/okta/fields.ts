import type { Event, Field } from '@breakwater/model';
import { genericFields } from '../generic-fields.ts';
import { at, filled, isObject, type JsonObject } from '../json/access.ts';
import { jsonFields } from '../json/fields.ts';
import { countLast, type MfaTrouble } from './mfa.ts';

type OktaField = Field<Event<JsonObject>>;

function derived(
  name: string,
  description: string,
  read: (record: JsonObject) => string | undefined,
): OktaField {
  return { name: `okta.${name}`, type: 'string', description, extract: ({ record }) => read(record) };
}

/** Texts at a path; present and empty when absent. */
const texts: readonly (readonly [string, readonly string[], string])[] = [
  ['evt.type', ['eventType'], 'Type of the event'],
  ['evt.legacytype', ['legacyEventType'], 'Older type of the event'],
  ['severity', ['severity'], 'Severity given by Okta'],
  ['message', ['displayMessage'], 'Message of the event'],
  ['published', ['published'], 'When the event was published'],
  ['actor.id', ['actor', 'id'], 'Id of the actor'],
  ['actor.Type', ['actor', 'type'], 'Type of the actor'],
  ['actor.alternateid', ['actor', 'alternateId'], 'Sign-in name of the actor'],
  ['actor.name', ['actor', 'displayName'], 'Name of the actor'],
  ['client.zone', ['client', 'zone'], 'Network zone of the client'],
  ['client.ip', ['client', 'ipAddress'], 'Address of the client'],
  ['client.device', ['client', 'device'], 'Device of the client'],
  ['client.id', ['client', 'id'], 'Id of the client'],
  ['client.geo.city', ['client', 'geographicalContext', 'city'], 'City of the client'],
  ['client.geo.state', ['client', 'geographicalContext', 'state'], 'State of the client'],
  ['client.geo.country', ['client', 'geographicalContext', 'country'], 'Country of the client'],
  ['client.geo.postalcode', ['client', 'geographicalContext', 'postalCode'], 'Postal code of the client'],
  ['useragent.os', ['client', 'userAgent', 'os'], 'Operating system of the client'],
  ['useragent.browser', ['client', 'userAgent', 'browser'], 'Browser of the client'],
  ['useragent.raw', ['client', 'userAgent', 'rawUserAgent'], 'Whole user agent'],
  ['result', ['outcome', 'result'], 'Outcome: SUCCESS, FAILURE …'],
  ['reason', ['outcome', 'reason'], 'Reason of the outcome'],
  ['transaction.id', ['transaction', 'id'], 'Id of the transaction'],
  ['transaction.type', ['transaction', 'type'], 'Type of the transaction'],
  ['requesturi', ['debugContext', 'debugData', 'requestUri'], 'URI of the request'],
  [
    'behaviors',
    ['debugContext', 'debugData', 'behaviors'],
    'What was unlike the user: New Geo-Location=POSITIVE …',
  ],
  [
    'logonlysecuritydata',
    ['debugContext', 'debugData', 'logOnlySecurityData'],
    'Risk and behaviour of the sign-in, as JSON',
  ],
  ['principal.id', ['debugContext', 'debugData', 'originalPrincipal', 'id'], 'Id of the original principal'],
  [
    'principal.alternateid',
    ['debugContext', 'debugData', 'originalPrincipal', 'alternateId'],
    'Sign-in name of the original principal',
  ],
  [
    'principal.type',
    ['debugContext', 'debugData', 'originalPrincipal', 'type'],
    'Type of the original principal',
  ],
  [
    'principal.name',
    ['debugContext', 'debugData', 'originalPrincipal', 'displayName'],
    'Name of the original principal',
  ],
  ['authentication.sessionid', ['authenticationContext', 'externalSessionId'], 'Id of the session'],
  [
    'authentication.provider',
    ['authenticationContext', 'authenticationProvider'],
    'Who checked the identity',
  ],
  [
    'authentication.credentialprovider',
    ['authenticationContext', 'credentialProvider'],
    'Provider of the credential: OKTA_CREDENTIAL_PROVIDER, DUO …',
  ],
  ['security.asorg', ['securityContext', 'asOrg'], 'Organization of the autonomous system'],
  ['security.isp', ['securityContext', 'isp'], 'Internet provider'],
  ['security.domain', ['securityContext', 'domain'], 'Domain of the address'],
];

/** Numbers at a path, as text; 0 when absent. */
const numbers: readonly (readonly [string, readonly string[], string])[] = [
  ['client.geo.lat', ['client', 'geographicalContext', 'geolocation', 'lat'], 'Latitude of the client'],
  ['client.geo.lon', ['client', 'geographicalContext', 'geolocation', 'lon'], 'Longitude of the client'],
  ['authentication.step', ['authenticationContext', 'authenticationStep'], 'Step of the authentication'],
];

function numberAt(record: JsonObject, path: readonly string[]): number {
  const value = at(record, ...path);
  return typeof value === 'number' ? value : 0;
}

function targets(record: JsonObject): readonly JsonObject[] {
  const list = at(record, 'target');
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** The last target of a type; missing when there is none. */
function target(name: string, type: string, key: string): OktaField {
  return derived(`target.${name}`, `${key} of the last target of type ${type}`, (record) => {
    const last = targets(record).findLast((one) => at(one, 'type') === type);
    return last === undefined ? undefined : (filled(at(last, key)) ?? '');
  });
}

/** How often the user of an event had the same trouble before. */
function countOf(trouble: MfaTrouble, what: string): OktaField {
  return {
    name: `okta.mfa.${trouble}.countlast`,
    type: 'uint64',
    argument: 'index',
    description: `For ${what}: how many of them the user had in the last N seconds, by the times of the events; missing for other events`,
    extract: ({ record }, seconds) => countLast(record, trouble, Number(seconds)),
  };
}

export function oktaTitle(record: JsonObject): string {
  return filled(record.displayMessage) ?? filled(record.eventType) ?? 'Okta event';
}

/** Every field of the source, the common and the JSON ones included. */
export const oktaFields: readonly OktaField[] = [
  ...texts.map(([name, path, description]) =>
    derived(name, description, (record) => filled(at(record, ...path)) ?? ''),
  ),
  ...numbers.map(([name, path, description]) =>
    derived(name, description, (record) => String(numberAt(record, path))),
  ),
  {
    name: 'okta.security.asnumber',
    type: 'uint64',
    description: 'Number of the autonomous system',
    extract: ({ record }) => numberAt(record, ['securityContext', 'asNumber']),
  },
  derived('security.isproxy', 'true when the address belongs to a proxy', (record) =>
    String(at(record, 'securityContext', 'isProxy') === true),
  ),
  derived('org', 'Organization; missing, as records do not carry it', () => undefined),
  derived('app', 'Application of a request to /app/', (record) => {
    const uri = filled(at(record, 'debugContext', 'debugData', 'requestUri')) ?? '';
    return uri.startsWith('/app/') ? uri.split('/')[2] : undefined;
  }),
  ...(['User', 'UserGroup'] as const).flatMap((type) => {
    const name = type === 'User' ? 'user' : 'group';
    return [
      target(`${name}.id`, type, 'id'),
      target(`${name}.alternateid`, type, 'alternateId'),
      target(`${name}.name`, type, 'displayName'),
    ];
  }),
  target('app.alternateid', 'AppInstance', 'alternateId'),
  {
    name: 'okta.targets.displayName',
    type: 'string',
    argument: 'optional-index',
    description: 'Names of all targets as (a,b), or one of them',
    extract: ({ record }, index) => {
      const names = targets(record).map((one) => filled(at(one, 'displayName')) ?? '');
      if (index !== undefined) return names[Number(index)];
      return names.length === 0 ? undefined : `(${names.join(',')})`;
    },
  },
  countOf('failure', 'a second factor that failed'),
  countOf('deny', 'a push that was denied'),
  ...(jsonFields as readonly OktaField[]),
  ...(genericFields({
    pluginName: 'okta',
    info: (event) => oktaTitle(event.record as JsonObject),
  }) as readonly OktaField[]),
];
