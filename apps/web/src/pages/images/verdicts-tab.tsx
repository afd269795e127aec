import type { ImageDetail } from '@breakwater/api';
import type { ReactNode } from 'react';
import { LinkButton } from '../../components/link-button.tsx';
import { Section } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { AcceptedRisks } from './accepted-risks.tsx';
import css from './images.module.css';
import { ScrollArea } from './scroll-area.tsx';
import { VerdictList } from './verdict-list.tsx';

/** How every policy judges the image, what was accepted for it, and what was said where it was scanned. */
export function VerdictsTab(props: { readonly image: ImageDetail }): ReactNode {
  const t = useT();
  const { report, row, verdicts } = props.image;
  return (
    <ScrollArea>
      <div className={css.stacked}>
        <Section
          title={t('images.verdict')}
          actions={
            <LinkButton to="/images/policies" isQuiet>
              {t('images.page.policies')}
            </LinkButton>
          }
        >
          {verdicts.length === 0 && <p className={css.note}>{t('images.noVerdict')}</p>}
          <VerdictList verdicts={verdicts} />
        </Section>
        <Section title={t('images.page.risks')}>
          <AcceptedRisks digest={row.digest} />
        </Section>
        {report.verdicts.length > 0 && (
          <Section title={t('images.scanVerdict')}>
            <p className={css.note}>{t('images.scanVerdictText')}</p>
            <VerdictList verdicts={report.verdicts} />
          </Section>
        )}
      </div>
    </ScrollArea>
  );
}
