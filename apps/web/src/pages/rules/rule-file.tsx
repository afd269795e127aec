import type { RuleFileView } from '@breakwater/api';
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useMemo, useRef } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useRead } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { PartialNotice } from '../../components/message-panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { carrySearch } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import { downloadText } from './download-text.ts';
import { namesIn } from './editor/names.ts';
import type { Vocabulary } from './editor/suggest.ts';
import { FileConflict } from './file-conflict.tsx';
import { FileVersions } from './file-versions.tsx';
import { HuntPanel } from './hunt-panel.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { ProblemList } from './problem-list.tsx';
import type { RuleEditorHandle } from './rule-editor.tsx';
import { readFileView } from './rule-file-address.ts';
import css from './rule-files.module.css';
import { ruleReads } from './rule-reads.ts';
import { useClone } from './use-clone.ts';
import { useFileDraft } from './use-file-draft.ts';
import { useVerdict } from './use-verdict.ts';

const RuleEditor = lazy(() => import('./rule-editor.tsx'));

export interface RuleFileProps {
  /** The file that is open; absent for a new one. */
  readonly file?: RuleFileView;
  readonly files: readonly RuleFileView[];
  readonly canEdit: boolean;
  /** What the fields hold at first. */
  readonly start: { readonly name: string; readonly text: string };
  /** What the fields hold came from outside and is saved nowhere. */
  readonly isUpload?: boolean;
  /** The file was saved just now. */
  readonly isSaved: boolean;
  readonly onSaved: (file: RuleFileView) => void;
  readonly onDeleted: (file: RuleFileView) => void;
}

