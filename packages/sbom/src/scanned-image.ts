import type { AttestationReading, ImageLimits, LayerCache, LayerProgress } from '@breakwater/image';
import type {
  ConfigFinding,
  FileFinding,
  Gap,
  ImageConfig,
  ImageLayer,
  LayerWaste,
  Sbom,
} from '@breakwater/model';

export interface ScanOptions {
  /** `os/architecture[/variant]`; needed only when the path holds several images. Default `linux/amd64`. */
  readonly platform?: string;
  /** Tag or reference name of the image wanted, when the path holds several. */
  readonly reference?: string;
  readonly limits?: Partial<ImageLimits>;
  readonly signal?: AbortSignal;
  /** The time of the scan; without it nothing is said of the image's age. */
  readonly now?: Date;
  /** What came of layers in earlier scans: those are not fetched and not read again. */
  readonly cache?: LayerCache;
  readonly onProgress?: (progress: LayerProgress) => void;
  /** Whether to read what is attached to the image as well. */
  readonly readsAttestations?: boolean;
}

/** What is in an image, before anybody compares it with advisories. */
export interface ScannedImage {
  /** Digest of the manifest; of the configuration for a docker archive, which has no manifest. */
  readonly digest: string;
  /** Names that the archive gives the image: `shop:2.3.1`. */
  readonly tags: readonly string[];
  readonly config: ImageConfig;
  readonly layers: readonly ImageLayer[];
  readonly sbom: Sbom;
  readonly configFindings: readonly ConfigFinding[];
  /** In all layers, also in files that later layers delete; by layer and path. */
  readonly fileFindings: readonly FileFinding[];
  /** Layers that store what the image as it runs does not show, bottom first. */
  readonly waste: readonly LayerWaste[];
  /** What was not examined; empty when everything was. */
  readonly gaps: readonly Gap[];
  /** What others state of the image; absent when it was not asked for. */
  readonly attested?: AttestationReading;
}

/** The configuration of what is no image, or of which only the packages are known. */
export const unknownConfig: ImageConfig = {
  os: 'unknown',
  architecture: 'unknown',
  env: [],
  exposedPorts: [],
  entrypoint: [],
  cmd: [],
  labels: {},
  hasHealthcheck: false,
  history: [],
};
