import { type PolicyRow, routes } from '@breakwater/api';
import type { Filter, RuntimePolicy } from '@breakwater/model';
import { policyVersions, type StateTransaction } from '@breakwater/store';
import { checkWebhooks } from '../actions/check-webhooks.ts';
import type { WebhookOptions } from '../actions/post-over-tls.ts';
import { readWebhookSecret, renewWebhookSecret } from '../actions/webhook-secret.ts';
import { change } from '../administration/change.ts';
import type { VersionNote } from '../administration/version-note.ts';
import { recordsOf } from '../all-records.ts';
import { auditAlone } from '../audit.ts';
import { actorOf } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import { type Call, type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';
import {
  addException,
  createPolicy,
  deletePolicy,
  removeException,
  restorePolicy,
  updatePolicy,
} from '../policies/edit-policies.ts';
import { atPolicy } from '../policies/import-place.ts';
import { planImport, storeImport } from '../policies/import-policies.ts';
import { isSameBody } from '../policies/policy-content.ts';
import { readDocument, writeDocument } from '../policies/policy-document.ts';
import { countDetections, countDetectionsOf, policyRow } from '../policies/policy-row.ts';
import { isInSight, policyInSight, sightOf } from '../policies/policy-sight.ts';
import type { LiveRules, RulesInForce } from '../rules/live-rules.ts';
import type { RuleCompiler } from '../rules/rule-compiler.ts';

type Context = Pick<ServerContext, 'state' | 'events' | 'live' | 'now' | 'sealKey'> & {
  readonly rules: LiveRules;
  /** Tries out what is to be stored. */
  readonly compiler: RuleCompiler;
  readonly webhooks: WebhookOptions;
};

type Sighted = Pick<Call<unknown, unknown, unknown>, 'caller' | 'scope'>;

type Edit = (
  transaction: StateTransaction,
  who: Pick<VersionNote, 'at' | 'by'>,
  inForce: RulesInForce,
) => Promise<RuntimePolicy>;

const policyField = 'detection.policy_id';

/** Runtime policies. Every change is live with the next batch of events, audited and can be undone. */
export function policyHandlers(context: Context): readonly Handler[] {
  const { state, events, now, rules, sealKey, compiler, webhooks } = context;

  async function rowOf(policy: RuntimePolicy, call: Sighted): Promise<PolicyRow> {
    const detections = await countDetectionsOf(events, policyField, policy.id, call.scope, now());
    return policyRow(policy, rules, detections, sightOf(call));
  }

  /** Stores an edit with its audit entry and puts it in force. */
  function edit(
    call: Call<unknown, unknown, unknown>,
    action: string,
    target: string,
    work: Edit,
  ): Promise<RuntimePolicy> {
    return rules.change(async (inForce) => {
      const result = await change(context, call, {
        action,
        target,
        work: async (transaction, at) => {
          const policy = await work(transaction, { at, by: actorOf(call.caller) }, inForce);
          const { id, name, revision, status } = policy;
          return { result: policy, detail: { id, name, revision, status } };
        },
      });
      return { result };
    });
  }

  return [
    implement(routes.listPolicies, async (call) => {
      const { scope } = call;
      const counts = await countDetections(events, policyField, scope, now());
      const policies = rules.inForce.policies.filter((policy) => isInSight(policy, scope));
      const sight = sightOf(call);
      return {
        policies: policies.map((policy) => policyRow(policy, rules, counts.get(policy.id) ?? 0, sight)),
      };
    }),
    implement(routes.getPolicy, async (call) => {
      const { params, scope } = call;
      const policy = rules.inForce.policies.find(({ id }) => id === params.id);
      if (policy === undefined || !isInSight(policy, scope)) throw notFound(`policy ${params.id}`);
      return rowOf(policy, call);
    }),
    implement(routes.createPolicy, async (call) => {
      await checkWebhooks(call.body.actions, webhooks);
      const policy = await edit(call, 'createPolicy', call.body.name, (transaction, who, inForce) =>
        createPolicy(transaction, call.body, who, inForce),
      );
      return rowOf(policy, call);
    }),
    implement(routes.updatePolicy, async (call) => {
      const { params, query, body } = call;
      const stored = rules.inForce.policies.find(({ id }) => id === params.id);
      if (stored?.revision === query.revision && isSameBody(stored, body)) return rowOf(stored, call);
      await checkWebhooks(body.actions, webhooks);
      const policy = await edit(call, 'updatePolicy', params.id, (transaction, who, inForce) =>
        updatePolicy(transaction, params.id, query.revision, body, who, inForce),
      );
      return rowOf(policy, call);
    }),
    implement(routes.deletePolicy, async (call) => {
      await edit(call, 'deletePolicy', call.params.id, (transaction, who) =>
        deletePolicy(transaction, call.params.id, who),
      );
    }),
    implement(routes.listPolicyVersions, (call) =>
      state.read(async (reader) => {
        const { params, scope } = call;
        const sight = sightOf(call);
        const filter: Filter = { op: '=', field: 'policyId', value: params.id };
        const versions = [];
        for await (const version of recordsOf(reader.log(policyVersions), filter)) {
          const { revision, at, by, change: done, policy } = version;
          if (!isInSight(policy, scope)) continue;
          versions.push({ revision, at, by, change: done, policy: policyInSight(policy, sight) });
        }
        if (versions.length === 0) throw notFound(`policy ${params.id}`);
        return { versions: versions.sort((a, b) => b.revision - a.revision) };
      }),
    ),
    implement(routes.restorePolicy, async (call) => {
      const { params, body } = call;
      const policy = await edit(call, 'restorePolicy', params.id, (transaction, who, inForce) =>
        restorePolicy(transaction, params.id, body.revision, who, inForce),
      );
      return rowOf(policy, call);
    }),
    implement(routes.addPolicyException, async (call) => {
      const { params, body } = call;
      const policy = await edit(call, 'addPolicyException', params.id, (transaction, who, inForce) =>
        addException(transaction, params.id, body, who, inForce),
      );
      return rowOf(policy, call);
    }),
    implement(routes.removePolicyException, async (call) => {
      const { params } = call;
      const policy = await edit(call, 'removePolicyException', params.id, (transaction, who) =>
        removeException(transaction, params.id, params.exception, who),
      );
      return rowOf(policy, call);
    }),
    implement(routes.getWebhookSecret, async ({ caller, request }) => {
      const { secret, createdAt } = await state.read((reader) => readWebhookSecret(reader, sealKey));
      const note = { actor: actorOf(caller), action: 'getWebhookSecret', outcome: 'done' } as const;
      await auditAlone(state, { ...note, address: request.ip }, now());
      return { secret, createdAt };
    }),
    implement(routes.renewWebhookSecret, (call) =>
      change(context, call, {
        action: 'renewWebhookSecret',
        target: 'webhooks',
        work: async (transaction, at) => {
          const by = actorOf(call.caller);
          const { secret, createdAt } = await renewWebhookSecret(transaction, sealKey, at, by);
          return { result: { secret, createdAt } };
        },
      }),
    ),
    implement(routes.exportPolicies, async ({ reply }) => {
      const { policies, files } = rules.inForce;
      reply
        .type('application/yaml; charset=utf-8')
        .header('content-disposition', 'attachment; filename="breakwater-policies.yaml"')
        .send(writeDocument(policies, files));
    }),
    implement(routes.importPolicies, async (call) => {
      const document = readDocument(call.body.text);
      await Promise.all(
        document.policies.map((one) =>
          atPolicy(one, document, () => checkWebhooks(one.policy.actions, webhooks)),
        ),
      );
      return rules.change(async (inForce) => {
        const planned = await planImport(document, { inForce, compiler });
        const { result, ruleset } = planned;
        await change(context, call, {
          action: 'importPolicies',
          target: 'policies',
          work: async (transaction, at) => {
            await storeImport(transaction, planned, { at, by: actorOf(call.caller) });
            return { result: undefined, detail: { created: result.created, updated: result.updated } };
          },
        });
        return { result, ...(ruleset === undefined ? {} : { ruleset }) };
      });
    }),
  ];
}
