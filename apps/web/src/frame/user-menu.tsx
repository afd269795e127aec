import { Menu, UnstyledButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { request } from '../api/client.ts';
import { endSession, useSession } from '../api/session.ts';
import { Icon } from '../components/icons.tsx';
import { useT } from '../i18n/i18n.tsx';
import { usePreference } from '../state/preferences.ts';
import css from './app-frame.module.css';

export const colorSchemes = ['light', 'dark', 'system'] as const;
export const languages = ['en', 'ja'] as const;

/** The person: appearance, language, help, sign out. */
export function UserMenu(props: { readonly onHelp: () => void }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const session = useSession();
  const [scheme, setScheme] = usePreference('colorScheme');
  const [language, setLanguage] = usePreference('language');
  const name = session?.user.username ?? '';

  async function signOut(): Promise<void> {
    // The session is forgotten here even when the server cannot be reached; there it runs out.
    await request('logout', {}).catch(() => undefined);
    endSession(client);
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  }

  return (
    <Menu position="bottom-end" width={220} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={css.user} aria-label={t('user.menu', { name })}>
          <Icon name="user" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('user.appearance')}</Menu.Label>
        {colorSchemes.map((one) => (
          <Menu.Item
            key={one}
            closeMenuOnClick={false}
            onClick={() => setScheme(one)}
            rightSection={scheme === one ? <Icon name="check" size={14} /> : null}
          >
            {t(`appearance.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('user.language')}</Menu.Label>
        {languages.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            onClick={() => setLanguage(one)}
            rightSection={language === one ? <Icon name="check" size={14} /> : null}
          >
            {t(`language.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={props.onHelp} leftSection={<Icon name="keyboard" />}>
          {t('user.help')}
        </Menu.Item>
        <Menu.Item onClick={() => void signOut()} leftSection={<Icon name="signOut" />}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
