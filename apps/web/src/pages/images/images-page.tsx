import { Navigate, useParams } from '@tanstack/react-router';
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode, Suspense } from 'react';
import { NotFound, PageLoading } from '../../frame/fallbacks.tsx';
import { useView } from '../../state/view.ts';
import { ImageDetailPage } from './image-detail.tsx';
import { ImageList } from './image-list.tsx';

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** The other parts of the screen by their address below `/images`; the code of each is loaded when it is first opened. */
const parts: Readonly<Record<string, LazyExoticComponent<ComponentType>>> = {
  vulnerabilities: lazy(() => import('./fleet-view.tsx')),
  policies: lazy(() => import('./policies-view.tsx')),
  'policies/new': lazy(() => import('./policy-page.tsx')),
  'policies/edit': lazy(() => import('./policy-page.tsx')),
  risks: lazy(() => import('./risks-view.tsx')),
  compare: lazy(() => import('./compare-view.tsx')),
};

/** Image results: the list, and at `/images/DIGEST` one image. A link with `open=DIGEST` leads there too. */
export default function ImagesPage(): ReactNode {
  const { _splat: rest } = useParams({ strict: false });
  const { state } = useView();
  if (rest !== undefined && rest !== '') {
    if (digestPattern.test(rest)) return <ImageDetailPage key={rest} digest={rest} />;
    const Part = Object.hasOwn(parts, rest) ? parts[rest] : undefined;
    if (!Part) return <NotFound />;
    return (
      <Suspense fallback={<PageLoading />}>
        <Part />
      </Suspense>
    );
  }
  if (state.open !== undefined && digestPattern.test(state.open)) {
    return <Navigate to={`/images/${state.open}`} search={{}} replace />;
  }
  return <ImageList />;
}
