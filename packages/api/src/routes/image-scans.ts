import { z } from 'zod';
import { readAccess, respondAccess } from '../access.ts';
import { json, type Route } from '../route.ts';
import {
  type ImageScan,
  type ImageScanBody,
  imageScanBodySchema,
  imageScanSchema,
} from '../schemas/image-scan.ts';

const tag = 'Images';

export const startImageScan: Route<unknown, unknown, ImageScanBody, ImageScan> = {
  id: 'startImageScan',
  method: 'POST',
  path: '/api/v1/image-scans',
  summary: 'Scan an image of a registry; a digest that is known is not pulled again unless forced',
  tag,
  access: respondAccess,
  body: imageScanBodySchema,
  response: json(imageScanSchema),
};

export const listImageScans: Route<unknown, unknown, unknown, { scans: readonly ImageScan[] }> = {
  id: 'listImageScans',
  method: 'GET',
  path: '/api/v1/image-scans',
  summary: 'The last scans that were asked for in the console, the newest first',
  tag,
  access: readAccess,
  response: json(z.object({ scans: z.array(imageScanSchema) })),
};
