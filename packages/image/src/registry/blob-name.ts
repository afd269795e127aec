/** The name of a blob's file in the folder of blobs: `sha256-…`. */
export function blobName(digest: string): string {
  return digest.replace(':', '-');
}
