export type { CatalogContext, Cataloger, FileOwnership, FoundPackage, ParsedFile } from './cataloger.ts';
export { catalogers } from './catalogers/index.ts';
export { type CycloneDxOptions, type DocumentedImage, toCycloneDx } from './formats/cyclonedx.ts';
export { type SpdxOptions, toSpdx } from './formats/spdx.ts';
export { type PurlParts, packagePurl } from './package-purl.ts';
export { scanDirectory } from './scan-directory.ts';
export { scanImage, scanOpenedImage } from './scan-image.ts';
export type { ScannedImage, ScanOptions } from './scanned-image.ts';
