import { l4Names } from '@breakwater/capture';
import { isListening } from '../tiles/network.ts';
import type { Stream } from './stream.ts';

export const ports: Stream = {
  id: 'ports',
  title: 'Listening ports',
  figures: [],
  on: ({ type: { name } }) => name === 'listen' || name === 'bind',
  isRow: isListening,
  what: ({ descriptor }) => descriptor?.name ?? '',
  detail: ({ descriptor }) => l4Names[descriptor?.l4 ?? 0] ?? '',
  count: () => undefined,
};
