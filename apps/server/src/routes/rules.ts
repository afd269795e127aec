import { type RuleFileView, routes } from '@breakwater/api';
import { ruleCoverage } from '@breakwater/compliance';
import type { Filter, Framework } from '@breakwater/model';
import { sources } from '@breakwater/sources';
import { ruleFileVersions } from '@breakwater/store';
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
  type Judging,
  restoredFile,
  updatedFile,
} from '../rules/edit-rule-files.ts';
import { explainEvent } from '../rules/explain-event.ts';
import { FileItems, type FileWithItems } from '../rules/file-items.ts';
import { judgeDraft } from '../rules/judge-draft.ts';
import type { LiveRules } from '../rules/live-rules.ts';
import { orderedFiles } from '../rules/order-rule-files.ts';
import type { RuleCompiler } from '../rules/rule-compiler.ts';
import { ruleNames } from '../rules/rule-items.ts';
import { ruleDetail, ruleRows } from '../rules/rule-row.ts';
import { removeRuleFile, writeRuleFile } from '../rules/write-rule-file.ts';

type Context = Pick<ServerContext, 'state' | 'events' | 'live' | 'now'> & {
  readonly rules: LiveRules;
  /** Tries out what is to be stored. */
  readonly compiler: RuleCompiler;
  /** Tries out what is only written. */
  readonly drafts: RuleCompiler;
  readonly frameworks: readonly Framework[];
};

const rulesField = 'detection.rules';

/** Rules and the files that define them. A changed file is live with the next batch of events. */
export function ruleHandlers(context: Context): readonly Handler[] {
  const { state, events, now, rules, compiler, drafts, frameworks } = context;
  const fileItems = new FileItems(compiler);

  /** The files with what is in them, in load order. */
  async function fileViews(): Promise<readonly RuleFileView[]> {
    return (await fileItems.of(rules.inForce.files)).map(fileView);
  }

  /** Judges an edit, stores it with its audit entry and puts it in force; resolves to the id of the file. */
  function edit(
    call: Call<unknown, unknown, unknown>,
    action: string,
    target: string,
    judgeEdit: (judging: Judging) => Promise<JudgedEdit>,
  ): Promise<string> {
    return rules.change(async (inForce) => {
      const edited = await judgeEdit({ inForce, compiler });
      if (edited.kind === 'keep') return { result: edited.file.id };
      const result = await change(context, call, {
        action,
        target,
        work: async (transaction, at) => {
          const who = { at, by: actorOf(call.caller) };
          if (edited.kind === 'delete') {
            await removeRuleFile(transaction, edited.file, { ...who, change: 'deleted' });
            return { result: edited.file.id, detail: { name: edited.file.name } };
          }
          const written = await writeRuleFile(transaction, edited.file, { ...who, change: edited.change });
          const { id, name, revision, isEnabled } = written;
          return { result: id, detail: { id, name, revision, isEnabled } };
        },
      });
      return { result, ruleset: edited.ruleset };
    });
  }

  async function edited(...args: Parameters<typeof edit>): Promise<RuleFileView> {
    const id = await edit(...args);
    const view = (await fileViews()).find((file) => file.id === id);
    if (view === undefined) throw notFound(`rule file ${id}`);
    return view;
  }

  return [
    implement(routes.listRules, async ({ scope }) => ({
      rules: ruleRows(rules, await countDetections(events, rulesField, scope, now()), scope),
    })),
    implement(routes.getRule, async ({ params, scope }) => {
      const { inForce } = rules;
      const rule = inForce.ruleset.rules.find(({ name }) => name === params.name);
      const count = await countDetectionsOf(events, rulesField, params.name, scope, now());
      const row = ruleRows(rules, new Map([[params.name, count]]), scope).find(
        ({ name }) => name === params.name,
      );
      if (rule === undefined || row === undefined) throw notFound(`rule "${params.name}"`);
      return ruleDetail(row, rule, await fileItems.of(inForce.files));
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
    implement(routes.validateRules, ({ body, caller }) =>
      judgeDraft(body, rules.inForce, drafts, actorOf(caller)),
    ),
    implement(routes.explainRule, ({ body, scope, caller }) =>
      explainEvent({ events, inForce: rules.inForce, compiler: drafts, owner: actorOf(caller) }, scope, body),
    ),
    implement(routes.listRuleFiles, async () => ({ files: await fileViews() })),
    implement(routes.createRuleFile, (call) =>
      edited(call, 'createRuleFile', call.body.name, (judging) => createdFile(call.body, judging)),
    ),
    implement(routes.updateRuleFile, (call) => {
      const { params, query, body } = call;
      return edited(call, 'updateRuleFile', params.id, (judging) =>
        updatedFile(params.id, query.revision, body, judging),
      );
    }),
    implement(routes.deleteRuleFile, async (call) => {
      const { id } = call.params;
      await edit(call, 'deleteRuleFile', id, (judging) => deletedFile(id, judging));
    }),
    implement(routes.orderRuleFiles, async (call) => {
      await rules.change(async (inForce) => {
        const { moved, ruleset } = await orderedFiles(call.body.ids, { inForce, compiler });
        if (moved.length === 0) return { result: undefined };
        await change(context, call, {
          action: 'orderRuleFiles',
          target: 'rule-files',
          work: async (transaction, at) => {
            const note = { at, by: actorOf(call.caller), change: 'moved in the order' };
            for (const file of moved) await writeRuleFile(transaction, file, note);
            return { result: undefined, detail: { moved: moved.map(({ name }) => name) } };
          },
        });
        return { result: undefined, ruleset };
      });
      return { files: await fileViews() };
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
      return edited(call, 'restoreRuleFile', params.id, (judging) => restoredFile(earlier, judging));
    }),
  ];
}

function fileView({ items, ...file }: FileWithItems): RuleFileView {
  return { ...file, ruleCount: ruleNames(items).length };
}
