import type { ScannedImage } from '@breakwater/sbom';
import type { VexOfFile } from '@breakwater/scan';
import { readVex } from '@breakwater/vuln';

const vexPredicate = /^https:\/\/openvex\.dev\/ns|^https:\/\/cyclonedx\.org\/(?:vex|bom)|csaf/;

export interface AttestedVex {
  readonly statements: readonly VexOfFile[];
  readonly problems: readonly string[];
}

/** What VEX documents that are attached to an image say. A statement that names no product is about the image. */
export function attestedVex({ attested, digest }: Pick<ScannedImage, 'attested' | 'digest'>): AttestedVex {
  const statements: VexOfFile[] = [];
  const problems = [...(attested?.problems ?? [])];
  const image = { id: `pkg:oci/image@${encodeURIComponent(digest)}`, subcomponents: [] };
  for (const { predicateType, predicate, digest: source } of attested?.attestations ?? []) {
    if (!vexPredicate.test(predicateType)) continue;
    try {
      for (const { products, ...statement } of readVex(JSON.stringify(predicate))) {
        const about = products.length === 0 ? [image] : products;
        statements.push({ ...statement, products: about, source: `attestation ${source}` });
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // A bill of materials is attached under the same name as CycloneDX VEX.
      if (!predicateType.endsWith('/bom')) problems.push(`${source}: ${error.message}`);
    }
  }
  return { statements, problems };
}
