import type { ExplanationNode, FieldValue } from '@breakwater/model';
import { type ReactNode, useState } from 'react';
import { Icon } from '../../components/icons.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { ColoredText } from './colored-text.tsx';
import css from './why.module.css';

/** A condition node by node: what each came to and what its fields held. The path that decided stands out. */
export function ExplanationTree(props: { readonly tree: ExplanationNode }): ReactNode {
  return (
    <ul className={css.tree}>
      <Node node={props.tree} depth={0} />
    </ul>
  );
}

function Node(props: { readonly node: ExplanationNode; readonly depth: number }): ReactNode {
  const t = useT();
  const { node, depth } = props;
  const [isOpen, setIsOpen] = useState(
    depth === 0 || (node.isEvaluated && (node.isDecisive || node.kind !== 'macro')),
  );
  const { children, inner } = childrenOf(node);
  const hasChildren = children.length > 0;
  const label = (
    <>
      <NodeText node={node} />
      {inner && <NodeText node={inner} />}
    </>
  );
  return (
    <li
      className={css.node}
      data-verdict={node.verdict}
      data-is-decisive={node.isDecisive && !hasChildren}
      data-is-evaluated={node.isEvaluated}
    >
      <div className={css.line}>
        <VerdictMark node={node} />
        {hasChildren ? (
          <button
            type="button"
            className={css.toggle}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {label}
            <Icon name={isOpen ? 'chevronUp' : 'chevronDown'} size={12} />
          </button>
        ) : (
          label
        )}
        {hasChildren && !isOpen && node.kind !== 'macro' && (
          <span className={css.closed}>
            <ColoredText language="condition" text={textInside(node)} />
          </span>
        )}
        {!node.isEvaluated && <span className={css.note}>{t('why.notLookedAt')}</span>}
      </div>
      {node.kind === 'check' && <Values node={node} />}
      {hasChildren && isOpen && (
        <ul className={css.children}>
          {children.map((child, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nodes have no other name
            <Node key={index} node={child} depth={depth + 1} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** A macro and the one group that it stands for are shown as one. */
function childrenOf(node: ExplanationNode): {
  readonly children: readonly ExplanationNode[];
  readonly inner?: ExplanationNode;
} {
  const [only] = node.children;
  if (node.kind !== 'macro' || node.children.length !== 1 || !only || only.children.length === 0) {
    return { children: node.children };
  }
  return { children: only.children, inner: only };
}

/** The condition of a closed node; what is negated without its "not", which stands before it. */
function textInside(node: ExplanationNode): string {
  return node.kind === 'not' ? (node.children[0]?.text ?? node.text) : node.text;
}

function NodeText(props: { readonly node: ExplanationNode }): ReactNode {
  const t = useT();
  const { node } = props;
  switch (node.kind) {
    case 'and':
    case 'or':
    case 'not':
      return <span className={css.logic}>{t(`why.${node.kind}`)}</span>;
    case 'macro':
      return (
        <span>
          <span className={css.note}>{t('why.macro')}</span> <code>{node.name ?? node.text}</code>
        </span>
      );
    case 'check':
      return <ColoredText language="condition" text={node.text} />;
  }
}

function VerdictMark(props: { readonly node: ExplanationNode }): ReactNode {
  const t = useT();
  const { verdict, isEvaluated } = props.node;
  const name = t(verdict ? 'why.holds' : 'why.holdsNot');
  return (
    <span className={css.mark} role="img" aria-label={name} title={name}>
      <Icon name={!isEvaluated ? 'minus' : verdict ? 'check' : 'close'} size={11} />
    </span>
  );
}

function Values(props: { readonly node: ExplanationNode }): ReactNode {
  const t = useT();
  const { value, otherValue } = props.node;
  if (value === undefined) return null;
  return (
    <p className={css.values}>
      <span className={css.note}>{t('why.value')}</span> <Shown value={value} />
      {otherValue !== undefined && (
        <>
          {' '}
          <span className={css.note}>{t('why.against')}</span> <Shown value={otherValue} />
        </>
      )}
    </p>
  );
}

function Shown(props: { readonly value: FieldValue | null }): ReactNode {
  const t = useT();
  const { value } = props;
  if (value === null) return <span className={css.missing}>{t('why.missing')}</span>;
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return <code className={css.value}>{text === '' ? t('why.empty') : text}</code>;
}
