import type { ImageLayer } from '@breakwater/model';

/** The instruction that made a layer, with its number from the bottom; undefined when neither is known. */
export function layerOf(layers: readonly ImageLayer[], diffId: string | undefined): string | undefined {
  const index = layers.findIndex((layer) => layer.diffId === diffId);
  const layer = layers[index];
  if (!layer) return undefined;
  const instruction = instructionText(layer.createdBy);
  return instruction === '' ? `${index + 1}` : `${index + 1} · ${instruction}`;
}

/** An instruction as it stood in the Dockerfile: what BuildKit and the classic builder add is taken off. */
export function instructionText(createdBy: string | undefined): string {
  return (createdBy ?? '')
    .replace(/^\/bin\/sh -c #\(nop\)\s*/, '')
    .replace(/^(?:RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/\s*# buildkit$/, '')
    .trim();
}
