import type { ApiToken } from '@breakwater/api';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { DetailState } from '../../components/detail.tsx';
import { ListTable } from '../../components/list-table.tsx';
import { Section } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import css from './settings.module.css';
import { TokenForm } from './token-form.tsx';

interface NewSecret {
  readonly token: ApiToken;
  readonly secret: string;
}

/** What machines use to send and read; a secret is shown once, when it is made. */
export default function TokensTab(): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const tokens = useRead('listTokens', {});
  const [made, setMade] = useState<NewSecret>();
  return (
    <>
      <Section title={t('settings.tab.tokens')}>
        <DetailState reading={tokens} failedTitle={t('settings.failed')}>
          {(data) => (
            <ListTable
              label={t('settings.tab.tokens')}
              rows={data.tokens}
              rowId={(token) => token.id}
              empty={t('tokens.empty')}
              columns={[
                { id: 'name', header: t('tokens.name'), cell: (token) => token.name },
                {
                  id: 'scopes',
                  header: t('tokens.scopes'),
                  cell: (token) => token.scopes.map((scope) => t(`tokens.scope.${scope}`)).join(', '),
                },
                { id: 'team', header: t('tokens.team'), cell: (token) => token.team },
                { id: 'by', header: t('tokens.by'), cell: (token) => token.createdBy },
                {
                  id: 'expires',
                  header: t('tokens.expires'),
                  cell: (token) => (
                    <>
                      {formats.moment(Date.parse(token.expiresAt))}{' '}
                      {Date.parse(token.expiresAt) <= now && <b className={css.bad}>{t('tokens.expired')}</b>}
                    </>
                  ),
                },
                {
                  id: 'lastUsed',
                  header: t('tokens.lastUsed'),
                  cell: (token) =>
                    token.lastUsedAt === undefined
                      ? t('settings.never')
                      : formats.age(Date.parse(token.lastUsedAt), now),
                },
                {
                  id: 'actions',
                  header: t('settings.actions'),
                  isActions: true,
                  cell: (token) => (
                    <ConfirmButton
                      label={t('tokens.revoke')}
                      name={t('tokens.revokeName', { name: token.name })}
                      title={t('tokens.revokeTitle', { name: token.name })}
                      route="revokeToken"
                      input={{ params: { id: token.id } }}
                      invalidates={['listTokens']}
                    >
                      {t('tokens.revokeText')}
                    </ConfirmButton>
                  ),
                },
              ]}
            />
          )}
        </DetailState>
      </Section>
      <Section title={t('tokens.new')}>
        {made ? (
          <div className={css.secret} role="status">
            <p>{t('tokens.once', { moment: formats.moment(Date.parse(made.token.expiresAt)) })}</p>
            <CodeBlock label={t('tokens.secret', { name: made.token.name })} text={made.secret} />
            <div>
              <Button onClick={() => setMade(undefined)}>{t('tokens.done')}</Button>
            </div>
          </div>
        ) : (
          <div className={css.body}>
            <TokenForm onMade={setMade} />
          </div>
        )}
      </Section>
    </>
  );
}
