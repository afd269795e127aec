/**
 * IAM gives policy documents as URL-encoded JSON; filters and checks read the document itself.
 * Text that is neither stays as it came.
 */
export function policyDocument(encoded: string | undefined): unknown {
  if (encoded === undefined) return undefined;
  try {
    return JSON.parse(encoded.includes('%') ? decodeURIComponent(encoded) : encoded);
  } catch {
    return encoded;
  }
}
