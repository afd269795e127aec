import { type Credentials, type OpenedImage, openRegistryImage } from '@breakwater/image';
import { ecrPassword, ecrRegistryOf } from '@breakwater/inventory';
import { CommandError } from '../../exit-code.ts';
import { useProxies } from '../../proxy.ts';
import type { Progress } from '../../terminal/progress.ts';
import { cacheFolder } from '../advisories/cache-folder.ts';
import { connect } from '../inventory/connect.ts';
import { openBlobFolder } from './blob-folder.ts';
import { dockerCredentials } from './docker-credentials.ts';
import type { ImageOptions } from './image-options.ts';

/** Opens an image of a registry; its layers are fetched when they are read. Throws ImageError. */
export async function openFromRegistry(
  reference: string,
  options: ImageOptions,
  progress: Progress,
): Promise<OpenedImage> {
  useProxies();
  const folder = await openBlobFolder(options.cacheDir ?? cacheFolder(process.env), new Date());
  let bytes = 0;
  return openRegistryImage(reference, {
    folder,
    fetch: globalThis.fetch,
    credentialsFor: (registry) => credentialsFor(registry, options),
    insecureRegistries: options.insecureRegistry ?? [],
    mirrors: mirrorsOf(options.registryMirror ?? []),
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    onBytes: (more) => {
      bytes += more;
      progress.show(`fetching ${reference}: ${(bytes / 1e6).toFixed(1)} MB`);
    },
  });
}

/** What `docker login` keeps; for ECR otherwise what AWS gives to the credentials of the environment. */
async function credentialsFor(registry: string, { roleArn }: ImageOptions): Promise<Credentials | undefined> {
  const kept = await dockerCredentials(registry, process.env);
  const ecr = ecrRegistryOf(registry);
  if (kept !== undefined || ecr === undefined) return kept;
  const { signal } = new AbortController();
  const connection = await connect(
    { region: [ecr.region], ...(roleArn === undefined ? {} : { roleArn }) },
    signal,
  );
  try {
    return await ecrPassword(connection, ecr, signal);
  } finally {
    connection.close();
  }
}

/** `docker.io=https://mirror.example.com`, in the order given. */
function mirrorsOf(pairs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const mirrors = new Map<string, string[]>();
  for (const pair of pairs) {
    const [registry = '', ...rest] = pair.split('=');
    const url = rest.join('=');
    if (registry === '' || !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
      throw new CommandError(
        `--registry-mirror: "${pair}" is not REGISTRY=URL (docker.io=https://mirror.example.com)`,
      );
    }
    mirrors.set(registry, [...(mirrors.get(registry) ?? []), url]);
  }
  return mirrors;
}
