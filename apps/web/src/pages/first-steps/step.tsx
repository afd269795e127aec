import { type ReactNode, useState } from 'react';
import { StatusMark } from '../../components/status-mark.tsx';
import { useT } from '../../i18n/i18n.tsx';
import css from './first-steps.module.css';

export interface StepProps {
  readonly title: string;
  readonly text: string;
  readonly isDone: boolean;
  readonly isOpenAtFirst: boolean;
  /** Data comes by itself once the commands have run. */
  readonly isWaiting: boolean;
  readonly children: ReactNode;
}

/** One step that unfolds; what was opened stays open when it ticks. */
export function Step(props: StepProps): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(props.isOpenAtFirst);
  return (
    <li className={css.step} data-is-done={props.isDone}>
      <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className={css.head}>
          <span className={css.number} aria-hidden="true" />
          <h2 className={css.title}>{props.title}</h2>
          {props.isDone ? (
            <StatusMark tone="good">{t('first.done')}</StatusMark>
          ) : (
            <StatusMark tone="quiet">{t('first.open')}</StatusMark>
          )}
        </summary>
        <div className={css.body}>
          <p className={css.text}>{props.text}</p>
          {props.children}
          {isOpen && props.isWaiting && !props.isDone && (
            <p className={css.waiting} role="status">
              {t('first.waiting')}
            </p>
          )}
        </div>
      </details>
    </li>
  );
}
