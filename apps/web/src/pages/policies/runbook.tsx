import type { ReactNode } from 'react';
import css from './policies.module.css';

/** An address becomes a link; any other text stays as it was written. */
export function Runbook(props: { readonly text: string }): ReactNode {
  const { text } = props;
  if (!/^https?:\/\/\S+$/.test(text)) return <p className={css.runbook}>{text}</p>;
  return (
    <a href={text} target="_blank" rel="noreferrer" className={css.link}>
      {text}
    </a>
  );
}
