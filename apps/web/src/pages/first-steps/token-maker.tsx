import type { TokenScope } from '@breakwater/api';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange, useRead } from '../../api/hooks.ts';
import { everywhereTeamId } from '../../api/session.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './first-steps.module.css';

const expiresInDays = 365;

export interface TokenMakerProps {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** What to do with the secret. */
  readonly command: (secret: string) => string;
}

/** Makes a token in place and shows its secret, once. */
export function TokenMaker(props: TokenMakerProps): ReactNode {
  const t = useT();
  const create = useChange('createToken', ['listTokens']);
  const tokens = useRead('listTokens', {}).data?.tokens ?? [];
  const isThere = tokens.some((token) => token.name === props.name);
  const secret = create.data?.secret;
  if (secret !== undefined) {
    return (
      <>
        <p className={css.text}>{t('first.tokenOnce', { count: expiresInDays })}</p>
        <CodeBlock label={props.name} text={props.command(secret)} />
      </>
    );
  }
  return (
    <div className={css.make}>
      <Button
        variant={isThere ? 'default' : 'filled'}
        loading={create.isPending}
        onClick={() =>
          create.mutate({
            body: { name: props.name, scopes: props.scopes, teamId: everywhereTeamId, expiresInDays },
          })
        }
      >
        {isThere ? t('first.tokenAgain') : t('first.tokenCreate')}
      </Button>
      {isThere && <span className={css.text}>{t('first.tokenThere')}</span>}
      {create.isError && (
        <span role="alert" className={css.failed}>
          {errorMessage(create.error, t)}
        </span>
      )}
    </div>
  );
}
