import { type Severity, severities } from '@breakwater/model';
import type { ReactNode } from 'react';
import { SeverityShape } from '../../components/severity.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { countText } from './count-text.ts';
import css from './images.module.css';

/** How many of each severity, critical first, in fixed places so that rows compare at a glance. */
export function SeverityCounts(props: {
  readonly counts: Readonly<Record<Severity, number>>;
  /** Not everything was examined: the counts are lower bounds. */
  readonly isIncomplete: boolean;
}): ReactNode {
  const t = useT();
  const formats = useFormats();
  const shown = severities.filter((severity) => severity !== 'info');
  return (
    <span className={css.severities}>
      {shown.map((severity) => {
        const count = props.counts[severity];
        const name = t(`severity.${severity}`);
        return (
          <span
            key={severity}
            className={css.severity}
            data-is-zero={count === 0}
            title={`${name}: ${countText(count, props.isIncomplete, formats)}`}
          >
            <SeverityShape severity={severity} />
            <span className={css.unseen}>{name}</span>
            {countText(count, props.isIncomplete, formats)}
          </span>
        );
      })}
    </span>
  );
}
