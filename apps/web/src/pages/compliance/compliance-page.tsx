import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FrameworkPage } from './framework-page.tsx';
import { FrameworkTiles } from './framework-tiles.tsx';

/** Compliance: the frameworks, and at `/compliance/ID` one of them. */
export default function CompliancePage(): ReactNode {
  const { _splat: rest } = useParams({ strict: false });
  return rest === undefined || rest === '' ? <FrameworkTiles /> : <FrameworkPage key={rest} id={rest} />;
}
