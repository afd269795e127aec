import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.tsx';
import css from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

/** Text to be used elsewhere: a command, a template. One press copies it. */
export function CodeBlock(props: { readonly label: string; readonly text: string }): ReactNode {
  const t = useT();
  const text = props.text.trimEnd();
  return (
    <figure className={css.frame}>
      <figcaption className={css.head}>
        <span>{props.label}</span>
        <CopyButton label={t('value.copy', { value: props.label })} text={text} icon="copy" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: what scrolls must be reached by keyboard, and is no landmark */}
      <div className={css.code} tabIndex={0} role="group" aria-label={props.label}>
        <pre>{text}</pre>
      </div>
    </figure>
  );
}
