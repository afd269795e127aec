import type { CheckRow } from '@breakwater/api';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../api/hooks.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { DetailBlock } from '../../components/detail.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { carrySearch } from '../../state/search.ts';
import css from './posture.module.css';

/** How to mend what a check found: in words, as a command, as infrastructure code. */
export function Remediation(props: { readonly check: CheckRow }): ReactNode {
  const t = useT();
  const { explanation, cli, iac } = props.check.remediation;
  return (
    <DetailBlock title={t('posture.remediation')}>
      <p className={css.explanation}>{explanation}</p>
      {cli !== undefined && <CodeBlock label={t('posture.cli')} text={cli} />}
      {iac !== undefined && <CodeBlock label={t('posture.iac')} text={iac} />}
    </DetailBlock>
  );
}

/** The controls that a check gives evidence for, by framework; each leads to its place in Compliance. */
export function ControlChips(props: { readonly controls: CheckRow['frameworks'] }): ReactNode {
  const t = useT();
  const frameworks = useRead('listFrameworks', {});
  if (props.controls.length === 0) return null;
  const ids = [...new Set(props.controls.map((one) => one.framework))];
  const nameOf = (id: string) => {
    const framework = frameworks.data?.frameworks.find((one) => one.id === id);
    return framework ? `${framework.name} ${framework.version}` : id;
  };
  return (
    <DetailBlock title={t('posture.controls')}>
      <dl className={css.controls}>
        {ids.map((id) => (
          <div key={id}>
            <dt>{nameOf(id)}</dt>
            <dd className={css.chips}>
              {props.controls
                .filter((one) => one.framework === id)
                .map((one) => (
                  <Link
                    key={one.control}
                    to={`/compliance/${id}`}
                    search={(before) => ({ ...carrySearch(before), open: one.control })}
                    className={css.chip}
                  >
                    {one.control}
                  </Link>
                ))}
            </dd>
          </div>
        ))}
      </dl>
    </DetailBlock>
  );
}
