import { readSbom } from './formats/read-sbom.ts';
import { type ScannedImage, unknownConfig } from './scanned-image.ts';

/**
 * What an SBOM says is in an image: packages only, no layers and no configuration. Throws SbomError when it is none
 * that we read.
 */
export function scanSbom(content: Buffer): ScannedImage {
  const { digest, tags, sbom, gaps } = readSbom(content);
  return {
    digest,
    tags,
    config: unknownConfig,
    layers: [],
    sbom,
    configFindings: [],
    fileFindings: [],
    waste: [],
    gaps,
  };
}
