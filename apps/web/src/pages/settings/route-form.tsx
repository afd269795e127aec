import {
  type ChannelView,
  noticeGroupColumns,
  type RouteBody,
  type RouteMode,
  type RouteView,
} from '@breakwater/api';
import { commonColumns, type Severity, severities } from '@breakwater/model';
import { Button, Checkbox, NumberInput, Switch, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formProblems } from '../../api/error-message.ts';
import { useChange } from '../../api/hooks.ts';
import { Choice } from '../../components/choice.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { PillField } from '../../components/pill-field.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { filterPills, type Pill, pillFilter } from '../../state/pill.ts';
import css from './settings.module.css';

export interface RouteFormProps {
  readonly route?: RouteView;
  readonly channels: readonly ChannelView[];
  readonly onDone: () => void;
}

type When = 'immediate' | 'hour' | 'day';

export function whenOf(mode: RouteMode): When {
  return mode.kind === 'immediate' ? 'immediate' : mode.every;
}

/** Adds or changes a route. */
export function RouteForm(props: RouteFormProps): ReactNode {
  const t = useT();
  const { route, channels } = props;
  const create = useChange('createNotificationRoute', ['listNotificationRoutes']);
  const update = useChange('updateNotificationRoute', ['listNotificationRoutes']);
  const change = route ? update : create;
  const [fields, setFields] = useState(() => fieldsOf(route));
  const problems = formProblems(
    change.error,
    ['name', 'channelIds', 'mode.at', 'mode.timeZone', 'mode.groupBy', 'filter'],
    t,
    {
      conflict: 'name',
    },
  );
  const set = (part: Partial<typeof fields>) => setFields({ ...fields, ...part });
  const isKept = route !== undefined && fields.isComplex && fields.pills.length === 0;

  function submit(event: FormEvent): void {
    event.preventDefault();
    const filter = isKept ? route.filter : { op: 'and' as const, filters: fields.pills.map(pillFilter) };
    const { isEnabled, severityFloor, toOwner, channelIds } = fields;
    const mode = modeOf(fields);
    const body: RouteBody = {
      name: fields.name.trim(),
      isEnabled,
      filter,
      severityFloor,
      toOwner,
      channelIds,
      mode,
    };
    const done = () => {
      setFields(fieldsOf(undefined));
      props.onDone();
    };
    if (route) update.mutate({ params: { id: route.id }, body }, { onSuccess: done });
    else create.mutate({ body }, { onSuccess: done });
  }

  return (
    <form className={`${css.form} ${css.wide}`} onSubmit={submit}>
      <TextInput
        label={t('channel.name')}
        value={fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={problems.at('name')}
        maxLength={100}
        maw={420}
        autoComplete="off"
      />
      <div>
        <div className={css.label}>{t('route.filter')}</div>
        <PillField
          label={t('route.filter')}
          fields={commonColumns}
          pills={fields.pills}
          onChange={(pills) => set({ pills })}
        />
        <p className={css.hint}>{isKept ? t('route.filterKept') : t('route.filterHint')}</p>
      </div>
      <Choice
        label={t('route.floor')}
        value={fields.severityFloor}
        onChange={(severityFloor) => set({ severityFloor })}
        options={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
      />
      <Checkbox
        label={t('route.toOwner')}
        checked={fields.toOwner}
        onChange={(event) => set({ toOwner: event.currentTarget.checked })}
      />
      <Checkbox.Group
        label={t('route.channels')}
        value={[...fields.channelIds]}
        onChange={(channelIds) => set({ channelIds })}
        error={problems.at('channelIds')}
      >
        {channels.map((channel) => (
          <Checkbox key={channel.id} value={channel.id} label={channel.name} />
        ))}
      </Checkbox.Group>
      <Choice
        label={t('route.when')}
        value={fields.when}
        onChange={(when) => set({ when })}
        options={(['immediate', 'hour', 'day'] as const).map((value) => ({
          value,
          label: t(`route.when.${value}`),
        }))}
      />
      {fields.when === 'immediate' && (
        <>
          <NumberInput
            label={t('route.window')}
            value={fields.windowMinutes}
            min={1}
            max={1440}
            allowDecimal={false}
            maw={420}
            onChange={(value) => set({ windowMinutes: Number(value) || 1 })}
          />
          <Checkbox.Group
            label={t('route.groupBy')}
            value={[...fields.groupBy]}
            onChange={(chosen) =>
              set({ groupBy: noticeGroupColumns.filter((column) => chosen.includes(column)) })
            }
            error={problems.at('mode.groupBy')}
          >
            <div className={css.choices}>
              {noticeGroupColumns.map((column) => (
                <Checkbox key={column} value={column} label={t(`route.group.${column}`)} />
              ))}
            </div>
          </Checkbox.Group>
        </>
      )}
      {fields.when === 'day' && (
        <>
          <TextInput
            label={t('route.at')}
            value={fields.at}
            onChange={(event) => set({ at: event.currentTarget.value })}
            error={problems.at('mode.at')}
            maw={420}
          />
          <TextInput
            label={t('route.zone')}
            value={fields.timeZone}
            onChange={(event) => set({ timeZone: event.currentTarget.value })}
            error={problems.at('mode.timeZone')}
            maw={420}
          />
        </>
      )}
      <Switch
        label={t('channel.enabled')}
        checked={fields.isEnabled}
        onChange={(event) => set({ isEnabled: event.currentTarget.checked })}
      />
      <FormEnd problem={problems.form}>
        <Button type="submit" loading={change.isPending} disabled={fields.name.trim() === ''}>
          {route ? t('settings.save') : t('settings.create')}
        </Button>
        {route && (
          <Button variant="default" onClick={props.onDone}>
            {t('action.cancel')}
          </Button>
        )}
      </FormEnd>
    </form>
  );
}

interface RouteFields {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly severityFloor: Severity;
  readonly toOwner: boolean;
  readonly channelIds: readonly string[];
  readonly pills: readonly Pill[];
  /** The filter has a form that pills cannot show. */
  readonly isComplex: boolean;
  readonly when: When;
  readonly windowMinutes: number;
  /** What must agree for two to be the same. */
  readonly groupBy: readonly (typeof noticeGroupColumns)[number][];
  readonly at: string;
  readonly timeZone: string;
}

function fieldsOf(route: RouteView | undefined): RouteFields {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const blank = {
    name: '',
    isEnabled: true,
    severityFloor: 'high',
    toOwner: true,
    channelIds: [],
    pills: [],
  } as const;
  const times = {
    when: 'immediate',
    windowMinutes: 5,
    groupBy: ['rule', 'cluster', 'service'],
    at: '09:00',
    timeZone: zone,
  } as const;
  if (route === undefined) return { ...blank, ...times, isComplex: false };
  const { name, isEnabled, severityFloor, toOwner, channelIds, filter, mode } = route;
  const pills = filterPills(filter);
  return {
    ...{
      name,
      isEnabled,
      severityFloor,
      toOwner,
      channelIds,
      pills: pills ?? [],
      isComplex: pills === undefined,
    },
    ...times,
    when: whenOf(mode),
    ...(mode.kind === 'immediate' ? { windowMinutes: mode.windowMinutes, groupBy: mode.groupBy } : {}),
    ...(mode.kind === 'digest' && mode.every === 'day' ? { at: mode.at, timeZone: mode.timeZone } : {}),
  };
}

function modeOf({ when, windowMinutes, groupBy, at, timeZone }: RouteFields): RouteMode {
  if (when === 'hour') return { kind: 'digest', every: 'hour' };
  if (when === 'day') return { kind: 'digest', every: 'day', at: at.trim(), timeZone: timeZone.trim() };
  return { kind: 'immediate', windowMinutes, groupBy };
}
