import { checkKeys, type Evaluation, each, type FilterContext, type FilterType } from '../filter.ts';
import { isObject, type Json, type JsonObject, listOf, property, textProperty } from '../json.ts';
import { coversAction, isEverybody, statementsOf, texts } from '../policy-document.ts';
import { readValuesFrom } from '../values-from.ts';
import { readPolicy, typesWithPolicy } from './policy-location.ts';

const lists = [
  'whitelist',
  'whitelist_orgids',
  'whitelist_org_units',
  'whitelist_vpc',
  'whitelist_vpce',
  'whitelist_conditions',
  'whitelist_patterns',
] as const;
type ListName = (typeof lists)[number];

/** Everything that a statement is judged by, read for one run. */
interface Allowed {
  readonly accounts: ReadonlySet<string>;
  readonly lists: ReadonlyMap<ListName, readonly string[]>;
}

/**
 * The resource policy has a statement that lets somebody outside of the own account and the allowed lists
 * in. Deny statements are not subtracted, and principals that are AWS services are ignored.
 */
export const crossAccount: FilterType = {
  name: 'cross-account',
  resourceTypes: [...typesWithPolicy.filter((type) => type !== 'aws.iam-role')],
  compile: (filter, context) => {
    checkKeys(
      filter,
      [...lists.flatMap((name) => [name, `${name}_from`]), 'actions', 'everyone_only', 'return_allowed'],
      context,
    );
    const readAllowed = compileAllowed(filter, context);
    const actions = texts(filter.actions);
    const isEveryoneOnly = filter.everyone_only === true;
    const returnsAllowed = filter.return_allowed === true;
    return each((resource, evaluation) => {
      const allowed = readAllowed(evaluation);
      const found = statementsOf(readPolicy(context.resourceType, resource, evaluation)).filter(
        (statement) =>
          statement.Effect === 'Allow' &&
          (actions.length === 0 || concerns(statement, actions)) &&
          (!isEveryoneOnly || opensToEverybody(statement)) &&
          admitsOthers(statement, allowed) !== returnsAllowed,
      );
      if (found.length > 0) evaluation.annotate?.(resource, 'CrossAccountViolations', found);
      return found.length > 0;
    });
  },
};

/** Trust policies: only account ids are allowed, and conditions are not looked at. */
export const roleCrossAccount: FilterType = {
  name: 'cross-account',
  resourceTypes: ['aws.iam-role'],
  compile: (filter, context) => {
    checkKeys(filter, ['whitelist', 'whitelist_from'], context);
    const readAllowed = compileAllowed(filter, context);
    return each((role, evaluation) => {
      const { accounts } = readAllowed(evaluation);
      const found = statementsOf(property(role, 'AssumeRolePolicyDocument')).filter(
        (statement) => statement.Effect === 'Allow' && foreignPrincipals(statement, accounts).length > 0,
      );
      if (found.length > 0) evaluation.annotate?.(role, 'CrossAccountViolations', found);
      return found.length > 0;
    });
  },
};

/** A peering connection between accounts, one of them not allowed. */
export const peeringCrossAccount: FilterType = {
  name: 'cross-account',
  resourceTypes: ['aws.peering-connection'],
  compile: (filter, context) => {
    checkKeys(filter, ['whitelist', 'whitelist_from'], context);
    const readAllowed = compileAllowed(filter, context);
    return each((peering, evaluation) => {
      const { accounts } = readAllowed(evaluation);
      const owners = ['AccepterVpcInfo', 'RequesterVpcInfo'].map((side) =>
        textProperty(property(peering, side), 'OwnerId'),
      );
      return owners.some((owner) => owner !== undefined && !accounts.has(owner));
    });
  },
};

function compileAllowed(filter: JsonObject, context: FilterContext): (evaluation: Evaluation) => Allowed {
  for (const name of lists) {
    const from = filter[`${name}_from`];
    if (from !== undefined && textProperty(from, 'url') === undefined) {
      throw context.source.error(filter, `${name}_from needs "url"`);
    }
  }
  const read = new WeakMap<Evaluation['related'], Allowed>();
  return (evaluation) => {
    let allowed = read.get(evaluation.related);
    if (allowed === undefined) {
      const values = (name: ListName): readonly string[] => [
        ...texts(filter[name]),
        ...fromDocument(filter[`${name}_from`], evaluation),
      ];
      allowed = {
        accounts: new Set([evaluation.accountId, ...values('whitelist')]),
        lists: new Map(lists.map((name) => [name, values(name)])),
      };
      read.set(evaluation.related, allowed);
    }
    return allowed;
  };
}

