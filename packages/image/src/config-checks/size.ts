import type { ConfigCheck } from '../config-check.ts';

/** What container runtimes mount at most. */
const maxLayers = 127;
const manyLayers = 60;
const GB = 1e9;
const GiB = 1024 ** 3;
/** What a Fargate task has for images and files of its containers, unless its definition asks for more. */
const fargateStorage = 20 * GiB;

export const layerCount: ConfigCheck = {
  id: 'image-many-layers',
  check({ layers = [] }) {
    if (layers.length <= manyLayers) return [];
    return [
      {
        checkId: 'image-many-layers',
        title:
          layers.length > maxLayers
            ? 'The image has more layers than runtimes accept'
            : 'The image has many layers',
        severity: layers.length > maxLayers ? 'high' : 'low',
        evidence: `${layers.length} layers; at most ${maxLayers} can be mounted`,
        remediation: 'Join RUN instructions, or copy the result into a last stage.',
      },
    ];
  },
};

export const imageSize: ConfigCheck = {
  id: 'image-size',
  check({ layers = [] }) {
    const bytes = layers.reduce((sum, layer) => sum + layer.uncompressedSize, 0);
    const stored = layers.reduce((sum, layer) => sum + layer.size, 0);
    if (bytes <= 2 * GB) return [];
    const isTooLarge = bytes + stored > fargateStorage;
    return [
      {
        checkId: 'image-size',
        title: isTooLarge
          ? 'The image does not fit into the default storage of a Fargate task'
          : 'The image is large',
        severity: isTooLarge ? 'high' : bytes > 10 * GB ? 'medium' : 'low',
        evidence: `${(bytes / GB).toFixed(1)} GB, ${(stored / GB).toFixed(1)} GB compressed`,
        remediation: isTooLarge
          ? 'Raise ephemeralStorage in the task definition, or build in stages and copy only what runs.'
          : 'Build in stages and copy only what runs: Fargate pulls the image at every start.',
      },
    ];
  },
};
