import { InventoryError } from './failure.ts';
import type { Scope } from './resource-type.ts';

/** What one call of a list answers; an empty page with a token is legal. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly token: string | undefined;
}

/** What is asked of one call of a list. */
export interface PageRequest {
  readonly size: number;
  readonly token: string | undefined;
}

/** A list call: how many it gives at once, and one page of it. */
export interface ListCall<Item> {
  /** The right it takes: `ecs:ListClusters`. */
  readonly action: string;
  /** The largest page that AWS allows. */
  readonly size: number;
  /** The smallest one; default 1. */
  readonly least?: number;
  readonly per?: undefined;
  readonly page: (scope: Scope, request: PageRequest) => Promise<Page<Item>>;
}

/** A list that has to be asked for each member of another list: the services of each cluster. */
export interface NestedListCall<Parent, Item> {
  readonly action: string;
  readonly size: number;
  readonly per: ListCall<Parent>;
  readonly page: (scope: Scope, request: PageRequest, parent: Parent) => Promise<Page<Item>>;
}

/** A call that failed, with the right it takes. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly action: string;

  constructor(action: string, cause: unknown) {
    super(`${action}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.action = action;
  }
}

const maxPages = 10_000;

/**
 * Reads a list to its end.
 * Throws CallError; also when a token comes back that was used before, which would never end.
 */
export async function* readPages<Item>(list: ListCall<Item>, scope: Scope): AsyncGenerator<Item> {
  const size = Math.max(list.least ?? 1, Math.min(list.size, scope.pageSize));
  const used = new Set<string>();
  let token: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await attempt(list.action, () => list.page(scope, { size, token }));
    yield* page.items ?? [];
    if (page.token === undefined || page.token === '') return;
    if (used.has(page.token)) {
      throw new CallError(
        list.action,
        new InventoryError(`page ${pages + 1} repeats a token; the list is cut off there`),
      );
    }
    used.add(page.token);
    token = page.token;
  }
  throw new CallError(
    list.action,
    new InventoryError(`more than ${maxPages} pages; the list is cut off there`),
  );
}

/** The list of one member of the outer list. */
export function ofParent<Parent, Item>(list: NestedListCall<Parent, Item>, parent: Parent): ListCall<Item> {
  return {
    action: list.action,
    size: list.size,
    page: (scope, request) => list.page(scope, request, parent),
  };
}

/** Runs a call; its error names the right it takes. */
export async function attempt<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof CallError ? error : new CallError(action, error);
  }
}
