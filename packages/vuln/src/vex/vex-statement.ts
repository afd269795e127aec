/** What a VEX document says of one vulnerability in some products, whatever its format. */
export interface VexStatement {
  /** CVE or another id; any of them. */
  readonly vulnerabilities: readonly string[];
  readonly status: VexStatus;
  /** Why, in the words of the format: `vulnerable_code_not_in_execute_path`. */
  readonly justification?: string;
  readonly products: readonly VexProduct[];
}

export type VexStatus = 'affected' | 'fixed' | 'not-affected' | 'under-investigation';

/** By purl. */
export interface VexProduct {
  /** A package, or an image (`pkg:oci/…`). */
  readonly id: string;
  /** Packages in it; empty: all of it. */
  readonly subcomponents: readonly string[];
}
