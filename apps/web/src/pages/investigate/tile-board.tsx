import { type TileFacts, tileGroups } from '@breakwater/investigate';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Icon } from '../../components/icons.tsx';
import { type Translate, useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useAsk, useCapture } from './capture-context.ts';
import { useCaptureState } from './capture-view.ts';
import css from './investigate.module.css';
import { Sparkline } from './sparkline.tsx';
import { listOfTile } from './tile-lists.ts';

type Key = Parameters<Translate>[0];

/** A tile is too narrow for all samples. */
const tileBars = 80;

/** Figures of the part that is looked at; a press pins the line of one under the time line. */
export function TileBoard(): ReactNode {
  const t = useT();
  const { span, facts } = useCapture();
  const [isAll, setAll] = useState(false);
  const reading = useAsk('tiles', { ...(span === undefined ? {} : { span }), count: 400 });
  const whole = useAsk('tiles', { count: 400 });
  const wholes = new Map(span === undefined ? [] : whole.data?.map(({ id, total }) => [id, total]));
  const tiles = (reading.data ?? []).filter(({ id }) => id !== 'detections' || facts.rules > 0);
  const empty = tiles.filter(({ total }) => total === 0).length;
  return (
    <div className={css.board} aria-busy={reading.isPending}>
      {tileGroups.map((group) => {
        const shown = tiles.filter((tile) => tile.group === group && (isAll || tile.total > 0));
        if (shown.length === 0) return null;
        return (
          <section key={group} className={css.tileGroup}>
            <h2 className={css.groupTitle}>{t(`investigate.group.${group}`)}</h2>
            <ul className={css.tiles}>
              {shown.map((tile) => (
                <li key={tile.id}>
                  <TileCard tile={tile} whole={wholes.get(tile.id)} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {empty > 0 && (
        <Button variant="default" className={css.more} onClick={() => setAll(!isAll)}>
          {isAll ? t('investigate.hideEmpty') : t('investigate.showEmpty', { count: empty })}
        </Button>
      )}
    </div>
  );
}

function TileCard(props: {
  readonly tile: TileFacts;
  /** Of the whole capture, where a part of it is looked at. */
  readonly whole: number | undefined;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state, change } = useCaptureState();
  const { tile, whole } = props;
  const name = t(`investigate.tile.${tile.id}` as Key);
  const isPinned = state.pins.includes(tile.id);
  const amount = tile.unit === 'bytes' ? formats.bytes : formats.number;
  const list = listOfTile(tile.id);
  return (
    <div
      className={css.tile}
      data-noteworthy={tile.reason !== undefined}
      data-pinned={isPinned}
      data-tile={tile.id}
    >
      <button
        type="button"
        className={css.tilePress}
        aria-pressed={isPinned}
        title={t('investigate.pin')}
        onClick={() =>
          change({ pins: isPinned ? state.pins.filter((id) => id !== tile.id) : [...state.pins, tile.id] })
        }
      >
        <span className={css.tileName}>{name}</span>
        <span className={css.tileTotal}>
          {tile.isEstimate === true
            ? t('investigate.estimate', { amount: amount(tile.total) })
            : amount(tile.total)}
          {whole !== undefined && ' '}
          {whole !== undefined && (
            <span className={css.tileWhole}>{t('investigate.ofWhole', { whole: amount(whole) })}</span>
          )}
        </span>
        <Sparkline samples={tile.samples} bars={tileBars} />
      </button>
      {tile.reason !== undefined && (
        <p className={css.tileReason}>
          <Icon name="warning" size={12} />
          {reasonOf(tile, t, formats.percent, formats.number)}
        </p>
      )}
      {list !== undefined && tile.total > 0 && (
        <button
          type="button"
          className={css.tileLink}
          aria-label={t('investigate.openList', { name: t(`investigate.list.${list}` as Key) })}
          title={t('investigate.openList', { name: t(`investigate.list.${list}` as Key) })}
          onClick={() => change({ list, opened: undefined, text: undefined })}
        >
          <Icon name="chevronRight" size={14} />
        </button>
      )}
    </div>
  );
}

function reasonOf(
  { id, reason }: TileFacts,
  t: Translate,
  percent: (share: number) => string,
  number: (value: number) => string,
): string {
  if (reason === undefined) return '';
  if (reason.why === 'any') return t(`investigate.why.${id}` as Key);
  if (reason.why === 'peak') return t('investigate.whyPeak', { times: number(Math.round(reason.times)) });
  return reason.of === 'events'
    ? t('investigate.whyShareOfAll', { share: percent(reason.share) })
    : t('investigate.whyShare', {
        share: percent(reason.share),
        name: t(`investigate.tile.${reason.of}` as Key),
      });
}
