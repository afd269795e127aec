import type { ImageDetail } from '@breakwater/api';
import { severities } from '@breakwater/model';
import { type ReactNode, useMemo } from 'react';
import { Facts, Section } from '../../components/page.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { useView } from '../../state/view.ts';
import { countText } from './count-text.ts';
import { adviseFixes } from './fix-advice.ts';
import { Advice } from './fixes-tab.tsx';
import css from './images.module.css';
import { RunningTasks } from './running-tasks.tsx';
import { ScrollArea } from './scroll-area.tsx';
import { VerdictList } from './verdict-list.tsx';

const shownAdvice = 5;

/** The verdict with its reasons, what was not examined, what to fix first, where it runs. */
export function OverviewTab(props: { readonly image: ImageDetail }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const { update } = useView();
  const { row, report, verdicts } = props.image;
  const shown = verdicts.length > 0 ? verdicts : report.verdicts;
  const advice = useMemo(
    () => adviseFixes(report.matches).filter((one) => one.target !== undefined),
    [report.matches],
  );
  const isIncomplete = report.gaps.length > 0;
  const scanned = Date.parse(report.scannedAt);
  const size = report.layers.reduce((sum, layer) => sum + layer.size, 0);
  return (
    <ScrollArea>
      <ul className={css.tiles}>
        {severities
          .filter((severity) => severity !== 'info' || row.counts.info > 0)
          .map((severity) => (
            <Tile
              key={severity}
              count={row.counts[severity]}
              isIncomplete={isIncomplete}
              onOpen={() => update({ view: 'vulnerabilities', severities: [severity] })}
            >
              <SeverityMark severity={severity} />
            </Tile>
          ))}
        <Tile
          count={row.fixable}
          isIncomplete={isIncomplete}
          onOpen={() =>
            update({ view: 'vulnerabilities', pills: [{ field: 'fix', op: '=', value: 'fixed' }] })
          }
        >
          {t('images.fixable')}
        </Tile>
        {(report.fileFindings?.length ?? 0) > 0 && (
          <Tile
            count={report.fileFindings?.length ?? 0}
            isIncomplete={isIncomplete}
            onOpen={() => update({ view: 'files' })}
          >
            {t('images.fileFindings')}
          </Tile>
        )}
        <Tile
          count={row.knownExploited}
          isIncomplete={isIncomplete}
          isAlarming={row.knownExploited > 0}
          onOpen={() =>
            update({ view: 'vulnerabilities', pills: [{ field: 'exploited', op: '=', value: 'yes' }] })
          }
        >
          {t('images.exploited')}
        </Tile>
      </ul>
      <div className={css.columns}>
        <div className={css.column}>
          <Section
            title={t('images.verdict')}
            actions={
              <button type="button" className={css.linkButton} onClick={() => update({ view: 'verdicts' })}>
                {t('images.allVerdicts')}
              </button>
            }
          >
            {shown.length === 0 && <p className={css.note}>{t('images.noVerdict')}</p>}
            <VerdictList verdicts={shown} isShort />
          </Section>
          {report.gaps.length > 0 && (
            <Section title={t('images.gaps')}>
              <p className={css.gapNote}>{t('images.gapsText')}</p>
              <ul className={css.gaps}>
                {report.gaps.map((gap) => (
                  <li key={`${gap.what} ${gap.reason}`}>
                    <code className={css.wrap}>{gap.what}</code>
                    <span className={css.soft}>{gap.reason}</span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {advice.length > 0 && (
            <Section
              title={t('images.fixFirst')}
              actions={
                <button type="button" className={css.linkButton} onClick={() => update({ view: 'fixes' })}>
                  {t('images.allFixes', { count: advice.length })}
                </button>
              }
            >
              <ol className={css.shortAdvice}>
                {advice.slice(0, shownAdvice).map((one) => (
                  <li key={one.key}>
                    <Advice advice={one} isShort />
                  </li>
                ))}
              </ol>
            </Section>
          )}
        </div>
        <div className={css.column}>
          <Section title={t('images.runs')}>
            <RunningTasks digest={row.digest} />
          </Section>
          <Section title={t('images.facts')}>
            <div className={css.padded}>
              <Facts
                rows={[
                  { name: t('images.reference'), value: <span className={css.wrap}>{row.reference}</span> },
                  { name: t('images.owner'), value: <OwnerFact owner={props.image.owner} /> },
                  { name: t('images.digest'), value: <span className={css.wrap}>{row.digest}</span> },
                  {
                    name: t('images.origin'),
                    value: row.origins.map((origin) => t(`images.origins.${origin}`)).join(', '),
                  },
                  {
                    name: t('images.platform'),
                    value: `${report.config.os}/${report.config.architecture}`,
                  },
                  {
                    name: t('images.distro'),
                    value: report.sbom.distro?.prettyName ?? report.sbom.distro?.id ?? t('value.none'),
                  },
                  ...(report.config.created === undefined
                    ? []
                    : [
                        {
                          name: t('images.created'),
                          value: `${formats.moment(Date.parse(report.config.created))} (${formats.age(Date.parse(report.config.created), now)})`,
                        },
                      ]),
                  { name: t('images.user'), value: report.config.user ?? t('images.userRoot') },
                  { name: t('images.size'), value: formats.bytes(size) },
                  ...(report.baseImage === undefined
                    ? []
                    : [
                        {
                          name: t('images.baseImage'),
                          value: (
                            <span className={css.wrap}>
                              {report.baseImage.name}{' '}
                              <span className={css.soft}>
                                {t('images.baseLayers', { count: report.baseImage.layers })}
                              </span>
                            </span>
                          ),
                        },
                      ]),
                  {
                    name: t('images.scannedAt'),
                    value: `${formats.moment(scanned)} (${formats.age(scanned, now)})`,
                  },
                  {
                    name: t('images.advisories'),
                    value: t('images.advisoriesText', {
                      records: formats.number(report.advisories.records),
                      newest:
                        report.advisories.newest === undefined
                          ? t('value.none')
                          : formats.moment(Date.parse(report.advisories.newest)),
                    }),
                  },
                ]}
              />
            </div>
          </Section>
        </div>
      </div>
    </ScrollArea>
  );
}

/** Who owns the image, and which rule says so. */
function OwnerFact({ owner }: { readonly owner: ImageDetail['owner'] }): ReactNode {
  const t = useT();
  const { owners, by, rule } = owner;
  if (owners.length === 0) return <span className={css.soft}>{t('images.ownerBy.none')}</span>;
  return (
    <span className={css.wrap}>
      {owners.join(', ')}{' '}
      <span className={css.soft}>
        {t(`images.ownerBy.${by}`, { rule: rule.replace(/^(?:label|tag|cluster tag) /, '') })}
      </span>
    </span>
  );
}

/** A number that leads to what it counts. */
function Tile(props: {
  readonly count: number;
  readonly isIncomplete: boolean;
  readonly isAlarming?: boolean;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const formats = useFormats();
  return (
    <li className={css.tileItem}>
      <button
        type="button"
        className={css.tile}
        data-is-zero={props.count === 0}
        data-is-alarming={props.isAlarming === true}
        onClick={props.onOpen}
      >
        <span className={css.tileNumber}>{countText(props.count, props.isIncomplete, formats)}</span>
        <span>{props.children}</span>
      </button>
    </li>
  );
}
