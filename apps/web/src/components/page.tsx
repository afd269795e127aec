import type { ReactNode } from 'react';
import { FilterBar } from './filter-bar.tsx';
import css from './page.module.css';

export interface PageProps {
  readonly title: string;
  /** Before the title: the way back to the list. */
  readonly before?: ReactNode;
  /** Beside the title: counters, a description. */
  readonly aside?: ReactNode;
  /** Right of the title: buttons. */
  readonly actions?: ReactNode;
  /** Names of the fields that filters may use; without them there is no filter bar. */
  readonly filterFields?: readonly string[];
  /** Fields whose conditions the screen shows and removes itself, so that the filter bar does not. */
  readonly fieldsShownElsewhere?: readonly string[];
  /** `fill`: the content (a table) has its own scrolling. `flow`: the page scrolls, with a readable width. */
  readonly layout?: 'fill' | 'flow';
  readonly children: ReactNode;
}

/** A screen inside the frame: title, filters, content. */
export function Page(props: PageProps): ReactNode {
  return (
    <div className={css.page} data-layout={props.layout ?? 'fill'}>
      <header className={css.head}>
        {props.before !== undefined && <nav className={css.before}>{props.before}</nav>}
        <h1 className={css.title}>{props.title}</h1>
        {props.aside !== undefined && <div className={css.aside}>{props.aside}</div>}
        {props.actions !== undefined && <div className={css.actions}>{props.actions}</div>}
      </header>
      {props.filterFields && (
        <div className={css.filters}>
          <FilterBar fields={props.filterFields} shownElsewhere={props.fieldsShownElsewhere ?? []} />
        </div>
      )}
      <div className={css.content}>{props.children}</div>
    </div>
  );
}

/** A block of a flowing page: a border, a heading, content. */
export function Section(props: {
  readonly title?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className={css.section}>
      {(props.title !== undefined || props.actions !== undefined) && (
        <header className={css.sectionHead}>
          <h2 className={css.sectionTitle}>{props.title}</h2>
          {props.actions}
        </header>
      )}
      {props.children}
    </section>
  );
}

/** Names and values under one another: the facts of a detail panel. */
export function Facts(props: {
  readonly rows: readonly { readonly name: string; readonly value: ReactNode }[];
}): ReactNode {
  return (
    <dl className={css.facts}>
      {props.rows.map((row) => (
        <div key={row.name} className={css.fact}>
          <dt>{row.name}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
