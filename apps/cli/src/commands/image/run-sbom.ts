import { toSbomDocument } from '@breakwater/scan';
import { exitCode } from '../../exit-code.ts';
import { writeOut } from '../../terminal/output.ts';
import { printable } from '../../terminal/printable.ts';
import { version } from '../../version.ts';
import { readImage } from './read-image.ts';
import type { SbomCommandOptions } from './sbom.ts';

/** Prints the packages; an SBOM that is not complete says so and ends with 1. */
export async function runSbom(path: string, options: SbomCommandOptions): Promise<void> {
  const image = await readImage(path, options);
  const format = options.json === true ? 'json' : options.format;
  const { digest, tags, sbom, gaps } = image;
  await writeOut(
    format === 'json'
      ? `${JSON.stringify({ digest, tags, sbom, gaps }, null, 2)}\n`
      : toSbomDocument(image, format, new Date(), version),
  );
  if (gaps.length === 0) return;
  process.exitCode = exitCode.failed;
  for (const { what, reason } of gaps) {
    process.stderr.write(`breakwater: not examined: ${printable(what)}: ${printable(reason)}\n`);
  }
}
