import type { RuleDiagnostic } from '@breakwater/api';
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { getNonce } from 'get-nonce';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import { ruleColors } from './editor/colors.ts';
import { ruleCompletion } from './editor/completion.ts';
import { editorDiagnostics, placeOf } from './editor/diagnostics.ts';
import { editorPhrases } from './editor/phrases.ts';
import type { Vocabulary } from './editor/suggest.ts';
import { editorTheme } from './editor/theme.ts';
import css from './editor.module.css';

/** What the page can ask of the editor. */
export interface RuleEditorHandle {
  /** Puts the cursor at a place (from 1) and brings it into view. */
  readonly goTo: (line: number, column: number) => void;
}

export interface RuleEditorProps {
  readonly ref?: Ref<RuleEditorHandle>;
  readonly label: string;
  /** What the editor begins with; later it is the editor's own. */
  readonly text: string;
  readonly isReadOnly: boolean;
  /** The line (from 1) that is brought into view at first. */
  readonly line?: number;
  readonly diagnostics: readonly RuleDiagnostic[];
  readonly vocabulary: Vocabulary;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}

/** Writes a rule file: colours, completion, what the compiler says at its place. */
export default function RuleEditor(props: RuleEditorProps): ReactNode {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const start = useRef(props.text);
  const { label, isReadOnly, diagnostics } = props;

  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: start.current,
        extensions: [
          EditorView.cspNonce.of(getNonce() ?? ''),
          EditorView.contentAttributes.of({
            'aria-label': label,
            'aria-describedby': 'rule-editor-hint',
            tabindex: '0',
            spellcheck: 'false',
            autocapitalize: 'off',
          }),
          EditorState.readOnly.of(isReadOnly),
          EditorState.tabSize.of(2),
          indentUnit.of('  '),
          lineNumbers(),
          highlightActiveLineGutter(),
          highlightSpecialChars(),
          history(),
          foldGutter(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          EditorView.lineWrapping,
          yaml(),
          ruleColors,
          lintGutter(),
          isReadOnly ? [] : ruleCompletion(() => latest.current.vocabulary),
          editorTheme,
          editorPhrases(t),
          keymap.of([
            {
              key: 'Mod-s',
              preventDefault: true,
              run: () => {
                latest.current.onSave();
                return true;
              },
            },
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...foldKeymap,
            ...completionKeymap,
            ...lintKeymap,
            ...(isReadOnly ? [] : [indentWithTab]),
          ]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            start.current = update.state.doc.toString();
            latest.current.onChange(start.current);
          }),
        ],
      }),
    });
    view.current = made;
    const { line } = latest.current;
    if (line !== undefined) {
      const anchor = placeOf(made.state.doc, line, 1);
      made.dispatch({
        selection: { anchor },
        effects: EditorView.scrollIntoView(anchor, { y: 'start', yMargin: 24 }),
      });
    }
    return () => made.destroy();
  }, [label, isReadOnly, t]);

  useEffect(() => {
    const current = view.current;
    if (current)
      current.dispatch(setDiagnostics(current.state, editorDiagnostics(current.state.doc, diagnostics)));
  }, [diagnostics]);

  useImperativeHandle(props.ref, () => ({
    goTo: (line, column) => {
      const current = view.current;
      if (!current) return;
      const at = placeOf(current.state.doc, line, column);
      current.dispatch({
        selection: { anchor: at },
        effects: EditorView.scrollIntoView(at, { y: 'center' }),
      });
      current.focus();
    },
  }));

  return <div ref={host} className={css.editor} />;
}
