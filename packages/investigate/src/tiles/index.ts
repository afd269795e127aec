import { fileTiles } from './files.ts';
import { generalTiles } from './general.ts';
import { logTiles } from './logs.ts';
import { networkTiles } from './network.ts';
import { performanceTiles } from './performance.ts';
import { securityTiles } from './security.ts';
import type { Tile, TileGroup } from './tile.ts';

/** Every tile by its group, in the order in which they are shown. */
export const tileTable: Readonly<Record<TileGroup, readonly Tile[]>> = {
  general: generalTiles,
  file: fileTiles,
  network: networkTiles,
  security: securityTiles,
  performance: performanceTiles,
  logs: logTiles,
};

/** What rules found: counted by who runs the rules. */
export const detectionsTile: Tile = {
  id: 'detections',
  title: 'Detections',
  unit: 'count',
  on: [],
  amount: () => 0,
  noteworthy: { when: 'any' },
  reason: 'Rules fired',
};
