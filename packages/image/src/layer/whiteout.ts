export const whiteoutPrefix = '.wh.';
export const opaqueMarker = '.wh..wh..opq';
export const reservedPrefix = '.wh..wh.';

/** Any path with a component reserved for markers, which say what a layer deletes (OCI image layer rules). */
export function isMarker(path: string): boolean {
  return path.startsWith(whiteoutPrefix) || path.includes(`/${whiteoutPrefix}`);
}
