import type { Migration } from '../migrate.ts';
import { initial } from './0001-initial.ts';
import { imagePolicies } from './0002-image-policies.ts';
import { packageIndex } from './0003-package-index.ts';
import { notifications } from './0004-notifications.ts';
import { baseImages } from './0005-base-images.ts';

/** In the order of their ids, 1 upwards. An applied migration is never edited: add another. */
export const migrations: readonly Migration[] = [
  initial,
  imagePolicies,
  packageIndex,
  notifications,
  baseImages,
];
