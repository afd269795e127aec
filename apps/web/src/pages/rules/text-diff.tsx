import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { getNonce } from 'get-nonce';
import { type ReactNode, useEffect, useRef } from 'react';
import { ruleColors } from './editor/colors.ts';
import { editorTheme } from './editor/theme.ts';
import css from './editor.module.css';

export interface TextDiffProps {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** The texts are rule files. */
  readonly isRuleFile?: boolean;
}

/** What became of a text: lines that went and came, the rest folded. */
export default function TextDiff(props: TextDiffProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const { label, before, after, isRuleFile } = props;
  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({
      parent: host.current,
      doc: after,
      extensions: [
        EditorView.cspNonce.of(getNonce() ?? ''),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': label,
          tabindex: '0',
          role: 'textbox',
          'aria-readonly': 'true',
          'aria-multiline': 'true',
        }),
        lineNumbers(),
        editorTheme,
        isRuleFile ? ruleColors : [],
        unifiedMergeView({
          original: before,
          mergeControls: false,
          gutter: true,
          highlightChanges: true,
          syntaxHighlightDeletions: false,
          collapseUnchanged: { margin: 2, minSize: 6 },
        }),
      ],
    });
    return () => view.destroy();
  }, [label, before, after, isRuleFile]);
  return <div ref={host} className={css.diff} />;
}
