import { at, isObject, textOf } from '../json/access.ts';

/** `ct.user`: who acted, by the type of identity. */
export function userOf(record: unknown): string | undefined {
  const identity = at(record, 'userIdentity');
  if (!isObject(identity)) return undefined;
  const { type } = identity;
  switch (type) {
    case 'Root':
    case 'IAMUser':
      return textOf(identity.userName);
    case 'AWSService':
      return textOf(identity.invokedBy);
    case 'AssumedRole':
      return textOf(at(identity, 'sessionContext', 'sessionIssuer', 'userName')) ?? type;
    case 'AWSAccount':
    case 'FederatedUser':
      return type;
    default:
      return undefined;
  }
}

/** `ct.originaluser`: the session behind an assumed role, else the user name. */
export function originalUserOf(record: unknown): string | undefined {
  const identity = at(record, 'userIdentity');
  if (!isObject(identity)) return undefined;
  const userName = textOf(identity.userName);
  if (identity.type !== 'AssumedRole') return userName;
  const session = lastOf(textOf(identity.arn), '/', 3);
  return session ?? lastOf(textOf(identity.principalId), ':', 2) ?? userName;
}

/** What follows the last separator of a text that has exactly so many parts. */
function lastOf(text: string | undefined, separator: string, parts: number): string | undefined {
  if (text === undefined) return undefined;
  let last = -1;
  for (let found = 1; found < parts; found += 1) {
    last = text.indexOf(separator, last + 1);
    if (last === -1) return undefined;
  }
  return text.includes(separator, last + 1) ? undefined : text.slice(last + 1);
}

/** The name a person knows the actor by: the session of a role, the user, the service. */
export function displayUser(record: unknown): string | undefined {
  const type = at(record, 'userIdentity', 'type');
  const session = type === 'AssumedRole' ? originalUserOf(record) : undefined;
  const role = userOf(record);
  const name = session !== undefined && session !== '' && role !== undefined ? `${role}/${session}` : role;
  const candidates = [
    name,
    type === 'Root' ? 'root' : undefined,
    textOf(at(record, 'userIdentity', 'userName')),
    textOf(at(record, 'userIdentity', 'principalId')),
    textOf(at(record, 'userIdentity', 'invokedBy')),
  ];
  return candidates.find((candidate) => candidate !== undefined && candidate !== '');
}
