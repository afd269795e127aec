import type { ControlRow, FrameworkDetail, RequirementRow } from '@breakwater/api';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import { useRead } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { DetailState } from '../../components/detail.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { carrySearch } from '../../state/search.ts';
import { useShortcut } from '../../state/shortcuts.ts';
import { useView } from '../../state/view.ts';
import css from './compliance.module.css';
import { ControlBar } from './control-bar.tsx';
import { ControlDetail } from './control-detail.tsx';
import { Score } from './framework-tiles.tsx';
import {
  controlStatuses,
  controlStatusOf,
  controlTones,
  countControls,
  filterRequirements,
  findControl,
} from './framework-view.ts';
import { Trend } from './trend.tsx';

/** One framework: requirement, control, and beside it the resources under the control. */
export function FrameworkPage(props: { readonly id: string }): ReactNode {
  const t = useT();
  const framework = useRead('getFramework', { params: { id: props.id } });
  return (
    <Page
      title={framework.data?.name ?? props.id}
      before={
        <Link to="/compliance" className={css.back} search={carrySearch}>
          {t('nav.compliance')}
        </Link>
      }
      aside={framework.data && <span>{framework.data.version}</span>}
    >
      <DetailState reading={framework} failedTitle={t('compliance.failed')}>
        {(data) => <FrameworkBody framework={data} />}
      </DetailState>
    </Page>
  );
}

function FrameworkBody(props: { readonly framework: FrameworkDetail }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, update } = useView();
  const list = useRef<HTMLDivElement>(null);
  const { framework } = props;
  const status = controlStatusOf(state.view);
  const shown = filterRequirements(framework.requirements, status, state.text);
  const controls = shown.flatMap((requirement) => requirement.controls);
  const all = framework.requirements.reduce((sum, requirement) => sum + requirement.controls.length, 0);
  const open = findControl(framework, state.open);

  /** The next or previous control: the focus follows, and the details if they are open. */
  function move(step: 1 | -1): void {
    const focused = document.activeElement?.closest('[data-control]')?.getAttribute('data-control');
    const at = controls.findIndex((control) => control.id === (open?.id ?? focused));
    const next = controls[at === -1 ? 0 : Math.max(0, Math.min(controls.length - 1, at + step))];
    if (!next) return;
    const rows = list.current?.querySelectorAll('[data-control]') ?? [];
    const row = [...rows].find((one) => one.getAttribute('data-control') === next.id);
    if (row instanceof HTMLElement) row.focus();
    if (open) update({ open: next.id }, { replace: true });
  }
  useShortcut('j', () => move(1), controls.length > 0);
  useShortcut('k', () => move(-1), controls.length > 0);

  return (
    <SplitView
      detail={open && <ControlDetail key={open.id} framework={framework.id} control={open} />}
      detailTitle={open && `${open.id} ${open.title}`}
      onClose={() => update({ open: undefined })}
    >
      <div className={css.summary}>
        <Score framework={framework} />
        {framework.isScored && <Trend history={framework.history} />}
        <div className={css.summaryBar}>
          <ControlBar counts={framework.controls} />
          <p className={css.soft}>
            {t(framework.isScored ? 'compliance.scoreRule' : 'compliance.evidenceRule')}
          </p>
        </div>
      </div>
      <div className={css.toolbar}>
        <Choice
          label={t('compliance.statusLabel')}
          value={status ?? 'all'}
          onChange={(next) => update({ view: next === 'all' ? undefined : next, open: undefined })}
          options={[
            { value: 'all' as const, label: t('compliance.all'), count: formats.number(all) },
            ...controlStatuses.map((value) => ({
              value,
              label: t(`compliance.status.${value}`),
              count: formats.number(framework.controls[value]),
            })),
          ]}
        />
        <SearchField label={t('compliance.search')} />
        <span className={css.shown} role="status">
          {t('table.shown', { shown: formats.number(controls.length), total: formats.number(all) })}
        </span>
      </div>
      <div className={css.list} ref={list}>
        {shown.map((requirement) => (
          <Requirement
            key={requirement.id}
            requirement={requirement}
            whole={framework.requirements.find((one) => one.id === requirement.id) ?? requirement}
            open={open?.id}
            onOpen={(id) => update({ open: id })}
          />
        ))}
        {shown.length === 0 && (
          <MessagePanel
            title={t('table.emptyFiltered')}
            actions={
              <Button variant="default" onClick={() => update({ view: undefined, text: undefined })}>
                {t('table.clearFilters')}
              </Button>
            }
          />
        )}
      </div>
    </SplitView>
  );
}

interface RequirementProps {
  /** With the controls that are shown. */
  readonly requirement: RequirementRow;
  /** With all its controls, for the bar. */
  readonly whole: RequirementRow;
  readonly open: string | undefined;
  readonly onOpen: (id: string) => void;
}

function Requirement(props: RequirementProps): ReactNode {
  const formats = useFormats();
  const { requirement, whole } = props;
  return (
    <section className={css.requirement}>
      <header className={css.requirementHead}>
        <h2 className={css.requirementName}>{requirement.id}</h2>
        <span className={css.requirementBar}>
          <ControlBar counts={countControls(whole.controls)} />
        </span>
        <span className={css.requirementScore}>
          {whole.score === null ? '–' : formats.percent(whole.score)}
        </span>
      </header>
      <ul className={css.controls}>
        {requirement.controls.map((control) => (
          <li key={control.id}>
            <button
              type="button"
              className={css.control}
              data-control={control.id}
              aria-expanded={control.id === props.open}
              onClick={() => props.onOpen(control.id)}
            >
              <ControlLine control={control} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ControlLine(props: { readonly control: ControlRow }): ReactNode {
  const t = useT();
  const { control } = props;
  const resources = control.passedResources + control.failedResources;
  return (
    <>
      <StatusMark tone={controlTones[control.status]}>{t(`compliance.status.${control.status}`)}</StatusMark>
      <span className={css.controlId}>{control.id}</span>
      <span className={css.controlTitle}>{control.title}</span>
      <span className={css.controlSeverity}>
        {control.severity && control.status === 'failed' && <SeverityMark severity={control.severity} />}
      </span>
      <span className={css.controlCount}>
        {resources > 0 &&
          (control.failedResources > 0
            ? t('compliance.failedOf', { failed: control.failedResources, all: resources })
            : t('compliance.allPass', { count: resources }))}
      </span>
    </>
  );
}
