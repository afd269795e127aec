import type { FastifyReply, FastifyRequest } from 'fastify';

/** Bytes that may wait for a slow reader before it is let go; it comes back and reads the store. */
const highWater = 1024 * 1024;
const heartbeatMs = 15_000;

/** A server-sent event stream (HTML Living Standard, section 9.2). */
export interface EventStream {
  send(name: string, data: unknown): void;
  end(): void;
}

/** Takes the reply over as an event stream; `onClose` runs once, whoever ends it. */
export function openEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  onClose: () => void,
): EventStream {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(': open\n\n');
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs);
  const end = () => {
    raw.end();
  };
  request.raw.once('close', () => {
    clearInterval(heartbeat);
    onClose();
  });
  return {
    send: (name, data) => {
      raw.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      if (raw.writableLength > highWater) end();
    },
    end,
  };
}
