import { ImageError } from './image-error.ts';

/** Where an image runs: `os/architecture[/variant]`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export const defaultPlatform = 'linux/amd64';

/** True when an image for `offered` is what `wanted` asks for. `v8` is what arm64 means without a variant. */
export function isPlatform(offered: Platform, wanted: string): boolean {
  const [os, architecture, variant] = wanted.split('/');
  if (offered.os !== os || offered.architecture !== architecture) return false;
  if (variant === undefined) return true;
  return variantOf(offered.architecture, offered.variant) === variantOf(architecture, variant);
}

/**
 * Where no index says what an image is for, its configuration does; one that says nothing is taken as it is.
 * Throws ImageError `no-such-image`.
 */
export function requirePlatform(offered: Platform, wanted: string | undefined, where: string): void {
  const [os, architecture] = wanted?.split('/') ?? [];
  if (wanted === undefined || offered.architecture === '') return;
  if (offered.os === os && offered.architecture === architecture) return;
  const remedy = `it offers: ${formatPlatform(offered)}`;
  throw new ImageError('no-such-image', `has no image for ${wanted}`, where, remedy);
}

export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = platform;
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

function variantOf(architecture: string, variant: string | undefined): string | undefined {
  return architecture === 'arm64' && variant === undefined ? 'v8' : variant;
}
