import { ActionIcon } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { useT } from '../i18n/i18n.tsx';
import { usePreference } from '../state/preferences.ts';
import { useShortcut } from '../state/shortcuts.ts';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icons.tsx';
import css from './split-view.module.css';

export interface SplitViewProps {
  readonly children: ReactNode;
  /** The details; absent when nothing is open. */
  readonly detail?: ReactNode;
  readonly detailTitle?: ReactNode;
  readonly onClose: () => void;
}

const wideFrom = 820;
const smallest = 0.25;
const largest = 0.75;

/**
 * List left, details right; the border is dragged or moved with arrow keys and stays where it was put. On a narrow screen
 * the details lie over the list. `Escape` closes them.
 */
export function SplitView(props: SplitViewProps): ReactNode {
  const t = useT();
  const [share, setShare] = usePreference('detailShare');
  const [dragged, setDragged] = useState<number>();
  const { ref, width } = useElementSize();
  const room = useRef<HTMLDivElement>(null);
  const isOpen = props.detail !== undefined;
  const isWide = width === 0 || width >= wideFrom;
  const shown = dragged ?? share;
  useShortcut('Escape', props.onClose, isOpen);

  function shareAt(clientX: number): number {
    const box = room.current?.getBoundingClientRect();
    if (!box || box.width === 0) return share;
    return Math.max(smallest, Math.min(largest, (box.right - clientX) / box.width));
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) setDragged(shareAt(event.clientX));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowLeft' ? 0.03 : event.key === 'ArrowRight' ? -0.03 : 0;
    if (step === 0) return;
    event.preventDefault();
    setShare(Math.max(smallest, Math.min(largest, share + step)));
  }

  return (
    <div className={css.room} ref={room}>
      <div className={css.measure} ref={ref} aria-hidden="true" />
      <div className={css.list} inert={isOpen && !isWide}>
        {props.children}
      </div>
      {isOpen && (
        <>
          {isWide && (
            // biome-ignore lint/a11y/useSemanticElements: a rule that is dragged
            <div
              className={css.border}
              role="separator"
              aria-orientation="vertical"
              aria-label={t('detail.resize')}
              aria-valuemin={smallest * 100}
              aria-valuemax={largest * 100}
              aria-valuenow={Math.round(shown * 100)}
              tabIndex={0}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerMove={onPointerMove}
              onPointerUp={(event) => {
                if (dragged !== undefined) setShare(shareAt(event.clientX));
                setDragged(undefined);
              }}
              onKeyDown={onKeyDown}
            />
          )}
          <aside
            className={isWide ? css.detail : css.cover}
            style={isWide ? { width: `${shown * 100}%` } : undefined}
            aria-label={t('detail.label')}
          >
            <header className={css.head}>
              <h2 className={css.title}>{props.detailTitle}</h2>
              <CopyButton label={t('detail.link')} text={() => location.href} icon="link" />
              <ActionIcon onClick={props.onClose} aria-label={t('detail.close')} title={t('detail.close')}>
                <Icon name="close" />
              </ActionIcon>
            </header>
            <div className={css.body}>{props.detail}</div>
          </aside>
        </>
      )}
    </div>
  );
}
