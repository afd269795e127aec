import type { ReactNode } from 'react';
import css from './json-tree.module.css';

export interface JsonTreeProps {
  readonly value: unknown;
  readonly label: string;
  /** Draws a leaf in its own way, with chips or as a link; undefined leaves it to the tree. */
  readonly leaf?: (path: readonly string[], value: string | number | boolean) => ReactNode;
}

/** What is deeper than this is folded unless it is small; longer lists are cut with a note. */
const openDepth = 2;
const openLeaves = 14;
const maxItems = 200;

/** A configuration as a tree that folds: names left, values right, no braces to count. */
export function JsonTree(props: JsonTreeProps): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a figure would need a caption
    <div className={css.tree} role="group" aria-label={props.label}>
      <Branch {...props} path={[]} />
    </div>
  );
}

interface NodeProps extends JsonTreeProps {
  readonly path: readonly string[];
}

function Branch(props: NodeProps): ReactNode {
  const entries = entriesOf(props.value);
  const shown = entries.slice(0, maxItems);
  return (
    <ul className={css.branch}>
      {shown.map(([name, value]) => (
        <li key={name}>
          <Entry {...props} name={name} value={value} path={[...props.path, name]} />
        </li>
      ))}
      {entries.length > shown.length && <li className={css.note}>{`+ ${entries.length - shown.length}`}</li>}
    </ul>
  );
}

function Entry(props: NodeProps & { readonly name: string }): ReactNode {
  const { value } = props;
  if (!isBranch(value)) {
    return (
      <div className={css.entry}>
        <span className={css.name}>{props.name}</span>
        <span className={css.leaf}>
          <Leaf {...props} />
        </span>
      </div>
    );
  }
  const entries = entriesOf(value);
  if (entries.length === 0) {
    return (
      <div className={css.entry}>
        <span className={css.name}>{props.name}</span>
        <span className={css.empty}>{Array.isArray(value) ? '[ ]' : '{ }'}</span>
      </div>
    );
  }
  return (
    <details open={isSmall(value) || (props.path.length < openDepth && entries.length <= openLeaves)}>
      <summary className={css.summary}>
        <span className={css.name}>{props.name}</span>
        <span className={css.size}>
          {Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`}
        </span>
      </summary>
      <Branch {...props} />
    </details>
  );
}

function Leaf(props: NodeProps): ReactNode {
  const { value } = props;
  if (value === null || value === undefined) return <span className={css.empty}>{'null'}</span>;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    return <span>{String(value)}</span>;
  const own = props.leaf?.(props.path, value);
  if (own !== undefined) return own;
  return (
    <span className={css.scalar} data-type={typeof value}>
      {String(value)}
    </span>
  );
}

/** Few enough leaves below to be read at once. */
function isSmall(value: unknown): boolean {
  let left = openLeaves;
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && left >= 0) {
    const next = waiting.pop();
    if (isBranch(next))
      waiting.push(
        ...entriesOf(next)
          .slice(0, openLeaves + 1)
          .map(([, child]) => child),
      );
    else left -= 1;
  }
  return left >= 0;
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item] as const);
  return isBranch(value) ? Object.entries(value) : [];
}
