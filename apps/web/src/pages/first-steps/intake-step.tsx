import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './first-steps.module.css';

const expiresInDays = 365;

/** Makes a token of scope `intake` and shows the commands that use it. */
export function IntakeStep(): ReactNode {
  const t = useT();
  const session = useSession();
  const create = useChange('createToken', ['listTokens']);
  const team = session?.user.grants.find((grant) => grant.role === 'administrator');
  const secret = create.data?.secret;
  if (secret === undefined) {
    return (
      <>
        <Button
          className={css.button}
          disabled={!team}
          loading={create.isPending}
          onClick={() =>
            team &&
            create.mutate({
              body: { name: 'intake', scopes: ['intake'], teamId: team.teamId, expiresInDays },
            })
          }
        >
          {t('first.token')}
        </Button>
        {create.isError && (
          <p role="alert" className={css.failed}>
            {errorMessage(create.error, t)}
          </p>
        )}
      </>
    );
  }
  const commands = intakeCommands(location.origin, secret);
  return (
    <>
      <p className={css.text}>{t('first.tokenOnce', { count: expiresInDays })}</p>
      <CodeBlock label={t('first.commands')} text={commands} />
    </>
  );
}

/** Shell commands that post CloudTrail and ECS records; the token is read from the environment, not from arguments. */
export function intakeCommands(origin: string, secret: string): string {
  const post = (source: string, file: string) =>
    [
      `curl -H @- -H 'content-type: application/json' --data-binary @${file} \\`,
      `  ${origin}/api/v1/intake/${source} <<< "authorization: Bearer $BREAKWATER_TOKEN"`,
    ].join('\n');
  return [
    `export BREAKWATER_TOKEN=${secret}`,
    post('cloudtrail', 'cloudtrail.json'),
    post('eventbridge', 'task-events.json'),
  ].join('\n');
}
