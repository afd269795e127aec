import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { usePreference } from '../state/preferences.ts';
import { BrandMark } from './app-frame.tsx';
import css from './entry-card.module.css';

/** The one card of the pages before the login. */
export function EntryCard(props: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const t = useT();
  const [language, setLanguage] = usePreference('language');
  const other = language === 'en' ? 'ja' : 'en';
  return (
    <main className={css.page}>
      <div className={css.card}>
        <BrandMark size={36} />
        <h1 className={css.title}>{props.title}</h1>
        {props.children}
      </div>
      <button type="button" className={css.language} lang={other} onClick={() => setLanguage(other)}>
        {t(`language.${other}`)}
      </button>
    </main>
  );
}
