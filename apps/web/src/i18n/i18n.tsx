import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Language, usePreference } from '../state/preferences.ts';
import { en, type MessageKey } from './en.ts';
import { formatMessage, type Message, type MessageArguments } from './message.ts';

export type Translate = (key: MessageKey, values?: MessageArguments) => string;

interface I18n {
  readonly locale: Language;
  readonly t: Translate;
}

const I18nContext = createContext<I18n>(translator('en', en));

/** Gives the tree its language; Japanese is loaded when it is first wanted. */
export function I18nProvider(props: { readonly children: ReactNode }): ReactNode {
  const [language] = usePreference('language');
  const [loaded, setLoaded] = useState<I18n>();
  useEffect(() => {
    let isCurrent = true;
    void loadCatalogue(language).then((catalogue) => {
      if (!isCurrent) return;
      document.documentElement.lang = language;
      setLoaded(translator(language, catalogue));
    });
    return () => {
      isCurrent = false;
    };
  }, [language]);
  if (!loaded) return null;
  return <I18nContext value={loaded}>{props.children}</I18nContext>;
}

/** `t(key, values)` in the reader's language. */
export function useT(): Translate {
  return useContext(I18nContext).t;
}

export function useLocale(): Language {
  return useContext(I18nContext).locale;
}

/** The texts of a fixed language; for tests and for code outside the tree. */
export function translator(locale: Language, catalogue: Readonly<Record<MessageKey, Message>>): I18n {
  return { locale, t: (key, values) => formatMessage(catalogue[key], locale, values) };
}

/** A translated list such as the labels of fields: the keys that exist, none that do not. */
export function useKnownMessage(): (key: string) => string | undefined {
  const t = useT();
  return useMemo(() => (key: string) => (isMessageKey(key) ? t(key) : undefined), [t]);
}

function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

async function loadCatalogue(language: Language): Promise<Readonly<Record<MessageKey, Message>>> {
  return language === 'ja' ? (await import('./ja.ts')).ja : en;
}
