import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HttpError } from './http-error.ts';

/** What the console's index.html carries where the nonce of the request belongs. */
const noncePlaceholder = '__CSP_NONCE__';

const captureWorker = /^capture-worker-[\w-]+\.js$/;
/**
 * The worker that reads captures compiles rules and filters to functions. It has no page, loads nothing and cannot talk
 * to anybody; pages may evaluate nothing.
 */
const workerPolicy = "default-src 'none'; script-src 'unsafe-eval'; frame-ancestors 'none'";

/**
 * Serves the built console: its files as they are, and for every page of it index.html with a nonce of its own.
 * Without a built console only the API is served, and pages say how to build it.
 */
export function registerConsole(app: FastifyInstance, webRoot: string): void {
  const indexFile = join(webRoot, 'index.html');
  const index = existsSync(indexFile) ? readFileSync(indexFile, 'utf8') : undefined;
  if (index !== undefined) {
    app.register(fastifyStatic, {
      root: join(webRoot, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '1y',
      setHeaders: (reply, path) => {
        if (captureWorker.test(basename(path))) reply.header('content-security-policy', workerPolicy);
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/^\/(api|assets|health|metrics)(\/|$)/.test(request.url);
    if (!isPage)
      throw new HttpError(
        404,
        'no-such-route',
        `${request.method} ${request.url.split('?')[0]} does not exist`,
      );
    if (index === undefined) {
      throw new HttpError(
        503,
        'no-console',
        'the console is not built: run "npm run build", then start again',
      );
    }
    return sendPage(reply, index);
  });
}

function sendPage(reply: FastifyReply, index: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(index.replaceAll(noncePlaceholder, nonce));
}

/** Own scripts and styles with the nonce, own API, nothing else; style attributes are needed by the component kit. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
