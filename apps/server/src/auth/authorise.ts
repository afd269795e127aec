import { type Access, type Permission, permissionsOf } from '@breakwater/api';
import { everything, type Filter, nothing } from '@breakwater/model';
import { HttpError } from '../http/http-error.ts';
import { type Caller, type CallerGrant, isEverywhere } from './caller.ts';

/**
 * Decides by the route's rule whether the caller may go on, and answers with the scope that bounds whatever
 * the route reads or writes.
 * @throws HttpError 401 when nobody is logged in, 403 when the caller lacks the right.
 */
export function authorise(access: Access, caller: Caller): Filter {
  switch (access.kind) {
    case 'public':
      return nothing;
    case 'session':
      if (caller.kind !== 'user') throw unauthenticated();
      return nothing;
    case 'token':
      if (caller.kind === 'anonymous')
        throw unauthenticated('an API token is needed: Authorization: Bearer …');
      if (caller.kind !== 'token' || !caller.scopes.includes(access.scope)) {
        throw forbidden(`an API token of scope "${access.scope}" is needed`);
      }
      return caller.scope;
    case 'permission':
      return authorisePermission(access, caller);
  }
}

function authorisePermission(access: Extract<Access, { kind: 'permission' }>, caller: Caller): Filter {
  if (caller.kind === 'anonymous') throw unauthenticated();
  if (caller.kind === 'token') {
    if (access.tokenScope === undefined || !caller.scopes.includes(access.tokenScope)) {
      throw forbidden('this API token does not have the scope for that');
    }
    return caller.scope;
  }
  const grants = caller.grants.filter((grant) => holds(grant, access.permission));
  if (access.reach === 'everywhere') {
    if (grants.some((grant) => isEverywhere(grant.scope))) return everything;
    throw forbidden(`the right to ${access.permission} everywhere is needed; ask an administrator`);
  }
  if (grants.length === 0)
    throw forbidden(`no team gives you the right to ${access.permission}; ask an administrator`);
  return unionOf(grants.map((grant) => grant.scope));
}

function holds(grant: CallerGrant, permission: Permission): boolean {
  return permissionsOf[grant.role].includes(permission);
}

function unionOf(scopes: readonly Filter[]): Filter {
  if (scopes.some(isEverywhere)) return everything;
  const [only] = scopes;
  return scopes.length === 1 && only !== undefined ? only : { op: 'or', filters: scopes };
}

function unauthenticated(message = 'log in first'): HttpError {
  return new HttpError(401, 'not-logged-in', message);
}

function forbidden(message: string): HttpError {
  return new HttpError(403, 'forbidden', message);
}
