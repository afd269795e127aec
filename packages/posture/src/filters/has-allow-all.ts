import type { Evaluation } from '../filter.ts';
import { checkKeys, each, type FilterType } from '../filter.ts';
import type { JsonObject } from '../json.ts';
import { type Json, property } from '../json.ts';
import { hasCondition, statementsOf, texts } from '../policy-document.ts';

/** An IAM policy with a statement that allows every action on every resource without a condition. */
export const hasAllowAll: FilterType = {
  name: 'has-allow-all',
  resourceTypes: ['aws.iam-policy'],
  compile: (filter, context) => {
    checkKeys(filter, [], context);
    return each((resource, evaluation) => statementsOf(readDocument(resource, evaluation)).some(allowsAll));
  },
};

function allowsAll(statement: JsonObject): boolean {
  return (
    statement.Effect === 'Allow' &&
    texts(statement.Action).includes('*') &&
    texts(statement.Resource).includes('*') &&
    !hasCondition(statement)
  );
}

/** The default version's document: read with the policy (`Document`), or by its own call. */
function readDocument(resource: JsonObject, evaluation: Evaluation): Json {
  if (Object.hasOwn(resource, 'Document')) return property(resource, 'Document');
  const answer = evaluation.call?.('iam.get_policy_version', {
    PolicyArn: property(resource, 'Arn'),
    VersionId: property(resource, 'DefaultVersionId'),
  });
  return property(property(answer ?? null, 'PolicyVersion'), 'Document');
}
