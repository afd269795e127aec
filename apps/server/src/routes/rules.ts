import { type RuleFileView, routes } from '@breakwater/api';
import { ruleCoverage } from '@breakwater/compliance';
import type { Filter, Framework } from '@breakwater/model';
import { sources } from '@breakwater/sources';
import { ruleFileVersions, type StoredRuleFile } from '@breakwater/store';
import { change } from '../administration/change.ts';
import { recordsOf } from '../all-records.ts';
import { actorOf } from '../auth/caller.ts';
import type { ServerContext } from '../context.ts';
import { type Call, type Handler, implement } from '../http/handler.ts';
import { notFound } from '../http/http-error.ts';
import { countDetections, countDetectionsOf } from '../policies/policy-row.ts';
import { coverageView } from '../rules/coverage-view.ts';
import {
  createdFile,
  deletedFile,
  type JudgedEdit,
  restoredFile,
  updatedFile,
} from '../rules/edit-rule-files.ts';
import { explainEvent } from '../rules/explain-event.ts';
import { judgeDraft } from '../rules/judge-draft.ts';
import type { LiveRules, RulesInForce } from '../rules/live-rules.ts';
import { itemsOf } from '../rules/rule-items.ts';
import { ruleDetail, ruleRows } from '../rules/rule-row.ts';
import { removeRuleFile, writeRuleFile } from '../rules/write-rule-file.ts';

type Context = Pick<ServerContext, 'state' | 'events' | 'live' | 'now'> & {
  readonly rules: LiveRules;
  readonly frameworks: readonly Framework[];
};

const rulesField = 'detection.rules';

/** Rules and the files that define them. A changed file is live with the next batch of events. */
export function ruleHandlers(context: Context): readonly Handler[] {
  const { state, events, now, rules, frameworks } = context;

  /** Judges an edit, stores it with its audit entry and puts it in force. */
  function edit(
    call: Call<unknown, unknown, unknown>,
    action: string,
    target: string,
    judgeEdit: (inForce: RulesInForce) => JudgedEdit,
  ): Promise<RuleFileView | undefined> {
    return rules.change(async (inForce) => {
      const { file, ruleset, change: done } = judgeEdit(inForce);
      const result = await change(context, call, {
        action,
        target,
        work: async (transaction, at) => {
          const note = { at, by: actorOf(call.caller), change: done };
          const before = inForce.files.find(({ id }) => id === target);
          if (file !== undefined) {
            const written = await writeRuleFile(transaction, file, note);
            const { id, name, revision, isEnabled } = written;
            return { result: written, detail: { id, name, revision, isEnabled } };
          }
          if (before !== undefined) await removeRuleFile(transaction, before, note);
          return { result: undefined, detail: { name: before?.name } };
        },
      });
      return { result: result === undefined ? undefined : fileView(result), ruleset };
    });
  }

  async function edited(...args: Parameters<typeof edit>): Promise<RuleFileView> {
    const view = await edit(...args);
    if (view === undefined) throw new Error(`${args[1]} left no file`);
    return view;
  }

  return [
    implement(routes.listRules, async ({ scope }) => ({
      rules: ruleRows(rules, await countDetections(events, rulesField, scope, now())),
    })),
    implement(routes.getRule, async ({ params, scope }) => {
      const { inForce } = rules;
      const rule = inForce.ruleset.rules.find(({ name }) => name === params.name);
      const count = await countDetectionsOf(events, rulesField, params.name, scope, now());
      const row = ruleRows(rules, new Map([[params.name, count]])).find(({ name }) => name === params.name);
      if (rule === undefined || row === undefined) throw notFound(`rule "${params.name}"`);
      return ruleDetail(row, rule, inForce);
    }),
    implement(routes.listRuleSources, async () => ({
      sources: sources.map(({ name, description, fields }) => ({
        name,
        description,
        fields: fields.map((field) => ({
          name: field.name,
          type: field.type,
          isList: field.isList === true,
          argument: field.argument ?? 'none',
          description: field.description,
        })),
      })),
    })),
    implement(routes.getRuleCoverage, async ({ scope }) => {
      const byTag = await countDetections(events, 'tag', scope, now());
      const running = rules.inForce.ruleset.rules.filter(({ isEnabled }) => isEnabled);
      return coverageView(ruleCoverage(running, frameworks), byTag);
    }),
    implement(routes.validateRules, async ({ body }) => judgeDraft(body, rules.inForce)),
    implement(routes.explainRule, ({ body, scope }) => explainEvent(events, scope, body, rules.inForce)),
    implement(routes.listRuleFiles, async () => ({ files: rules.inForce.files.map(fileView) })),
    implement(routes.createRuleFile, (call) =>
      edited(call, 'createRuleFile', call.body.name, (inForce) => createdFile(call.body, inForce)),
    ),
    implement(routes.updateRuleFile, (call) => {
      const { params, query, body } = call;
      return edited(call, 'updateRuleFile', params.id, (inForce) =>
        updatedFile(params.id, query.revision, body, inForce),
      );
    }),
    implement(routes.deleteRuleFile, async (call) => {
      const { id } = call.params;
      await edit(call, 'deleteRuleFile', id, (inForce) => deletedFile(id, inForce));
    }),
    implement(routes.listRuleFileVersions, ({ params }) =>
      state.read(async (reader) => {
        const filter: Filter = { op: '=', field: 'fileId', value: params.id };
        const versions = [];
        for await (const version of recordsOf(reader.log(ruleFileVersions), filter)) {
          const { revision, at, by, change: done, file } = version;
          versions.push({ revision, at, by, change: done, name: file.name, text: file.text });
        }
        if (versions.length === 0) throw notFound(`rule file ${params.id}`);
        return { versions: versions.sort((a, b) => b.revision - a.revision) };
      }),
    ),
    implement(routes.restoreRuleFile, async (call) => {
      const { params, body } = call;
      const earlier = await state.read(async (reader) => {
        const filters = [
          { op: '=', field: 'fileId', value: params.id },
          { op: '=', field: 'revision', value: body.revision },
        ] as const;
        const page = await reader.log(ruleFileVersions).list({ filter: { op: 'and', filters }, limit: 1 });
        return page.rows[0]?.record.file;
      });
      if (earlier === undefined) throw notFound(`revision ${body.revision} of rule file ${params.id}`);
      return edited(call, 'restoreRuleFile', params.id, (inForce) => restoredFile(earlier, inForce));
    }),
  ];
}

function fileView(file: StoredRuleFile): RuleFileView {
  const rules = itemsOf(file).filter(({ kind }) => kind === 'rule');
  return { ...file, ruleCount: new Set(rules.map(({ name }) => name)).size };
}
