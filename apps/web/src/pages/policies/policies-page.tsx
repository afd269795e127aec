import { useParams } from '@tanstack/react-router';
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode, Suspense } from 'react';
import { NotFound, PageLoading } from '../../frame/fallbacks.tsx';
import { PoliciesView } from './policies-view.tsx';

/** The parts of the screen by their address below `/policies`; the code of each is loaded when it is first opened. */
const parts: Readonly<Record<string, LazyExoticComponent<ComponentType>>> = {
  new: lazy(() => import('./policy-form-page.tsx')),
  edit: lazy(() => import('./policy-form-page.tsx')),
  rules: lazy(() => import('../rules/rules-view.tsx')),
  coverage: lazy(() => import('../rules/coverage-view.tsx')),
  files: lazy(() => import('../rules/rule-files-view.tsx')),
};

/** Rules and policies: what is watched where, by which rules, and the files that define them. */
export default function PoliciesPage(): ReactNode {
  const { _splat: path } = useParams({ strict: false });
  const Part = path === undefined || path === '' ? PoliciesView : partAt(path);
  if (!Part) return <NotFound />;
  // One boundary for all: the part that is shown stays until the next one is there.
  return (
    <Suspense fallback={<PageLoading />}>
      <Part />
    </Suspense>
  );
}

function partAt(path: string): ComponentType | undefined {
  return Object.hasOwn(parts, path) ? parts[path] : undefined;
}
