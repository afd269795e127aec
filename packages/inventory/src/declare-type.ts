import type { Place, UnreadField } from '@breakwater/model';
import type { Service } from './clients.ts';
import { inBatches, mapConcurrently } from './concurrency.ts';
import { errorName, explainFailure, failureKind, InventoryError } from './failure.ts';
import { attempt, CallError, type ListCall, type NestedListCall, ofParent, readPages } from './paging.ts';
import { toConfiguration } from './redact.ts';
import type { Batch, Described, Problem, ResourceType, Scope } from './resource-type.ts';
import { readTags } from './tags.ts';

/** What one describe call answers. */
export interface DescribeAnswer<Item> {
  readonly items: readonly Item[] | undefined;
  /** Members that could not be described, as ECS reports them; `MISSING` means gone since the list. */
  readonly failures?:
    | readonly { readonly arn?: string | undefined; readonly reason?: string | undefined }[]
    | undefined;
}

/** The call that turns references into descriptions, `batch` of them at once. `Parent` is what the list was asked for. */
export interface DescribeCall<Ref, Item, Parent> {
  readonly action: string;
  readonly batch: number;
  readonly call: (scope: Scope, refs: readonly Ref[], parent: Parent) => Promise<DescribeAnswer<Item>>;
}

/** A further call for each resource, whose answer is added to the configuration. */
export interface Part<Item> {
  readonly action: string;
  /** The top-level names that it adds. */
  readonly fields: readonly string[];
  /** Names of errors that mean "there is none". */
  readonly absent?: readonly string[];
  readonly call: (scope: Scope, item: Item) => Promise<Readonly<Record<string, unknown>>>;
}

interface Identity<Item> {
  readonly type: string;
  readonly service: Service;
  readonly scope?: 'regional' | 'global';
  /** ARN of a described item; undefined when the answer lacks what it is made of. */
  readonly id: (item: Item, scope: Scope) => string | undefined;
  readonly name: (item: Item) => string | undefined;
  /** The coordinates below the region. */
  readonly place?: (item: Item) => Place;
  /** Parts of the answer that are not configuration: logs of what happened. */
  readonly omit?: readonly string[];
  readonly parts?: readonly Part<Item>[];
  /** ARNs of resources of this service that must be read as well. */
  readonly references?: (item: Item) => readonly (string | undefined)[];
  readonly needs?: readonly string[];
}

/** A type whose list call gives references that a describe call resolves. */
export interface Declaration<Ref, Item, Parent> extends Identity<Item> {
  readonly list: ListCall<Ref> | NestedListCall<Parent, Ref>;
  /** References that no list call gives. */
  readonly alsoListed?: (scope: Scope) => readonly Ref[];
  readonly describe: DescribeCall<Ref, Item, Parent>;
}

/** A type whose list call describes. */
export interface ListedDeclaration<Item, Parent> extends Identity<Item> {
  readonly list: ListCall<Item> | NestedListCall<Parent, Item>;
}

const describeCallsAtOnce = 4;
const batchOfListed = 100;
/** Small where each resource takes further calls, so that several are completed at the same time. */
const batchWithParts = 5;

/** Declares a type that is listed and then described. */
export function describedType<Ref, Item extends object, Parent = undefined>(
  declaration: Declaration<Ref, Item, Parent>,
): ResourceType {
  const { list, describe, parts = [] } = declaration;
  const rights = [...(list.per === undefined ? [] : [list.per.action]), list.action, describe.action];
  return {
    type: declaration.type,
    service: declaration.service,
    scope: declaration.scope ?? 'regional',
    actions: [...new Set([...rights, ...parts.map((part) => part.action)])],
    needs: declaration.needs ?? [],
    read: (scope) => readType(declaration, scope),
  };
}

/** Declares a type whose list call gives the whole configuration. */
export function listedType<Item extends object, Parent = undefined>(
  declaration: ListedDeclaration<Item, Parent>,
): ResourceType {
  return describedType<Item, Item, Parent>({
    ...declaration,
    describe: {
      action: declaration.list.action,
      batch: declaration.parts === undefined ? batchOfListed : batchWithParts,
      call: async (_scope, items) => ({ items }),
    },
  });
}

