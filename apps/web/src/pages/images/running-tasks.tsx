import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { errorMessage } from '../../api/error-message.ts';
import { useRead } from '../../api/hooks.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useNow } from '../../state/now.ts';
import { formatPill } from '../../state/pill.ts';
import css from './images.module.css';

const shown = 8;

/** The tasks that run this image now. */
export function RunningTasks(props: { readonly digest: string }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const now = useNow();
  const filter = { op: '=', field: 'image.digest', value: props.digest } as const;
  const tasks = useRead('listTasks', { query: { status: 'running', filter, limit: shown } });
  const search = { f: [formatPill({ field: 'image.digest', op: '=', value: props.digest })] };
  if (tasks.isError && !tasks.data) {
    return (
      <p role="alert" className={css.note}>
        {errorMessage(tasks.error, t)}
      </p>
    );
  }
  return (
    <>
      {tasks.data?.total === 0 && <p className={css.note}>{t('images.runsNowhere')}</p>}
      <ul className={css.tasks}>
        {tasks.data?.rows.map((task) => (
          <li key={task.arn}>
            <Link to="/tasks" search={{ ...search, view: 'running', open: task.arn }} className={css.task}>
              <span className={css.taskName}>
                {[task.place.cluster, task.place.service ?? task.taskDefinition].filter(Boolean).join(' / ')}
              </span>
              <span className={css.soft}>
                {task.startedAt === undefined ? '' : formats.age(Date.parse(task.startedAt), now)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p className={css.note}>
        <Link to="/tasks" search={{ ...search, view: 'all' }} className={css.link}>
          {tasks.data?.total === 0
            ? t('images.stoppedTasks')
            : t('images.allTasks', { count: tasks.data?.total ?? 0 })}
        </Link>
      </p>
    </>
  );
}
