import { Navigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useView } from '../../state/view.ts';
import { ImageDetailPage } from './image-detail.tsx';
import { ImageList } from './image-list.tsx';

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** Image results: the list, and at `/images/DIGEST` one image. A link with `open=DIGEST` leads there too. */
export default function ImagesPage(): ReactNode {
  const { _splat: rest } = useParams({ strict: false });
  const { state } = useView();
  if (rest !== undefined && rest !== '') return <ImageDetailPage key={rest} digest={rest} />;
  if (state.open !== undefined && digestPattern.test(state.open)) {
    return <Navigate to={`/images/${state.open}`} search={{}} replace />;
  }
  return <ImageList />;
}