async function* readType<Ref, Item extends object, Parent>(
  declaration: Declaration<Ref, Item, Parent>,
  scope: Scope,
): AsyncGenerator<Batch> {
  const { list } = declaration;
  if (list.per === undefined) {
    yield* readList(
      declaration,
      scope,
      withAlso(readPages(list, scope), declaration.alsoListed?.(scope)),
      undefined as Parent,
    );
    return;
  }
  for await (const parent of readPages(list.per, scope)) {
    try {
      yield* readList(declaration, scope, readPages(ofParent(list, parent), scope), parent);
    } catch (error) {
      scope.signal.throwIfAborted();
      // One member of the outer list that fails must not hide the others; one that is gone has nothing to list.
      const problem = problemOf(error, list.action);
      if (failureKind(problem.error) !== 'gone') yield { resources: [], problems: [problem] };
    }
  }
}

async function* withAlso<Ref>(listed: AsyncIterable<Ref>, also: readonly Ref[] = []): AsyncGenerator<Ref> {
  const seen = new Set(also);
  yield* also;
  for await (const ref of listed) if (!seen.has(ref)) yield ref;
}

function readList<Ref, Item extends object, Parent>(
  declaration: Declaration<Ref, Item, Parent>,
  scope: Scope,
  refs: AsyncIterable<Ref>,
  parent: Parent,
): AsyncGenerator<Batch> {
  return mapConcurrently(inBatches(refs, declaration.describe.batch), describeCallsAtOnce, (batch) =>
    describeBatch(declaration, scope, batch, parent),
  );
}

async function describeBatch<Ref, Item extends object, Parent>(
  declaration: Declaration<Ref, Item, Parent>,
  scope: Scope,
  refs: readonly Ref[],
  parent: Parent,
): Promise<Batch> {
  const { action, call } = declaration.describe;
  scope.signal.throwIfAborted();
  let answer: DescribeAnswer<Item>;
  try {
    answer = await attempt(action, () => call(scope, refs, parent));
  } catch (error) {
    scope.signal.throwIfAborted();
    const problem = problemOf(error, action);
    return { resources: [], problems: failureKind(problem.error) === 'gone' ? [] : [problem] };
  }
  const problems: Problem[] = [];
  for (const failure of answer.failures ?? []) {
    if (failure.reason === 'MISSING') continue;
    problems.push({
      action,
      error: new InventoryError(`${failure.arn ?? 'a resource'}: ${failure.reason ?? 'no reason given'}`),
    });
  }
  const resources: Described[] = [];
  for (const item of answer.items ?? []) {
    const described = await completeItem(declaration, scope, item, problems);
    if (described !== undefined) resources.push(described);
  }
  return { resources, problems };
}

/** Adds the parts and names it; undefined when it is gone. */
async function completeItem<Item extends object>(
  declaration: Identity<Item>,
  scope: Scope,
  item: Item,
  problems: Problem[],
): Promise<Described | undefined> {
  const id = declaration.id(item, scope);
  const name = declaration.name(item);
  if (!id || !name) {
    problems.push({
      action: declaration.type,
      error: new InventoryError('the answer holds an item without an id'),
    });
    return undefined;
  }
  const unread: UnreadField[] = [];
  const added: Record<string, unknown> = {};
  for (const part of declaration.parts ?? []) {
    try {
      Object.assign(added, await attempt(part.action, () => part.call(scope, item)));
    } catch (error) {
      scope.signal.throwIfAborted();
      const problem = problemOf(error, part.action);
      if (part.absent?.includes(errorName(problem.error)) === true) continue;
      if (failureKind(problem.error) === 'gone') return undefined;
      problems.push(problem);
      unread.push({
        fields: part.fields,
        action: part.action,
        reason: explainFailure(problem.error, part.action),
      });
    }
  }
  const configuration = toConfiguration({ ...item, ...added }, declaration.omit);
  return {
    id,
    name,
    tags: readTags(configuration.Tags ?? configuration.tags),
    place: declaration.place?.(item) ?? {},
    configuration,
    unread,
    references: (declaration.references?.(item) ?? []).filter((arn) => arn !== undefined),
  };
}

function problemOf(error: unknown, action: string): Problem {
  return error instanceof CallError ? { action: error.action, error: error.cause } : { action, error };
}
