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

export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = platform;
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

function variantOf(architecture: string, variant: string | undefined): string | undefined {
  return architecture === 'arm64' && variant === undefined ? 'v8' : variant;
}
