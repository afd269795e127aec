import { lazy } from 'react';

/** Compares two texts; its code comes with the first comparison. */
export const TextDiff = lazy(() => import('./text-diff.tsx'));
