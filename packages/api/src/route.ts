import type { z } from 'zod';
import type { Access } from './access.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route answers with: a JSON document, or bytes that are streamed (`contentTypes` says which). */
export type ResponseShape<R> =
  | { readonly kind: 'json'; readonly schema: z.ZodType<R> }
  | { readonly kind: 'stream'; readonly contentTypes: readonly string[] }
  | { readonly kind: 'empty' };

/**
 * One operation of the API: the only place where its path, shapes and access rule are stated. The server
 * implements it, the console and the CLI call it, the OpenAPI document is generated from it.
 */
export interface Route<P = unknown, Q = unknown, B = unknown, R = unknown> {
  /** operationId: a verb and a noun, permanent. */
  readonly id: string;
  readonly method: Method;
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  readonly response: ResponseShape<R>;
  /** Largest request body in bytes; 1 MiB unless stated. */
  readonly bodyLimit?: number;
}

/** A JSON answer of this schema. */
export function json<R>(schema: z.ZodType<R>): ResponseShape<R> {
  return { kind: 'json', schema };
}

/** The error body of every route. */
export interface ErrorBody {
  readonly error: {
    /** Stable, kebab-case: what a program can act on. */
    readonly code: string;
    /** What, where, and what to do, for a person. */
    readonly message: string;
    readonly details?: readonly { readonly path: string; readonly message: string }[];
  };
}
