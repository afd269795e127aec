import { type ImagePolicyDetail, type ImagePolicyRow, routes } from '@breakwater/api';
import { PolicyError, readImagePolicy } from '@breakwater/findings';
import type { Filter } from '@breakwater/model';
import {
  imagePolicies,
  imagePolicyVersions,
  images,
  type JobTable,
  type StateReader,
  type StateTransaction,
  type StoredImagePolicy,
} from '@breakwater/store';
import { change } from '../administration/change.ts';
import type { VersionNote } from '../administration/version-note.ts';
import { recordsOf } from '../all-records.ts';
import { actorOf } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import { type Call, type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';
import {
  createImagePolicy,
  deleteImagePolicy,
  restoreImagePolicy,
  updateImagePolicy,
} from '../images/edit-image-policies.ts';
import { countOutdated, requestJudgement } from '../images/judge-images.ts';
import { knownPolicy, readPoliciesInForce } from '../images/policies-in-force.ts';
import { previewPolicy } from '../images/preview-policy.ts';
import { isEdited } from '../images/sync-shipped-image-policies.ts';

type Context = Pick<ServerContext, 'state' | 'now' | 'live'> & { readonly jobs: JobTable };

type Edit = (
  transaction: StateTransaction,
  who: Pick<VersionNote, 'at' | 'by'>,
) => Promise<StoredImagePolicy>;

/** Policies that images are judged by. Every change is audited, can be undone, and has every image judged anew. */
export function imagePolicyHandlers(context: Context): readonly Handler[] {
  const { state, now, jobs } = context;

  async function edit(
    call: Call<unknown, unknown, unknown>,
    action: string,
    target: string,
    work: Edit,
  ): Promise<ImagePolicyDetail> {
    const policy = await change(context, call, {
      action,
      target,
      work: async (transaction, at) => {
        const result = await work(transaction, { at, by: actorOf(call.caller) });
        const { id, name, revision, isEnabled } = result;
        return { result, detail: { id, name, revision, isEnabled } };
      },
    });
    await requestJudgement(jobs);
    return state.read((reader) => detailOf(reader, policy, call.scope));
  }

  return [
    implement(routes.listImagePolicies, ({ scope }) =>
      state.read(async (reader) => {
        const failed = await countFailed(reader, scope);
        const policies: ImagePolicyRow[] = [];
        for await (const stored of recordsOf(reader.table(imagePolicies))) {
          policies.push(rowOf(stored, failed.get(stored.name) ?? 0));
        }
        const inForce = await readPoliciesInForce(reader, new Date(now()));
        return { policies, pending: await countOutdated(reader, scope, inForce) };
      }),
    ),
    implement(routes.getImagePolicy, ({ params, scope }) =>
      state.read(async (reader) => {
        const stored = await reader.table(imagePolicies).get(params.id);
        if (stored === undefined) throw notFound(`image policy ${params.id}`);
        return detailOf(reader, stored.record, scope);
      }),
    ),
    implement(routes.createImagePolicy, (call) =>
      edit(call, 'createImagePolicy', 'image policies', (transaction, who) =>
        createImagePolicy(transaction, call.body, who),
      ),
    ),
    implement(routes.updateImagePolicy, (call) =>
      edit(call, 'updateImagePolicy', call.params.id, (transaction, who) =>
        updateImagePolicy(transaction, call.params.id, call.query.revision, call.body, who),
      ),
    ),
    implement(routes.deleteImagePolicy, async (call) => {
      await edit(call, 'deleteImagePolicy', call.params.id, (transaction, who) =>
        deleteImagePolicy(transaction, call.params.id, who),
      );
    }),
    implement(routes.listImagePolicyVersions, ({ params }) =>
      state.read(async (reader) => {
        const filter: Filter = { op: '=', field: 'policyId', value: params.id };
        const versions = [];
        for await (const version of recordsOf(reader.log(imagePolicyVersions), filter)) {
          const { revision, at, by, change: done, policy } = version;
          versions.push({ revision, at, by, change: done, isEnabled: policy.isEnabled, text: policy.text });
        }
        if (versions.length === 0) throw notFound(`image policy ${params.id}`);
        return { versions: versions.sort((a, b) => b.revision - a.revision) };
      }),
    ),
    implement(routes.restoreImagePolicy, (call) =>
      edit(call, 'restoreImagePolicy', call.params.id, (transaction, who) =>
        restoreImagePolicy(transaction, call.params.id, call.body.revision, who),
      ),
    ),
    implement(routes.checkImagePolicy, async ({ body }) => {
      try {
        return { problems: [], name: readImagePolicy(body.text, 'policy').name };
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        return { problems: error.problems.map(({ line, field, message }) => ({ line, field, message })) };
      }
    }),
    implement(routes.previewImagePolicy, ({ body, scope }) =>
      state.read((reader) => previewPolicy(reader, scope, body, new Date(now()))),
    ),
  ];
}

async function detailOf(
  reader: StateReader,
  stored: StoredImagePolicy,
  scope: Filter,
): Promise<ImagePolicyDetail> {
  const failed = await countFailed(reader, scope);
  return { ...rowOf(stored, failed.get(stored.name) ?? 0), text: stored.text };
}

/** Images in the scope that fail each policy, by its name. */
async function countFailed(reader: StateReader, scope: Filter): Promise<ReadonlyMap<string, number>> {
  const counts = await reader.table(images, scope).countBy('failedPolicy', { limit: 1000 });
  return new Map(counts.map(({ value, count }) => [String(value), count]));
}

function rowOf(stored: StoredImagePolicy, failed: number): ImagePolicyRow {
  const { id, name, isEnabled, origin, revision, updatedAt, updatedBy } = stored;
  const { policy, error } = knownPolicy(stored);
  return {
    id,
    name,
    ...(policy?.description === undefined ? {} : { description: policy.description }),
    isEnabled,
    origin,
    isEdited: isEdited(stored),
    gates: policy?.gates.length ?? 0,
    failed,
    ...(error === undefined ? {} : { error: error.message }),
    revision,
    updatedAt,
    updatedBy,
  };
}