/** One rule file: its text in the editor with what the compiler says, its history, and a try on past events. */
export function RuleFile(props: RuleFileProps): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const { file, files } = props;
  const canWrite = props.canEdit && file?.origin !== 'shipped';
  const editor = useRef<RuleEditorHandle>(null);
  const view = readFileView(state.view);
  const draft = useFileDraft({
    ...(file ? { file } : {}),
    start: props.start,
    isUpload: props.isUpload === true,
    files,
    onSaved: props.onSaved,
  });
  const verdict = useVerdict(draft.text, file?.id);
  const vocabulary = useVocabulary(files, file, draft.text);
  useClone(view.kind === 'clone' && canWrite ? view.rule : undefined, draft);
  const errors = verdict.diagnostics.filter((one) => one.severity === 'error').length;
  const line = Number(state.text);
  const save = () => {
    if (canWrite && draft.canSave && !draft.isSaving && errors === 0) draft.save();
  };

  return (
    <section className={css.open} aria-label={draft.name}>
      <LeaveGuard isDirty={draft.isDirty} />
      <header className={css.head}>
        <Link to="/policies/files" search={carrySearch} className={css.backLink}>
          {t('policies.tab.files')}
        </Link>
        {canWrite ? (
          <TextInput
            aria-label={t('files.name')}
            value={draft.name}
            onChange={(event) => draft.setName(event.currentTarget.value)}
            error={draft.nameProblem}
            className={css.nameField}
            autoComplete="off"
            spellCheck={false}
          />
        ) : (
          <h2 className={css.name}>{draft.name}</h2>
        )}
        {file && <FileFacts file={file} />}
        <span className={css.buttons}>
          {file && (
            <Choice
              label={t('files.parts')}
              value={view.kind === 'versions' ? 'versions' : 'text'}
              onChange={(next) => update({ view: next === 'versions' ? 'versions' : undefined })}
              options={[
                { value: 'text', label: t('files.text') },
                { value: 'versions', label: t('policies.part.versions') },
              ]}
            />
          )}
          <Button variant="default" onClick={() => downloadText(draft.name, draft.text)}>
            {t('files.download')}
          </Button>
          {file && canWrite && (
            <ConfirmButton
              label={t('settings.delete')}
              name={t('files.deleteName', { name: file.name })}
              title={t('files.deleteTitle', { name: file.name })}
              route="deleteRuleFile"
              input={{ params: { id: file.id } }}
              invalidates={ruleReads}
              onDone={() => props.onDeleted(file)}
              isRegular
            >
              {t('files.deleteText')}
            </ConfirmButton>
          )}
          {canWrite && (
            <Button loading={draft.isSaving} disabled={!draft.canSave || errors > 0} onClick={save}>
              {t('settings.save')}
            </Button>
          )}
        </span>
      </header>
      {file?.error !== undefined && (
        <PartialNotice>{t('files.switchedOff', { reason: file.error })}</PartialNotice>
      )}
      {!canWrite && (
        <p className={css.readOnly}>{t(props.canEdit ? 'files.shippedText' : 'files.readOnly')}</p>
      )}
      {draft.isStale && <FileConflict draft={draft} />}
      {draft.error && (
        <p role="alert" className={css.failed}>
          {errorMessage(draft.error, t)}
        </p>
      )}
      {props.isSaved && !draft.isDirty && (
        <p role="status" className={css.saved}>
          {t('files.saved')}
        </p>
      )}
      {view.kind === 'versions' && file ? (
        <div className={css.scroll}>
          <FileVersions file={file} canEdit={canWrite} onRestored={draft.take} />
        </div>
      ) : (
        <>
          <div className={css.editorRoom}>
            <Suspense
              fallback={
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
                <pre className={css.plain} tabIndex={0}>
                  {draft.text}
                </pre>
              }
            >
              <RuleEditor
                key={draft.generation}
                ref={editor}
                label={t('files.editorLabel', { name: draft.name })}
                text={draft.text}
                isReadOnly={!canWrite}
                diagnostics={verdict.diagnostics}
                vocabulary={vocabulary}
                onChange={draft.setText}
                onSave={save}
                {...(Number.isInteger(line) && line > 0 ? { line } : {})}
              />
            </Suspense>
          </div>
          <p id="rule-editor-hint" className={css.hint}>
            {t(canWrite ? 'files.hint' : 'files.hintReadOnly')}
          </p>
          <ProblemList
            verdict={verdict}
            onGo={(problem) => editor.current?.goTo(problem.line, problem.column)}
          />
          {canWrite && (
            <details className={css.hunt}>
              <summary>{t('hunt.tryDraft')}</summary>
              <HuntPanel
                title={t('hunt.tryDraft')}
                text={t('hunt.draftText')}
                ask={() => ({ draft: { text: draft.text, ...(file ? { fileId: file.id } : {}) } })}
                blocked={errors > 0 ? t('hunt.mendFirst', { count: errors }) : undefined}
              />
            </details>
          )}
        </>
      )}
    </section>
  );
}

function FileFacts(props: { readonly file: RuleFileView }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { file } = props;
  if (file.origin === 'shipped') return <span className={css.soft}>{t('policies.shippedOrigin')}</span>;
  const at = Date.parse(file.updatedAt);
  return (
    <span className={css.soft} title={formats.moment(at)}>
      {t('files.facts', {
        revision: file.revision,
        age: formats.age(Math.min(at, now), now),
        name: file.updatedBy,
      })}
    </span>
  );
}

/** The names that this file can use: those of the files before it, and its own. */
function useVocabulary(
  files: readonly RuleFileView[],
  file: RuleFileView | undefined,
  text: string,
): Vocabulary {
  const sources = useRead('listRuleSources', {}).data?.sources;
  const before = useMemo(
    () =>
      files
        .slice(0, file === undefined ? undefined : files.findIndex((one) => one.id === file.id))
        .filter((one) => one.isEnabled)
        .map((one) => namesIn(one.text)),
    [files, file],
  );
  return useMemo(() => {
    const all = [...before, namesIn(text)];
    return {
      sources: sources ?? [],
      macros: [...new Set(all.flatMap((names) => names.macros))],
      lists: [...new Set(all.flatMap((names) => names.lists))],
    };
  }, [sources, before, text]);
}
