import type { Explanation, ExplanationNode, FieldValue } from '@breakwater/model';
import { printable } from '../../terminal/printable.ts';

const maxValue = 120;

/** The condition as a tree, one node a line, below the verdict and the reason. */
export function printExplanation(explanation: Explanation, place: string): string {
  const { rule, fired, reason, tree, exceptions, needs } = explanation;
  const verdict = fired ? 'fires' : needs !== undefined && tree.verdict ? 'counts' : 'does not fire';
  const lines = [`${rule}: ${verdict}`, `  ${place}`, `  ${reason}`];
  if (needs !== undefined) lines.push(`  ${needs}`);
  lines.push('');
  lines.push(...printNode(tree, '  '));
  if (exceptions.length > 0) lines.push('', '  Exceptions');
  for (const { name, applies, firesIf } of exceptions) {
    lines.push(`    ${name}: ${applies ? 'applies' : 'does not apply'}; ${firesIf}`);
  }
  return `${lines.map((line) => printable(line)).join('\n')}\n`;
}

function printNode(node: ExplanationNode, indent: string): string[] {
  const mark = !node.isEvaluated ? '.' : node.verdict ? '+' : '-';
  return [
    `${indent}${mark} ${labelOf(node)}`,
    ...node.children.flatMap((child) => printNode(child, `${indent}  `)),
    ...(node.omitted === undefined ? [] : [`${indent}  … ${node.omitted} more`]),
  ];
}

function labelOf(node: ExplanationNode): string {
  if (node.kind === 'macro') return `${node.name ?? node.text} (macro)`;
  if (node.kind === 'and') return 'all of';
  if (node.kind === 'or') return 'one of';
  if (node.kind === 'not') return node.name === undefined ? 'not' : `not the exception "${node.name}"`;
  if (node.error !== undefined) return `${node.text}  <- cannot be read: ${node.error}`;
  if (node.value === undefined) return node.text;
  const other = node.otherValue === undefined ? '' : ` against ${shown(node.otherValue)}`;
  return `${node.text}  <- ${shown(node.value)}${other}`;
}

function shown(value: FieldValue | null): string {
  if (value === null) return 'missing';
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return text.length > maxValue ? `${text.slice(0, maxValue)}…` : text;
}
