export { type Catalog, catalog } from './catalog.ts';
export type { CatalogContext, Cataloger, FoundPackage, ParsedFile } from './cataloger.ts';
export { catalogers } from './catalogers/index.ts';
export { scanImage } from './scan-image.ts';
export type { ScannedImage, ScanOptions } from './scanned-image.ts';
