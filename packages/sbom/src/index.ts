export type { ScannedImage, ScanOptions } from './scanned-image.ts';
