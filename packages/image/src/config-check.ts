import type { ConfigFinding, ImageConfig, ImageLayer } from '@breakwater/model';

/** What a check may look at. */
export interface ConfigCheckInput {
  readonly config: ImageConfig;
  /** Content of files that give configuration its meaning, where the image has them. */
  readonly passwd?: string;
  /** The layers as stored, for their number and size. */
  readonly layers?: readonly ImageLayer[];
  /** The tag by which the image was asked for. */
  readonly tag?: string;
  /** The time of the scan, for the image's age. */
  readonly now?: Date;
  /** Whether the image as it runs has a file at a path without a leading slash. */
  readonly hasFile?: (path: string) => boolean;
}

/** One rule about an image's configuration: a pure function from what was read to what is wrong. */
export interface ConfigCheck {
  readonly id: string;
  readonly check: (input: ConfigCheckInput) => readonly ConfigFinding[];
}
