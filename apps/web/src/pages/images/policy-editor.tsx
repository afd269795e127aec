import type { ImagePolicyProblem } from '@breakwater/api';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { getNonce } from 'get-nonce';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import { editorPhrases } from '../rules/editor/phrases.ts';
import { editorTheme } from '../rules/editor/theme.ts';
import editorCss from '../rules/editor.module.css';

/** What the page can ask of the editor. */
export interface PolicyEditorHandle {
  /** Puts the cursor at the begin of a line (from 1) and brings it into view. */
  readonly goTo: (line: number) => void;
}

export interface PolicyEditorProps {
  readonly ref?: Ref<PolicyEditorHandle>;
  readonly label: string;
  /** What the editor begins with; later it is the editor's own. */
  readonly text: string;
  readonly problems: readonly ImagePolicyProblem[];
  readonly onChange: (text: string) => void;
}

/** Writes an image policy; what its reader complains about stands at its line. */
export default function PolicyEditor(props: PolicyEditorProps): ReactNode {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const start = useRef(props.text);
  const { label, problems } = props;

  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: start.current,
        extensions: [
          EditorView.cspNonce.of(getNonce() ?? ''),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', spellcheck: 'false' }),
          EditorState.tabSize.of(2),
          indentUnit.of('  '),
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          highlightActiveLine(),
          EditorView.lineWrapping,
          yaml(),
          lintGutter(),
          editorTheme,
          editorPhrases(t),
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            start.current = update.state.doc.toString();
            latest.current.onChange(start.current);
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label, t]);

  useEffect(() => {
    const current = view.current;
    if (!current) return;
    const diagnostics = problems.map(({ line, field, message }) => {
      const { from, to } = lineAt(current.state, line);
      const text = field === '' ? message : `${field}: ${message}`;
      return { from, to, severity: 'error' as const, message: text };
    });
    current.dispatch(setDiagnostics(current.state, diagnostics));
  }, [problems]);

  useImperativeHandle(props.ref, () => ({
    goTo: (line) => {
      const current = view.current;
      if (!current) return;
      const { from } = lineAt(current.state, line);
      current.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      current.focus();
    },
  }));

  return <div ref={host} className={editorCss.editor} />;
}

/** A line that is gone by now is the last one. */
function lineAt(state: EditorState, line: number): { readonly from: number; readonly to: number } {
  return state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
}
