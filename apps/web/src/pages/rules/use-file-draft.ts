import { ApiError, type RuleFileView } from '@breakwater/api';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '../../api/hooks.ts';
import { useT } from '../../i18n/i18n.tsx';
import { ruleReads } from './rule-reads.ts';

/** A rule file while somebody writes it. */
export interface FileDraft {
  readonly name: string;
  readonly text: string;
  readonly setName: (name: string) => void;
  readonly setText: (text: string) => void;
  /** The text from elsewhere: the editor begins anew with it. */
  readonly replaceText: (text: string) => void;
  /** Something was written that is saved nowhere. */
  readonly isDirty: boolean;
  /** There is something to save: a new file as well before anything was written. */
  readonly canSave: boolean;
  readonly isSaving: boolean;
  readonly nameProblem: string | undefined;
  readonly error: Error | undefined;
  /** Somebody else saved a newer revision. */
  readonly isStale: boolean;
  /** The file as it is on the server, newest known. */
  readonly newest: RuleFileView | undefined;
  readonly save: (over?: RuleFileView) => void;
  /** Gives up what was written for the file as it is now. */
  readonly take: (file: RuleFileView) => void;
  /** Counts the texts that came from elsewhere. */
  readonly generation: number;
}

interface Options {
  readonly file?: RuleFileView;
  readonly start: { readonly name: string; readonly text: string };
  readonly isUpload: boolean;
  readonly files: readonly RuleFileView[];
  readonly onSaved: (file: RuleFileView) => void;
}

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export function useFileDraft(options: Options): FileDraft {
  const t = useT();
  const navigate = useNavigate();
  const { file, start } = options;
  const create = useChange('createRuleFile', ruleReads);
  const update = useChange('updateRuleFile', ruleReads);
  const change = file ? update : create;
  const [saved, setSaved] = useState({
    name: start.name,
    text: options.isUpload ? '' : start.text,
    revision: file?.revision,
  });
  const [name, setName] = useState(start.name);
  const [text, setText] = useState(start.text);
  const [generation, setGeneration] = useState(0);
  const isDirty = name !== saved.name || text !== saved.text;
  const code = change.error instanceof ApiError ? change.error.code : undefined;
  const isNameTaken = code === 'name-taken';
  const isStale = code === 'changed-meanwhile';

  function replaceText(next: string): void {
    setText(next);
    setGeneration((before) => before + 1);
  }

  function settle(answer: RuleFileView): void {
    setSaved(answer);
    setName(answer.name);
    change.reset();
  }

  return {
    name,
    text,
    setName,
    setText,
    replaceText,
    generation,
    isDirty,
    canSave: file === undefined || isDirty,
    isSaving: change.isPending,
    isStale,
    newest: file,
    nameProblem: isNameTaken ? t('error.conflict') : namePattern.test(name) ? undefined : t('files.nameHint'),
    error: isNameTaken || isStale ? undefined : (change.error ?? undefined),
    save: (over) => {
      if (!namePattern.test(name)) return;
      const body = { name, text, isEnabled: file?.isEnabled ?? true };
      const isBase = file?.text === saved.text && file.name === saved.name;
      // Switched on or off meanwhile: the text is still the one that was changed here.
      const revision = over?.revision ?? (isBase ? file.revision : saved.revision);
      if (file && revision !== undefined) {
        update.mutate(
          { params: { id: file.id }, query: { revision }, body },
          {
            onSuccess: (answer) => {
              setSaved(answer);
              options.onSaved(answer);
            },
          },
        );
        return;
      }
      create.mutate(
        { body },
        {
          onSuccess: (answer) => {
            options.onSaved(answer);
            void navigate({ to: '/policies/files', search: { open: answer.id }, ignoreBlocker: true });
          },
        },
      );
    },
    take: (answer) => {
      settle(answer);
      replaceText(answer.text);
    },
  };
}
