import { Command, Option } from 'commander';
import { addImageOptions, type ImageOptions, imageArgument } from './image-options.ts';

export interface SbomCommandOptions extends ImageOptions {
  readonly format: 'cyclonedx' | 'spdx' | 'spdx3' | 'json';
  readonly json?: true;
}

/** `breakwater image sbom`: what is in an image, as a standard document. */
export function sbomCommand(): Command {
  const command = new Command('sbom')
    .description('List the packages of an image as CycloneDX 1.6, SPDX 2.3 or 3.0, or plain JSON')
    .argument('<image>', imageArgument);
  return addImageOptions(command)
    .addOption(
      new Option('--format <format>', 'output')
        .choices(['cyclonedx', 'spdx', 'spdx3', 'json'])
        .default('cyclonedx'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText('after', help)
    .action(async (path: string, options: SbomCommandOptions) => {
      const { runSbom } = await import('./run-sbom.ts');
      await runSbom(path, options);
    });
}

const help = `
Examples:
  $ breakwater image sbom shop.tar > shop.cdx.json
  $ breakwater image sbom layout/ --format spdx > shop.spdx.json
  $ breakwater image sbom dir:/srv/rootfs --format spdx3

What could not be examined is told on standard error, and the exit code is then
1.`;
