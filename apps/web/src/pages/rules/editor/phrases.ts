import { EditorState, type Extension } from '@codemirror/state';
import type { Translate } from '../../../i18n/i18n.tsx';

/** The editor's own words in the reader's language. */
export function editorPhrases(t: Translate): Extension {
  return EditorState.phrases.of({
    Find: t('editor.find'),
    Replace: t('editor.replace'),
    next: t('editor.next'),
    previous: t('editor.previous'),
    all: t('editor.all'),
    'match case': t('editor.matchCase'),
    'by word': t('editor.byWord'),
    regexp: t('editor.regexp'),
    replace: t('editor.replaceOne'),
    'replace all': t('editor.replaceAll'),
    close: t('action.close'),
    'current match': t('editor.currentMatch'),
    'on line': t('editor.onLine'),
    'replaced match on line $': t('editor.replacedOn', { line: '$' }),
    'replaced $ matches': t('editor.replaced', { number: '$' }),
    'Go to line': t('editor.goToLine'),
    go: t('editor.go'),
    Completions: t('editor.completions'),
    Diagnostics: t('rules.problems'),
    'No diagnostics': t('rules.noProblems'),
    'Fold line': t('editor.fold'),
    'Unfold line': t('editor.unfold'),
    'folded code': t('editor.folded'),
    unfold: t('editor.unfold'),
    'Control character': t('editor.controlCharacter'),
    'Selection deleted': t('editor.selectionDeleted'),
    '$ unchanged lines': t('editor.unchanged', { number: '$' }),
  });
}
