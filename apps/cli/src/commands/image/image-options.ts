import type { Command } from 'commander';

export interface ImageOptions {
  readonly platform?: string;
  readonly reference?: string;
  readonly insecureRegistry?: readonly string[];
  readonly registryMirror?: readonly string[];
  readonly roleArn?: string;
  /** False: every layer is read, and nothing of it is kept. */
  readonly cache?: boolean;
  readonly cacheDir?: string;
}

/** What `scan` and `sbom` take, for their help. */
export const imageArgument =
  'image of a registry, OCI layout or docker archive (tar or folder), dir:PATH for an unpacked file system or source tree, sbom:FILE for CycloneDX or SPDX';

/** Options that choose one image where a path holds several. */
export function addImageOptions(command: Command): Command {
  return command
    .option('--platform <os/arch>', 'which image of several (default: linux/amd64)')
    .option('--reference <name>', 'tag or name of the image wanted, where the path holds several')
    .option('--registry-mirror <registry=url...>', 'ask this mirror first')
    .option('--insecure-registry <host...>', 'speak plain HTTP to this registry')
    .option('--role-arn <arn>', 'role to assume for a registry of ECR')
    .option('--no-cache', 'read every layer, also those known from earlier scans')
    .option('--cache-dir <folder>', 'keep fetched and known layers here (default: ~/.cache/breakwater)');
}
