import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(entry: object): string {
  let text = '';
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      text += chunk;
      done();
    },
  });
  createLogger('info', destination).info(entry, 'hello');
  return text;
}

it.each([
  [{ password: 'hunter2' }],
  [{ body: { password: 'hunter2' } }],
  [{ body: { credentials: { secretAccessKey: 'hunter2' } } }],
  [{ req: { headers: { authorization: 'Bearer hunter2' } } }],
  [{ req: { headers: { cookie: 'breakwater_session=hunter2' } } }],
  [{ token: 'hunter2' }],
])('no secret of %o reaches the log', (entry) => {
  const text = logged(entry);
  expect(text).not.toContain('hunter2');
  expect(JSON.parse(text)).toMatchObject({ msg: 'hello' });
  expect(text).toContain('[redacted]');
});
