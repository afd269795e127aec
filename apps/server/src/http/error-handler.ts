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
    const { code, message, details } = known;
    return send(reply, known.status, {
      error: { code, message, ...(details === undefined ? {} : { details }) },
    });
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status < 500) {
    return send(reply, status, { error: refusal(error, request) });
  }
  request.log.error({ err: error }, 'request failed');
  const message = `the server failed; its log has the reason under request ${request.id}`;
  return send(reply, 500, { error: { code: 'internal', message } });
}

/** What Fastify refuses before any route runs, in the words of this API. */
function refusal(error: FastifyError | Error, request: FastifyRequest): ErrorBody['error'] {
  const code = 'code' in error ? error.code : '';
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const limit = request.routeOptions.bodyLimit;
      return { code: 'too-large', message: `the body is larger than ${limit} bytes: send smaller batches` };
    }
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return { code: 'invalid-json', message: 'the body is not valid JSON' };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'unknown-content-type', message: 'send the body as content-type application/json' };
    default:
      return { code: code.toLowerCase().replaceAll('_', '-') || 'bad-request', message: error.message };
  }
}

function send(reply: FastifyReply, status: number, body: ErrorBody): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}
