import type { ErrorBody } from '@breakwater/api';
import { StoreError } from '@breakwater/store';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HttpError, httpErrorOfStore } from './http-error.ts';

/** Turns whatever was thrown into the error body of the contract. What nobody foresaw is logged and kept private. */
export function handleError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const details = error.validation.map((issue) => ({
      path: `${error.validationContext ?? 'request'}${issue.instancePath.replaceAll('/', '.')}`,
      message: issue.message ?? 'invalid',
    }));
    const first = details[0];
    const message = first === undefined ? 'the request is invalid' : `${first.path}: ${first.message}`;
    return send(reply, 400, { error: { code: 'invalid-request', message, details } });
  }
  const known = error instanceof StoreError ? httpErrorOfStore(error) : error;
  if (known instanceof HttpError) {
    if (known.status >= 500) request.log.error({ err: error }, known.message);
    if (known.retryAfterSeconds !== undefined) reply.header('retry-after', String(known.retryAfterSeconds));
    return send(reply, known.status, { error: { code: known.code, message: known.message } });
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status < 500) {
    const code = 'code' in error ? error.code.toLowerCase().replaceAll('_', '-') : 'bad-request';
    return send(reply, status, { error: { code, message: error.message } });
  }
  request.log.error({ err: error }, 'request failed');
  const message = `the server failed; its log has the reason under request ${request.id}`;
  return send(reply, 500, { error: { code: 'internal', message } });
}

function send(reply: FastifyReply, status: number, body: ErrorBody): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}
