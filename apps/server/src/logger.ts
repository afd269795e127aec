import pino, { type DestinationStream, type Logger } from 'pino';

/** What is never written to a log, wherever it stands in an entry. */
const secretNames = [
  'password',
  'next',
  'current',
  'token',
  'secret',
  'secretAccessKey',
  'sessionToken',
  'authorization',
  'cookie',
  'externalId',
];

/** Structured logs: one JSON object a line; secrets are replaced by `[redacted]`. */
export function createLogger(level: string, destination: DestinationStream): Logger {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `req.headers.${name}`]);
  return pino({ level, redact: { paths, censor: '[redacted]' }, base: null }, destination);
}
