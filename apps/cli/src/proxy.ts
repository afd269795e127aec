import { setGlobalProxyFromEnv } from 'node:http';

/** Requests go through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. For commands that fetch. */
export function useProxies(): void {
  setGlobalProxyFromEnv();
}
