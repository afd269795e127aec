import type { Severity } from '@breakwater/model';
import type { ReactNode } from 'react';
import { SeverityMark } from '../../components/severity.tsx';
import list from './list.module.css';

/** The name of what is open, with its severity as far as that is known. */
export function DetailTitle(props: {
  readonly name: string;
  readonly severity: Severity | undefined;
}): ReactNode {
  return (
    <span className={list.detailTitle}>
      {props.severity && <SeverityMark severity={props.severity} form="shape" />}
      {props.name}
    </span>
  );
}
