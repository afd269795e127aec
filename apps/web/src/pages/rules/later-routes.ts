import table from 'virtual:routes';
import type { Hunt, HuntBody, ImportResult } from '@breakwater/api';
import { addressOf, type RouteId, request } from '../../api/client.ts';

/** Whether the contract that this console was built with has the route. */
export function hasRoute(id: string): boolean {
  return Object.hasOwn(table, id);
}

export function startHunt(body: HuntBody): Promise<Hunt> {
  return request('startHunt' as RouteId, { body } as never) as Promise<Hunt>;
}

export function getHunt(id: string, signal: AbortSignal): Promise<Hunt> {
  return request('getHunt' as RouteId, { params: { id }, signal } as never) as Promise<Hunt>;
}

export function cancelHunt(id: string): Promise<Hunt> {
  return request('cancelHunt' as RouteId, { params: { id } } as never) as Promise<Hunt>;
}

export function exportAddress(): string {
  return addressOf('exportPolicies' as RouteId, {} as never);
}

export function importPolicies(text: string): Promise<ImportResult> {
  return request('importPolicies' as RouteId, { body: { text } } as never) as Promise<ImportResult>;
}
