import type { StateStore } from '@breakwater/store';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifySwagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { registerConsole } from './console.ts';
import { handleError } from './error-handler.ts';
import type { Handler } from './handler.ts';
import { registerRoutes } from './register-routes.ts';

export interface AppOptions {
  readonly state: StateStore;
  readonly handlers: readonly Handler[];
  readonly logger: FastifyBaseLogger;
  readonly now: () => number;
  /** Folder of the built console. */
  readonly webRoot: string;
  readonly version: string;
  /** Proxies whose X-Forwarded headers are believed. */
  readonly trustProxy?: string;
}

/** The HTTP side: security headers, cookies, the contract's routes, the console. Does not listen yet. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 60_000,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: 2048 },
    // Requests in flight are answered before the server stops; idle connections are closed.
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
      useDefaults: false,
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Breakwater',
        version: options.version,
        description: 'Every list is bounded by the scope of the caller.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'breakwater_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  registerRoutes(app, options.handlers, options.state, options.now);
  registerConsole(app, options.webRoot);
  return app;
}
