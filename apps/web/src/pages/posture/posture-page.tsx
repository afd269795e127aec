import type { ReactNode } from 'react';
import { useView } from '../../state/view.ts';
import { ChecksView } from './checks-view.tsx';
import { FindingsView } from './findings-view.tsx';

/** Posture: what fails and since when, and the checks that say so. */
export default function PosturePage(): ReactNode {
  const { state } = useView();
  return state.view === 'checks' ? <ChecksView /> : <FindingsView />;
}
