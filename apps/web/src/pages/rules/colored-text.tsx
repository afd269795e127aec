import { Fragment, type ReactNode, useMemo } from 'react';
import css from './colored-text.module.css';
import { conditionTokens, fileTokens, outputTokens, type Token } from './rule-tokens.ts';

export interface ColoredTextProps {
  readonly text: string;
  /** `file`: items as a rule file writes them. */
  readonly language: 'file' | 'condition' | 'output';
}

/** Longer texts stay plain. */
const maxLength = 200_000;

/** A piece of a rule file with its parts told apart by colour. */
export function ColoredText(props: ColoredTextProps): ReactNode {
  const { text, language } = props;
  const lines = useMemo(
    () => (text.length > maxLength ? undefined : coloredLines(text, language)),
    [text, language],
  );
  if (!lines) return <pre className={css.pre}>{text}</pre>;
  return (
    <pre className={css.pre}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other name
        <Fragment key={index}>
          {index > 0 && '\n'}
          {pieces(line.text, line.tokens)}
        </Fragment>
      ))}
    </pre>
  );
}

interface ColoredLine {
  readonly text: string;
  readonly tokens: readonly Token[];
}

function coloredLines(text: string, language: ColoredTextProps['language']): readonly ColoredLine[] {
  if (language === 'condition') return [{ text, tokens: conditionTokens(text) }];
  if (language === 'output') return [{ text, tokens: outputTokens(text) }];
  return [...fileTokens(text.split('\n'))].map(({ line, tokens }) => ({ text: line.text, tokens }));
}

function pieces(text: string, tokens: readonly Token[]): readonly ReactNode[] {
  const nodes: ReactNode[] = [];
  let at = 0;
  for (const token of tokens) {
    if (token.from > at) nodes.push(text.slice(at, token.from));
    nodes.push(
      <span key={token.from} data-token={token.kind}>
        {text.slice(token.from, token.to)}
      </span>,
    );
    at = token.to;
  }
  if (at < text.length) nodes.push(text.slice(at));
  return nodes;
}