function fromDocument(from: Json | undefined, evaluation: Evaluation): readonly string[] {
  return isObject(from) ? listOf(readValuesFrom(from, evaluation)).map(String) : [];
}

/** An action is concerned when the statement names it, or a pattern that covers it. */
function concerns(statement: JsonObject, actions: readonly string[]): boolean {
  const own = texts(statement.Action);
  if (own.length === 0) return true;
  return actions.some((action) =>
    own.some((pattern) => coversAction(pattern, action) || coversAction(action, pattern)),
  );
}

function opensToEverybody(statement: JsonObject): boolean {
  if (statement.Principal === undefined) return true;
  const { Principal } = statement;
  return (
    isEverybody(Principal) ||
    (isObject(Principal) && Object.values(Principal).some((one) => listOf(one).includes('*')))
  );
}

function admitsOthers(statement: JsonObject, allowed: Allowed): boolean {
  if (foreignPrincipals(statement, allowed.accounts).length === 0) return false;
  return !isExcused(statement, allowed);
}

/** Principals that are neither in an allowed account nor a service; `*` stands for everybody else. */
function foreignPrincipals(statement: JsonObject, accounts: ReadonlySet<string>): readonly string[] {
  const { Principal: principal } = statement;
  if (statement.NotPrincipal !== undefined || principal === undefined) return ['*'];
  if (!isObject(principal)) return texts(principal).filter((one) => !isAllowedPrincipal(one, accounts));
  return Object.entries(principal)
    .filter(([kind]) => kind !== 'Service')
    .flatMap(([, values]) => texts(values))
    .filter((one) => !isAllowedPrincipal(one, accounts));
}

function isAllowedPrincipal(principal: string, accounts: ReadonlySet<string>): boolean {
  return accounts.has(accountOf(principal));
}

/** The account of an ARN, or the text itself: a bare account id, `*`, the id of a deleted principal. */
function accountOf(principal: string): string {
  return principal.startsWith('arn:') ? (principal.split(':')[4] ?? '') : principal;
}

const recognisedOperators = [
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
  'ipaddress',
  'notipaddress',
];

interface Condition {
  readonly key: string;
  readonly values: readonly string[];
}

/** Every condition that is recognised must be accepted, and there must be one. */
function isExcused(statement: JsonObject, allowed: Allowed): boolean {
  const conditions = conditionsOf(statement);
  return conditions.length > 0 && conditions.every((condition) => accepts(condition, allowed));
}

function conditionsOf(statement: JsonObject): readonly Condition[] {
  const { Condition: condition } = statement;
  if (!isObject(condition)) return [];
  return Object.entries(condition)
    .filter(([operator]) => recognisedOperators.includes(operator.toLowerCase().replace(/ifexists$/, '')))
    .flatMap(([, keys]) => (isObject(keys) ? Object.entries(keys) : []))
    .map(([key, values]) => ({ key: key.toLowerCase(), values: listOf(values).map(String) }));
}

const accountKeys = [
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:principalarn',
  'aws:principalaccount',
  's3:dataaccesspointaccount',
  'kms:calleraccount',
];
/** Accepted whatever their value. */
const freeKeys = ['aws:sourceip', 'kms:viaservice', 'kms:grantoperations', 'sns:protocol', 'sns:endpoint'];

/** Accepted without being listed, unless `whitelist_conditions` names its own. */
const defaultConditions = ['aws:userid', 'aws:username'];

function accepts({ key, values }: Condition, allowed: Allowed): boolean {
  const own = (allowed.lists.get('whitelist_conditions') ?? []).map((name) => name.toLowerCase());
  if ((own.length > 0 ? own : defaultConditions).includes(key)) return true;
  if (accountKeys.includes(key)) return values.every((value) => allowed.accounts.has(accountOf(value)));
  if (freeKeys.includes(key)) return true;
  const inList = (name: ListName, isOptional: boolean): boolean => {
    const list = allowed.lists.get(name) ?? [];
    return list.length === 0 ? isOptional : values.every((value) => list.includes(value));
  };
  if (key === 'aws:sourcevpc') return inList('whitelist_vpc', true);
  if (key === 'aws:sourcevpce') return inList('whitelist_vpce', true);
  if (key === 'aws:principalorgid' || key === 'aws:resourceorgid') return inList('whitelist_orgids', false);
  return key === 'aws:principalorgpaths' && inList('whitelist_org_units', false);
}
