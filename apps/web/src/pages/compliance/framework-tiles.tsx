import type { FrameworkSummary } from '@breakwater/api';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { DetailState } from '../../components/detail.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { carrySearch } from '../../state/search.ts';
import css from './compliance.module.css';
import { ControlBar } from './control-bar.tsx';
import { controlStatuses, evidenceShare } from './framework-view.ts';
import { Trend } from './trend.tsx';

/** Every framework: its score, or how far there is evidence where a machine may not judge. */
export function FrameworkTiles(): ReactNode {
  const t = useT();
  const reading = useRead('listFrameworks', {});
  return (
    <Page title={t('nav.compliance')} layout="flow" aside={<span>{t('compliance.intro')}</span>}>
      <DetailState reading={reading} failedTitle={t('compliance.failed')}>
        {({ frameworks }) => {
          const isAssessed = frameworks.some((framework) => evidenceShare(framework.controls) > 0);
          return (
            <>
              {!isAssessed && (
                <MessagePanel
                  icon="compliance"
                  title={t('compliance.nothing')}
                  actions={<LinkButton to="/inventory">{t('compliance.toInventory')}</LinkButton>}
                >
                  {t('compliance.nothingText')}
                </MessagePanel>
              )}
              <ul className={css.tiles}>
                {frameworks.map((framework) => (
                  <li key={framework.id}>
                    <Tile framework={framework} />
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </DetailState>
    </Page>
  );
}

function Tile(props: { readonly framework: FrameworkSummary }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { framework } = props;
  return (
    <Link to={`/compliance/${framework.id}`} search={carrySearch} className={css.tile}>
      <span className={css.tileHead}>
        <span className={css.tileName}>{framework.name}</span>
        <span className={css.soft}>{framework.version}</span>
      </span>
      <span className={css.tileScore}>
        <Score framework={framework} />
        {framework.isScored && <Trend history={framework.history} />}
      </span>
      <ControlBar counts={framework.controls} />
      <span className={css.counts}>
        {controlStatuses.map((status) => (
          <span key={status} className={css.statusCount} data-status={status}>
            <b>{formats.number(framework.controls[status])}</b> {t(`compliance.status.${status}`)}
          </span>
        ))}
      </span>
    </Link>
  );
}

/** The score; where the standard cannot be judged by machine, how far there is evidence, and no score. */
export function Score(props: {
  readonly framework: Pick<FrameworkSummary, 'isScored' | 'score' | 'controls'>;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { framework } = props;
  if (!framework.isScored) {
    return (
      <span className={css.scoreText}>
        <span className={css.evidenceOnly}>{t('compliance.evidenceOnly')}</span>
        <span className={css.soft}>
          {t('compliance.evidenceShare', { share: formats.percent(evidenceShare(framework.controls)) })}
        </span>
      </span>
    );
  }
  if (framework.score === null) {
    return (
      <span className={css.scoreText}>
        <span className={css.evidenceOnly}>{t('compliance.notAssessedYet')}</span>
      </span>
    );
  }
  const judged = framework.controls.passed + framework.controls.failed + framework.controls.error;
  const all = judged + framework.controls['not-assessed'];
  return (
    <span className={css.scoreText}>
      <span className={css.score}>{formats.percent(framework.score)}</span>
      <span className={css.soft}>
        {t('compliance.ofAssessed', { judged: formats.number(judged), all: formats.number(all) })}
      </span>
    </span>
  );
}
