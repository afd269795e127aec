import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { itemStart, linesOf } from './colors.ts';
import { writingPlace } from './place.ts';
import { type Suggestion, suggestionsAt, type Vocabulary } from './suggest.ts';

/** How far below the cursor the source of the item is looked for. */
const maxLinesAfter = 200;

const types: Readonly<Record<Suggestion['kind'], string>> = {
  key: 'property',
  field: 'variable',
  operator: 'keyword',
  word: 'keyword',
  function: 'function',
  macro: 'constant',
  list: 'class',
  value: 'text',
};

/** Completes keys, fields, operators and names while somebody writes; the vocabulary is asked each time. */
export function ruleCompletion(vocabulary: () => Vocabulary): Extension {
  return autocompletion({
    override: [(context) => complete(context, vocabulary())],
    icons: false,
    maxRenderedOptions: 60,
    aboveCursor: false,
  });
}

function complete(context: CompletionContext, vocabulary: Vocabulary): CompletionResult | null {
  const word = context.matchBefore(/%?[A-Za-z_][\w.]*(?:-\w+)*|%/);
  if (!word && !context.explicit && !/[\s(]$/.test(before(context))) return null;
  const { state, pos } = context;
  const line = state.doc.lineAt(pos);
  const first = itemStart(state, line.number);
  const lines = [...linesOf(state, first, line.number)];
  lines[lines.length - 1] = line.text.slice(0, pos - line.from);
  const place = writingPlace(lines, [...linesAfter(context, line.number)]);
  if (place.isKey && !word && !context.explicit) return null;
  const options = suggestionsAt(place, vocabulary).map(completionOf);
  if (options.length === 0) return null;
  return { from: word?.from ?? pos, options, validFor: /^%?[\w.-]*$/ };
}

function before(context: CompletionContext): string {
  return context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos);
}

/** The lines below that still belong to the item. */
function* linesAfter(context: CompletionContext, line: number): Generator<string> {
  const { doc } = context.state;
  const last = Math.min(doc.lines, line + maxLinesAfter);
  for (let number = line + 1; number <= last; number += 1) {
    const { text } = doc.line(number);
    if (text.startsWith('- ')) return;
    yield text;
  }
}

function completionOf(suggestion: Suggestion): Completion {
  const { label, kind, detail, info, apply } = suggestion;
  return {
    label,
    type: types[kind],
    ...(detail === undefined ? {} : { detail }),
    ...(info === undefined || info === '' ? {} : { info }),
    ...(apply === undefined ? {} : { apply }),
  };
}
