import type { ImageRow } from '@breakwater/api';
import type { Tone } from '../../components/status-mark.tsx';

export type ImageStatus = ImageRow['status'];

/** In the order of the toggle. */
export const imageStatuses = ['passed', 'failed', 'incomplete'] as const satisfies readonly ImageStatus[];

export const statusTones: Readonly<Record<ImageStatus, Tone>> = {
  passed: 'good',
  failed: 'bad',
  incomplete: 'warn',
};

/** The status that the URL asks for; undefined for all. */
export function imageStatusOf(view: string | undefined): ImageStatus | undefined {
  return imageStatuses.find((status) => status === view);
}

/** The name that people know an image by. */
export function imageName(image: {
  readonly reference: string;
  readonly repository?: string;
  readonly tag?: string;
}): string {
  if (image.repository === undefined) return image.reference;
  return image.tag === undefined ? image.repository : `${image.repository}:${image.tag}`;
}

/** The first twelve characters of a digest, as tools show them. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}
