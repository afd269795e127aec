import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { Choice } from '../../components/choice.tsx';
import { Facts, Section } from '../../components/page.tsx';
import { colorSchemes, languages } from '../../frame/user-menu.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { usePreference } from '../../state/preferences.ts';
import { PasswordForm } from './password-form.tsx';
import css from './settings.module.css';

/** What a person can set for themselves. */
export default function ProfileTab(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const session = useSession();
  const status = useRead('getStatus', {});
  const [scheme, setScheme] = usePreference('colorScheme');
  const [language, setLanguage] = usePreference('language');
  const [zone, setZone] = usePreference('timeZone');
  const [hasShortcuts, setHasShortcuts] = usePreference('hasLetterShortcuts');
  const grants = session?.user.grants ?? [];
  return (
    <>
      <Section title={t('settings.you')}>
        <div className={css.body}>
          <Facts
            rows={[
              { name: t('login.name'), value: session?.user.username },
              {
                name: t('settings.grants'),
                value:
                  grants.length === 0
                    ? t('settings.noGrants')
                    : grants.map((grant) => (
                        <div key={grant.teamId}>
                          {t('settings.grant', { role: t(`role.${grant.role}`), team: grant.team })}
                        </div>
                      )),
              },
              {
                name: t('settings.sessionEnds'),
                value: session ? formats.moment(Date.parse(session.expiresAt)) : null,
              },
              { name: t('settings.version'), value: status.data?.version },
            ]}
          />
        </div>
      </Section>
      <Section title={t('settings.appearance')}>
        <div className={css.rows}>
          <span>{t('settings.theme')}</span>
          <Choice
            label={t('settings.theme')}
            value={scheme}
            onChange={setScheme}
            options={colorSchemes.map((value) => ({ value, label: t(`appearance.${value}`) }))}
          />
          <span>{t('user.language')}</span>
          <Choice
            label={t('user.language')}
            value={language}
            onChange={setLanguage}
            options={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
          />
          <span>{t('settings.zone')}</span>
          <Choice
            label={t('settings.zone')}
            value={zone}
            onChange={setZone}
            options={(['local', 'utc'] as const).map((value) => ({ value, label: t(`time.${value}`) }))}
          />
          <span>{t('settings.shortcuts')}</span>
          <Switch
            size="xs"
            checked={hasShortcuts}
            onChange={(event) => setHasShortcuts(event.currentTarget.checked)}
            label={t('help.enabled')}
          />
        </div>
      </Section>
      <Section title={t('settings.password')}>
        <div className={css.body}>
          <PasswordForm />
        </div>
      </Section>
    </>
  );
}
