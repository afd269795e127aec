import type { ReactNode } from 'react';
import { usePermission } from '../../api/session.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { Section } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { AccountForm } from './account-form.tsx';
import css from './first-steps.module.css';
import { IntakeStep } from './intake-step.tsx';

/** Three ways to the first data, each done from here. */
export default function FirstSteps(): ReactNode {
  const t = useT();
  const isAdministrator = usePermission('administer');
  const ask = <p className={css.text}>{t('first.needsAdministrator')}</p>;
  return (
    <>
      <p className={css.text}>{t('first.intro')}</p>
      <Section title={t('first.account')}>
        <div className={css.step}>
          <p className={css.text}>{t('first.accountText')}</p>
          {isAdministrator ? <AccountForm /> : ask}
        </div>
      </Section>
      <Section title={t('first.events')}>
        <div className={css.step}>
          <p className={css.text}>{t('first.eventsText')}</p>
          {isAdministrator ? <IntakeStep /> : ask}
        </div>
      </Section>
      <Section title={t('first.image')}>
        <div className={css.step}>
          <p className={css.text}>{t('first.imageText')}</p>
          <CodeBlock
            label={t('first.commands')}
            text="npx breakwater image scan ./image.oci.tar --advisories ./advisories"
          />
        </div>
      </Section>
    </>
  );
}
