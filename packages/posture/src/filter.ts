import type { Json, JsonObject } from './json.ts';
import type { PolicySource } from './policy-source.ts';

/** What a filter may read beside the resources it judges. One per account and run. */
export interface Evaluation {
  readonly now: Date;
  readonly accountId: string;
  readonly region: string;
  /** The event that started the run; absent for a scheduled run. */
  readonly event?: Json;
  /** Every resource of another type in the same account, by Custodian's name: `aws.security-group`. */
  readonly related: (type: string) => readonly JsonObject[];
  /**
   * The answer of a detail call (`ecr.get_repository_policy`) as the API gives it; undefined when the thing
   * asked for does not exist. Throws `EvaluationError` when the answer was refused or never read.
   */
  readonly call?: (operation: string, parameters: JsonObject) => Json | undefined;
  /** Text of a document that `value_from` names. Throws `EvaluationError` when it cannot be read. */
  readonly remote?: (url: string) => string;
  /** Notes what made a resource match (the rule of a group, the statement of a policy). */
  readonly annotate?: (resource: JsonObject, name: string, value: Json) => void;
}

/** Keeps the resources that match, in their order. Pure; throws `EvaluationError` on unusable data. */
export type CompiledFilter = (
  resources: readonly JsonObject[],
  evaluation: Evaluation,
) => readonly JsonObject[];

/** Where a filter stands and what it may use while it is compiled. */
export interface FilterContext {
  readonly source: PolicySource;
  /** `aws.ecs-service`; inside `list-item`, still the type of the whole resource. */
  readonly resourceType: string;
  /** The policy runs on events. */
  readonly hasMode: boolean;
  /** Compiles a list of filters or blocks, joined by and; for another resource type where one is named. */
  readonly compileFilters: (filters: Json, at: unknown, resourceType?: string) => CompiledFilter;
}

/** One kind of filter: `type: <name>` in a policy. */
export interface FilterType {
  readonly name: string;
  /** The resource types that have it; absent for all. */
  readonly resourceTypes?: readonly string[];
  /** Checks the filter's own keys and builds it. Throws `PolicyError` with the place. */
  readonly compile: (filter: JsonObject, context: FilterContext) => CompiledFilter;
}

/** A filter that judges each resource alone. */
export function each(matches: (resource: JsonObject, evaluation: Evaluation) => boolean): CompiledFilter {
  return (resources, evaluation) => resources.filter((resource) => matches(resource, evaluation));
}

/** Refuses keys that a filter does not know. */
export function checkKeys(filter: JsonObject, allowed: readonly string[], context: FilterContext): void {
  const unknown = Object.keys(filter).find((key) => key !== 'type' && !allowed.includes(key));
  if (unknown === undefined) return;
  const name = typeof filter.type === 'string' ? filter.type : 'value';
  throw context.source.error(filter, `${name}: unknown key ${unknown}; known are ${allowed.join(', ')}`);
}
