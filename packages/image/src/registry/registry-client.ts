import type { Fetch } from '@breakwater/download';
import { ImageError } from '../image-error.ts';
import { allowedUrl } from './allowed-url.ts';
import { type Challenge, readChallenges } from './challenge.ts';
import { readBody } from './read-body.ts';
import type { ImageReference } from './reference.ts';

/** What a registry is told of who asks. A token is one that the registry's token service exchanges (OAuth2 refresh token). */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string };

export interface RegistryOptions {
  readonly fetch: Fetch;
  /** Asked once for a registry, when it wants to know who asks; undefined: nobody in particular. */
  readonly credentialsFor: (registry: string) => Promise<Credentials | undefined>;
  /** Registries that are spoken to in plain HTTP. */
  readonly insecureRegistries?: readonly string[];
  /** Base URLs asked before the registry itself, by registry: `docker.io` → `https://mirror.example.com`. */
  readonly mirrors?: ReadonlyMap<string, readonly string[]>;
}

const maxRedirects = 5;
const maxTokenBytes = 64 * 1024;

/** Speaks to one registry about one repository (OCI distribution specification 1.1), with the authorization that it asks for. */
export class RegistryClient {
  readonly #base: URL;
  readonly #registry: string;
  readonly #repository: string;
  readonly #options: RegistryOptions;
  #authorization: string | undefined;
  #authorizing: Promise<void> | undefined;

  constructor(base: URL, { registry, repository }: ImageReference, options: RegistryOptions) {
    this.#base = base;
    this.#registry = registry;
    this.#repository = repository;
    this.#options = options;
  }

  get host(): string {
    return this.#base.host;
  }

  urlOf(kind: 'manifests' | 'blobs' | 'referrers', reference: string): string {
    return new URL(`v2/${this.#repository}/${kind}/${reference}`, this.#base).href;
  }

  /**
   * A request to the registry. Redirects are followed by ourselves: authorization is for the registry alone, and not every place may
   * be gone to. An answer 401 is tried again once with the authorization that it asks for.
   */
  readonly fetch: Fetch = async (url, init) => {
    await this.#authorizing;
    const sent = this.#authorization;
    const response = await this.#follow(url, init);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    if (sent === this.#authorization) await this.#authorize(response);
    return this.#follow(url, init);
  };

  async #follow(start: string, init: RequestInit): Promise<Response> {
    let url = new URL(start);
    for (let hops = 0; ; hops += 1) {
      const headers = new Headers(init.headers);
      if (this.#authorization !== undefined && url.host === this.#base.host) {
        headers.set('authorization', this.#authorization);
      }
      const response = await this.#options.fetch(url.href, { ...init, headers, redirect: 'manual' });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 308 || response.status === 304 || location === null)
        return response;
      await response.body?.cancel();
      if (hops === maxRedirects) throw this.#problem(`redirects more than ${maxRedirects} times`, 'nothing');
      url = allowedUrl(location, url);
    }
  }

  /** Many requests may be refused at once: they wait for one authorization. */
  #authorize(refusal: Response): Promise<void> {
    this.#authorizing ??= this.#readAuthorization(refusal).finally(() => {
      this.#authorizing = undefined;
    });
    return this.#authorizing;
  }

  async #readAuthorization(refusal: Response): Promise<void> {
    const challenges = readChallenges(refusal.headers.get('www-authenticate') ?? '');
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    const credentials = await this.#options.credentialsFor(this.#registry);
    if (bearer !== undefined) {
      this.#authorization = `Bearer ${await this.#fetchToken(bearer, credentials)}`;
      return;
    }
    if (!challenges.some(({ scheme }) => scheme === 'basic')) {
      throw this.#problem('asks for an authorization that is not known here', 'bearer and basic are');
    }
    if (credentials === undefined || !('username' in credentials)) throw this.#denied();
    if (this.#authorization !== undefined) throw this.#denied();
    this.#authorization = basicOf(credentials);
  }

  /** Token of the registry's token service (distribution token specification). */
  async #fetchToken({ parameters }: Challenge, credentials: Credentials | undefined): Promise<string> {
    const url = allowedUrl(parameters.get('realm') ?? '', this.#base);
    const service = parameters.get('service');
    const scope = parameters.get('scope') ?? `repository:${this.#repository}:pull`;
    const query = new URLSearchParams({ scope, ...(service === undefined ? {} : { service }) });
    let response: Response;
    if (credentials !== undefined && 'identityToken' in credentials) {
      query.set('grant_type', 'refresh_token');
      query.set('refresh_token', credentials.identityToken);
      query.set('client_id', 'breakwater');
      response = await this.#options.fetch(url.href, { method: 'POST', body: query, redirect: 'error' });
    } else {
      for (const [key, value] of query) url.searchParams.set(key, value);
      const headers = credentials === undefined ? {} : { authorization: basicOf(credentials) };
      response = await this.#options.fetch(url.href, { headers, redirect: 'error' });
    }
    if (response.status === 401 || response.status === 403) throw this.#denied();
    if (!response.ok) throw this.#problem(`its token service answered ${response.status}`, 'try again later');
    return this.#tokenIn((await readBody(response, maxTokenBytes))?.toString('utf8') ?? '');
  }

  #tokenIn(text: string): string {
    const problem = this.#problem('its token service sent no token', 'check the address of the registry');
    try {
      const { token, access_token } = JSON.parse(text) as { token?: unknown; access_token?: unknown };
      const found = token ?? access_token;
      if (typeof found === 'string' && /^[\x21-\x7e]+$/.test(found)) return found;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    throw problem;
  }

  #denied(): ImageError {
    return this.#problem(
      `does not let you read ${this.#repository}`,
      `log in with "docker login ${this.#registry}"`,
    );
  }

  #problem(what: string, remedy: string): ImageError {
    return new ImageError('registry', what, this.#registry, remedy);
  }
}

function basicOf({ username, password }: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
