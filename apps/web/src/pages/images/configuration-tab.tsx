import { type ImageReport, severityRank } from '@breakwater/model';
import type { ReactNode } from 'react';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Facts, Section } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { AcceptRisk } from './accept-risk.tsx';
import css from './images.module.css';
import { ScrollArea } from './scroll-area.tsx';

/** Defects of the image's configuration, and the configuration itself. */
export function ConfigurationTab(props: { readonly report: ImageReport }): ReactNode {
  const t = useT();
  const { config, configFindings } = props.report;
  const findings = configFindings.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
  const list = (values: readonly string[]) =>
    values.length === 0 ? <span className={css.soft}>{t('value.none')}</span> : values.join(' ');
  return (
    <ScrollArea>
      {findings.length === 0 && (
        <MessagePanel icon="check" title={t('images.configGood')}>
          {t('images.configGoodText')}
        </MessagePanel>
      )}
      <ul className={css.findings}>
        {findings.map((finding) => (
          <li key={`${finding.checkId} ${finding.evidence}`} className={css.finding}>
            <header className={css.stepHead}>
              <SeverityMark severity={finding.severity} />
              <span className={css.stepTitle}>{finding.title}</span>
            </header>
            <p className={css.evidence}>{finding.evidence}</p>
            <p className={css.remedy}>{finding.remediation}</p>
            {finding.controls !== undefined && finding.controls.length > 0 && (
              <p className={css.soft}>{finding.controls.join(', ')}</p>
            )}
            <AcceptRisk risk={{ kind: 'check', subject: finding.checkId }} image={props.report} />
          </li>
        ))}
      </ul>
      <Section title={t('images.config')}>
        <div className={css.padded}>
          <Facts
            rows={[
              { name: t('images.user'), value: config.user ?? t('images.userRoot') },
              {
                name: t('images.entrypoint'),
                value: <code className={css.wrap}>{list(config.entrypoint)}</code>,
              },
              { name: t('images.cmd'), value: <code className={css.wrap}>{list(config.cmd)}</code> },
              { name: t('images.ports'), value: list(config.exposedPorts) },
              {
                name: t('images.healthcheck'),
                value: config.hasHealthcheck ? t('images.yes') : t('images.no'),
              },
              {
                name: t('images.env'),
                value: (
                  <ul className={css.env}>
                    {config.env.map((one) => (
                      <li key={one}>
                        <code className={css.wrap}>{one}</code>
                      </li>
                    ))}
                  </ul>
                ),
              },
              {
                name: t('images.labels'),
                value:
                  Object.keys(config.labels).length === 0 ? (
                    <span className={css.soft}>{t('value.none')}</span>
                  ) : (
                    <ul className={css.env}>
                      {Object.entries(config.labels).map(([name, value]) => (
                        <li key={name}>
                          <code className={css.wrap}>{`${name}=${value}`}</code>
                        </li>
                      ))}
                    </ul>
                  ),
              },
            ]}
          />
        </div>
      </Section>
    </ScrollArea>
  );
}
