import type { RuleCoverage } from '@breakwater/api';
import { NativeSelect, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useRead } from '../../api/hooks.ts';
import { DetailBlock, DetailStack, DetailState } from '../../components/detail.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { formatPill } from '../../state/pill.ts';
import { carrySearch } from '../../state/search.ts';
import { useView } from '../../state/view.ts';
import { ScreenTabs } from '../policies/screen-tabs.tsx';
import css from './coverage.module.css';
import { type CoverageItem, coverageItem, coverageTotals, shadeOf } from './coverage.ts';

/** What enabled rules look for: ATT&CK techniques by tactic, and the controls of each framework. */
export default function CoverageView(): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const coverage = useRead('getRuleCoverage', {});
  const [hasGaps, setHasGaps] = useState(true);
  const framework = coverage.data?.frameworks.find((one) => one.id === state.view);
  const open = coverage.data && coverageItem(coverage.data, state.open);
  return (
    <Page title={t('nav.policies')} aside={<ScreenTabs />}>
      <SplitView
        detail={open && <ItemDetail item={open} />}
        detailTitle={
          open && (
            <span>
              {open.name} <code className={css.soft}>{open.id}</code>
            </span>
          )
        }
        onClose={() => update({ open: undefined })}
      >
        <DetailState reading={coverage} failedTitle={t('coverage.failed')}>
          {(data) => (
            <div className={css.page}>
              <div className={css.bar}>
                <NativeSelect
                  aria-label={t('coverage.shown')}
                  value={framework?.id ?? 'attack'}
                  onChange={(event) => {
                    const next = event.currentTarget.value;
                    update({ view: next === 'attack' ? undefined : next, open: undefined });
                  }}
                  data={[
                    { value: 'attack', label: t('coverage.attack') },
                    ...data.frameworks.map((one) => ({ value: one.id, label: one.name })),
                  ]}
                />
                <Switch
                  size="xs"
                  label={t('coverage.gaps')}
                  checked={hasGaps}
                  onChange={(event) => setHasGaps(event.currentTarget.checked)}
                />
                <span className={css.soft} role="status">
                  {framework
                    ? t('coverage.controls', {
                        count: framework.controls.filter((one) => one.rules.length > 0).length,
                        total: framework.controls.length,
                      })
                    : t('coverage.techniques', {
                        count: coverageTotals(data).techniques,
                        total: coverageTotals(data).known,
                        rules: coverageTotals(data).rules,
                      })}
                </span>
              </div>
              {framework ? (
                <Controls framework={framework} hasGaps={hasGaps} />
              ) : (
                <Matrix coverage={data} hasGaps={hasGaps} />
              )}
            </div>
          )}
        </DetailState>
      </SplitView>
    </Page>
  );
}

/** Tactics side by side in the order of an attack; a cell tells how many rules look for its technique. */
function Matrix(props: { readonly coverage: RuleCoverage; readonly hasGaps: boolean }): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const tactics = props.coverage.tactics.map((tactic) => ({
    ...tactic,
    techniques: tactic.techniques.filter((one) => props.hasGaps || one.rules.length > 0),
  }));
  if (tactics.length === 0)
    return <MessagePanel title={t('coverage.empty')}>{t('coverage.emptyText')}</MessagePanel>;
  const highest = Math.max(
    1,
    ...tactics.flatMap((tactic) => tactic.techniques.map((one) => one.rules.length)),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: what scrolls must be reached by keyboard
    <div className={css.matrix} role="group" aria-label={t('coverage.attack')} tabIndex={0}>
      {tactics.map((tactic) => (
        <section key={tactic.id} className={css.tactic}>
          <h2 className={css.tacticName} title={tactic.id}>
            {tactic.name}
            <span className={css.tacticCount}>
              {t('coverage.tacticCount', {
                count: tactic.techniques.filter((one) => one.rules.length > 0).length,
                total: tactic.techniques.length,
              })}
            </span>
          </h2>
          <ul className={css.cells}>
            {tactic.techniques.map((technique) => (
              <li key={technique.id}>
                <button
                  type="button"
                  className={css.cell}
                  data-shade={shadeOf(technique.rules.length, highest)}
                  aria-pressed={state.open === technique.id}
                  onClick={() => update({ open: technique.id })}
                >
                  <span className={css.cellName}>{technique.name}</span>
                  <span className={css.cellFoot}>
                    <code>{technique.id}</code>
                    <span>{t('coverage.rules', { count: technique.rules.length })}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Controls(props: {
  readonly framework: RuleCoverage['frameworks'][number];
  readonly hasGaps: boolean;
}): ReactNode {
  const t = useT();
  const { state, update } = useView();
  const { framework } = props;
  return (
    <ul className={css.controls} aria-label={framework.name}>
      {framework.controls
        .filter((one) => props.hasGaps || one.rules.length > 0)
        .map((control) => {
          const key = `${framework.id}/${control.id}`;
          return (
            <li key={control.id}>
              <button
                type="button"
                className={css.control}
                aria-pressed={state.open === key}
                onClick={() => update({ open: key })}
              >
                <code className={css.controlId}>{control.id}</code>
                <span className={css.controlTitle}>{control.title}</span>
                <span className={css.soft}>{t('coverage.rules', { count: control.rules.length })}</span>
              </button>
            </li>
          );
        })}
    </ul>
  );
}

function ItemDetail(props: { readonly item: CoverageItem }): ReactNode {
  const t = useT();
  const { item } = props;
  return (
    <DetailStack>
      {item.detections !== undefined && <p>{t('coverage.detections', { count: item.detections })}</p>}
      <DetailBlock title={t('coverage.rules', { count: item.rules.length })}>
        {item.rules.length === 0 && <p className={css.soft}>{t('coverage.noRule')}</p>}
        <ul className={css.ruleLinks}>
          {item.rules.map((rule) => (
            <li key={rule}>
              <Link
                to="/policies/rules"
                search={(before) => ({ ...carrySearch(before), open: rule, sev: 'all' })}
                className={css.link}
              >
                {rule}
              </Link>
            </li>
          ))}
        </ul>
      </DetailBlock>
      {item.rules.length > 0 && (
        <Link
          to="/policies/rules"
          search={(before) => ({
            ...carrySearch(before),
            f: [formatPill({ field: 'tag', op: '=', value: tagOf(item) })],
            sev: 'all',
          })}
          className={css.link}
        >
          {t('coverage.toRules')}
        </Link>
      )}
      {item.framework !== undefined && (
        <Link
          to={`/compliance/${item.framework}`}
          search={(before) => ({ ...carrySearch(before), open: item.id })}
          className={css.link}
        >
          {t('coverage.toControl')}
        </Link>
      )}
    </DetailStack>
  );
}

/** How rules name it in their tags. */
function tagOf(item: CoverageItem): string {
  return item.framework === undefined ? item.id : `${item.framework}:${item.id}`;
}
