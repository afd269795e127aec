import { readFile } from 'node:fs/promises';
import { ApiError, call, routes } from '@breakwater/api';
import type { ImageOrigin, ImageReport } from '@breakwater/model';
import { CommandError } from '../../exit-code.ts';

export interface UploadTarget {
  readonly server: string;
  readonly token: string;
}

const timeoutMs = 60_000;

/** Where results go: undefined when no server is named. The token comes from a file or the environment only. */
export async function readUploadTarget(
  server: string | undefined,
  tokenFile: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<UploadTarget | undefined> {
  const address = server ?? env.BREAKWATER_SERVER;
  if (address === undefined || address === '') return undefined;
  const isWeb = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  if (!isWeb)
    throw new CommandError(`--server must be an address like https://breakwater.example, not "${address}"`);
  const token = tokenFile === undefined ? env.BREAKWATER_TOKEN?.trim() : await readToken(tokenFile);
  if (token === undefined || token === '') {
    throw new CommandError('an upload needs a token: set BREAKWATER_TOKEN or give --token-file');
  }
  return { server: address.replace(/\/+$/, ''), token };
}

/** Sends a report to the server; throws CommandError with the server's own words. */
export async function uploadReport(
  { server, token }: UploadTarget,
  origin: ImageOrigin,
  report: ImageReport,
): Promise<void> {
  try {
    await call(
      routes.uploadImage,
      { body: { origin, report }, signal: AbortSignal.timeout(timeoutMs) },
      (path, init) => {
        const headers = new Headers(init.headers);
        headers.set('authorization', `Bearer ${token}`);
        return fetch(`${server}${path}`, { ...init, headers, redirect: 'error' });
      },
    );
  } catch (error) {
    if (error instanceof ApiError) {
      const details = error.details.map((detail) => `\n  ${JSON.stringify(detail)}`).join('');
      throw new CommandError(`the server refused the result (${error.status}): ${error.message}${details}`);
    }
    if (!(error instanceof Error)) throw error;
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new CommandError(`the result could not be sent to ${server}: ${error.message}${cause}`, {
      cause: error,
    });
  }
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandError(`the token file cannot be read: ${error.message}`, { cause: error });
  }
}
