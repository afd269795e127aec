import type { RuleDiagnostic } from '@breakwater/api';
import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';

/** Places of the compiler (lines and columns from 1) as ranges of the text: from the place to the end of its word. */
export function editorDiagnostics(doc: Text, diagnostics: readonly RuleDiagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((one) => {
    const from = placeOf(doc, one.line, one.column);
    const line = doc.lineAt(from);
    const word = /^(?:[\w.%/-]+(?:\[[^\]]*\])?|\S)/.exec(line.text.slice(from - line.from));
    const to = Math.min(line.to, from + Math.max(1, word?.[0].length ?? 1));
    return { from: Math.min(from, to), to, severity: one.severity, message: one.message, source: one.code };
  });
}

/** The offset of a line and column; beyond the end, the end. */
export function placeOf(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.max(1, Math.min(doc.lines, line)));
  return Math.min(found.to, found.from + Math.max(0, column - 1));
}
