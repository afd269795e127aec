import { detectionsTile, streams, tileGroups, tileTable } from '@breakwater/investigate';
import { expect, it } from 'vitest';
import { en } from '../../i18n/en.ts';
import { lists } from './capture-view.ts';

const tiles = [detectionsTile, ...tileGroups.flatMap((group) => tileTable[group])];

it.each([
  ...tileGroups.map((group) => `group.${group}`),
  ...tiles.map(({ id }) => `tile.${id}`),
  ...tiles.filter(({ noteworthy }) => noteworthy?.when === 'any').map(({ id }) => `why.${id}`),
  ...lists.map((list) => `list.${list}`),
  ...streams.flatMap(({ figures }) => figures.map(({ id }) => `figure.${id}`)),
])('there is a text for %s', (key) => expect(Object.keys(en)).toContain(`investigate.${key}`));
