import type { ConfigFinding, ImageConfig } from '@breakwater/model';

/** What a check may look at. */
export interface ConfigCheckInput {
  readonly config: ImageConfig;
  /** Content of files that give configuration its meaning, where the image has them. */
  readonly passwd?: string;
}

/** One rule about an image's configuration: a pure function from what was read to what is wrong. */
export interface ConfigCheck {
  readonly id: string;
  readonly check: (input: ConfigCheckInput) => readonly ConfigFinding[];
}
