import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSecureContext,
  createServer as createTlsServer,
  type SecureContext,
  TLSSocket,
} from 'node:tls';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, it } from 'vitest';
import { motoCredentials, startMoto, whyNoMoto } from '../../../inventory/test-support/index.ts';
import { ChannelBusy, ChannelRefused, type HttpAnswer, type Transport } from '../channel.ts';
import { compose, type NoticeContent } from '../routing/compose.ts';
import { emailMessage } from './email/email-message.ts';
import { channelOf } from './index.ts';
import { slackMessage } from './slack/slack-message.ts';
import { snsMessage } from './sns/index.ts';

const now = Date.UTC(2026, 10, 23);
const signal = new AbortController().signal;
const content: NoticeContent = {
  id: 'detection:1',
  title: 'Shell in <web> & token=hunter2 by <!channel>',
  severity: 'critical',
  time: '2026-11-23T00:00:00.000Z',
  facts: [{ name: 'Service', value: '<script>alert(1)</script>' }],
  account: '123456789012',
  rule: 'Shell',
  owners: ['@web'],
};
const together = { id: 'n1', groupKey: 'g', route: 'Everything' } as const;
const notification = compose([content], { ...together, kind: 'event' });
const many = compose(
  Array.from({ length: 500 }, (_, index) => ({ ...content, id: `${index}`, title: `&<>${'x'.repeat(490)}` })),
  { ...together, kind: 'digest' },
);

function transportWith(answer: Partial<HttpAnswer> = {}, posted: unknown[] = []): Transport {
  return {
    post: async (url, headers, body) => {
      posted.push({ url, headers, body });
      return { status: 200, body: '', ...answer };
    },
    addressOf: async (host) => host,
    signingSecrets: [`whsec_${Buffer.from('key').toString('base64')}`],
    now,
  };
}

let made: { readonly key: string; readonly cert: string } | undefined;

/** A certificate of `localhost` that vouches for itself; openssl makes it once. */
function certificate(): { readonly key: string; readonly cert: string } {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-smtp-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', [...request, '-days', '2', '-keyout', key, '-out', cert, ...subject], {
      stdio: 'ignore',
    });
    made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    return made;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('Slack', () => {
  const slack = channelOf('slack');
  const api = { method: 'api', channel: '#ops' };

  it('gets what nobody can turn into a mention', () => {
    const text = JSON.stringify(slackMessage(notification, '#ops'));
    expect(text).toContain('&lt;script&gt;');
    expect(text.replaceAll('"Shell in <web> & token=hunter2 by <!channel>"', '')).not.toContain('<!channel>');
  });

  it('keeps to the limits of blocks', () => {
    const [{ blocks }] = slackMessage(many, undefined).attachments as [
      { blocks: { text?: { text: string } }[] },
    ];
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const { text } of blocks) expect(text?.text.length ?? 0).toBeLessThanOrEqual(3000);
    expect(JSON.stringify(blocks)).toMatch(/and \d+ more/);
  });

  it.each<[string, Partial<HttpAnswer>, new (...all: never[]) => Error, string]>([
    [
      'a lasting error',
      { body: '{"ok":false,"error":"channel_not_found"}' },
      ChannelRefused,
      'channel_not_found',
    ],
    ['too many messages', { body: '{"ok":false,"error":"ratelimited"}' }, ChannelBusy, 'ratelimited'],
    ['something else than JSON', { body: '<html>' }, Error, 'something else than JSON'],
    ['an answer that repeats the token', { body: '{"ok":false,"error":"xoxb-secret!"}' }, Error, 'no reason'],
    ['no such address', { status: 404 }, ChannelRefused, 'answered 404'],
    ['a time to wait', { status: 429, retryAfter: '30' }, ChannelBusy, 'answered 429'],
    ['trouble of its own', { status: 503 }, Error, 'answered 503'],
  ])('judges %s', async (_title, answer, kind, message) => {
    const error = await slack
      .send(notification, api, { token: 'xoxb-secret' }, transportWith(answer), signal)
      .catch((one: unknown) => one);
    expect(error).toBeInstanceOf(kind);
    expect(error).not.toBeInstanceOf(kind === Error ? ChannelRefused : SyntaxError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('xoxb');
  });

  it('never shows the address of an incoming webhook', async () => {
    const secrets = { url: 'https://hooks.slack.com/services/T0/B0/secret' };
    const error = await slack
      .send(notification, { method: 'webhook' }, secrets, transportWith({ status: 403 }), signal)
      .catch((one: unknown) => one);
    expect((error as Error).message).toBe('hooks.slack.com answered 403');
    expect(slack.preview(notification, { method: 'webhook' }).body).not.toContain('secret');
  });
});

describe('a webhook', () => {
  it('is a signed CloudEvent with the same id when it is sent again', async () => {
    const posted: { headers: Record<string, string>; body: string }[] = [];
    const send = () =>
      channelOf('webhook').send(
        notification,
        { url: 'https://x.example/h' },
        {},
        transportWith({}, posted),
        signal,
      );
    expect(await send()).toBe('answered 200');
    await send();
    expect(posted[0]?.headers['webhook-id']).toBe(posted[1]?.headers['webhook-id']);
    expect(posted[0]?.headers['webhook-signature']).toMatch(/^v1,/);
    expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({
      specversion: '1.0',
      id: 'n1',
      data: { owners: ['@web'] },
    });
  });
});

describe('e-mail', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** A server that speaks as little SMTP as a mail needs; `say` may answer a command otherwise. */
  /** One conversation of SMTP; with a context of TLS, STARTTLS is offered and done. */
  function converse(
    socket: Socket,
    mails: string[],
    say: (command: string) => string | undefined,
    context?: SecureContext,
  ): void {
    let isData = false;
    let buffer = '';
    socket.on('error', () => undefined);
    const receive = (chunk: Buffer) => {
      buffer += chunk.toString('latin1');
      if (isData) {
        const end = buffer.indexOf('\r\n.\r\n');
        if (end === -1) return;
        mails.push(buffer.slice(0, end));
        buffer = buffer.slice(end + 5);
        isData = false;
        socket.write('250 kept\r\n');
      }
      for (let at = buffer.indexOf('\r\n'); at !== -1 && !isData; at = buffer.indexOf('\r\n')) {
        const command = buffer.slice(0, at).toUpperCase();
        buffer = buffer.slice(at + 2);
        if (context !== undefined && command === 'STARTTLS') {
          socket.off('data', receive);
          socket.write('220 go\r\n');
          converse(new TLSSocket(socket, { isServer: true, secureContext: context }), mails, say);
          return;
        }
        isData = command === 'DATA';
        const ok = context === undefined ? '250 ok\r\n' : '250-ok\r\n250 STARTTLS\r\n';
        socket.write(say(command) ?? (isData ? '354 go\r\n' : ok));
        if (command === 'QUIT') socket.end();
      }
    };
    socket.on('data', receive);
  }

  async function smtp(
    say: (command: string) => string | undefined = () => undefined,
    security: 'none' | 'tls' | 'starttls' = 'none',
  ) {
    const mails: string[] = [];
    const greet = (socket: Socket, context?: SecureContext) => {
      socket.write('220 test\r\n');
      converse(socket, mails, say, context);
    };
    const server =
      security === 'tls'
        ? createTlsServer(certificate(), (socket) => greet(socket))
        : createServer((socket) =>
            greet(socket, security === 'starttls' ? createSecureContext(certificate()) : undefined),
          );
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const from = 'Breakwater <bw@example.com>';
    return { mails, settings: { host: 'localhost', port, security, from, to: ['ops@example.com'] } };
  }

  it('is text and HTML, and the subject tells no secret', async () => {
    const { mails, settings } = await smtp();
    expect(await channelOf('email').send(notification, settings, {}, transportWith(), signal)).toBe(
      'accepted',
    );
    const [mail = ''] = mails;
    expect(mail).toMatch(/Content-Type: multipart\/alternative/);
    expect(mail).toMatch(/^Subject: \[critical\] Shell in <web> & token=\*\*\*/m);
    expect(mail).toMatch(/^Message-ID: <[0-9a-f]{32}@example.com>/m);
    expect(mail).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(mail.slice(mail.indexOf('text/html'))).toContain('&lt;script&gt;alert');
    expect(mail.slice(mail.indexOf('text/html'))).not.toContain('<script>alert');
  });

  it('cannot be given another header', () => {
    const evil = { ...notification, title: 'a\r\nBcc: x@example.com' };
    expect(
      emailMessage(evil, { host: 'h', port: 25, security: 'none', from: 'a@b.c', to: ['d@e.f'] }).subject,
    ).toBe('[critical] a Bcc: x@example.com');
  });

  it.each<[string, string, string, boolean]>([
    ['a mailbox that is not there', 'RCPT', '550 hunter2 unknown\r\n', true],
    ['a full mailbox', 'RCPT', '452 hunter2 later\r\n', false],
  ])('judges %s', async (_title, verb, reply, isLasting) => {
    const { settings } = await smtp((command) => (command.startsWith(verb) ? reply : undefined));
    const error = await channelOf('email')
      .send(notification, settings, {}, transportWith(), signal)
      .catch((one: unknown) => one);
    expect(error instanceof ChannelRefused).toBe(isLasting);
    expect((error as Error).message).not.toContain('hunter2');
  });

  it('is not sent in the open where TLS is asked for', async () => {
    const { mails, settings } = await smtp((command) => (command === 'STARTTLS' ? '502 no\r\n' : undefined));
    const error = await channelOf('email')
      .send(notification, { ...settings, security: 'starttls' }, {}, transportWith(), signal)
      .catch((one: unknown) => one);
    expect(error).toBeInstanceOf(Error);
    expect(mails).toEqual([]);
  });

  it.each(['tls', 'starttls'] as const)(
    'goes over %s to a server that its authority vouches for',
    async (security) => {
      const { mails, settings } = await smtp(undefined, security);
      const transport = { ...transportWith(), addressOf: async () => '127.0.0.1' };
      const trusting = { ...transport, certificateAuthority: certificate().cert };
      expect(await channelOf('email').send(notification, settings, {}, trusting, signal)).toBe('accepted');
      expect(mails.length).toBe(1);
      const unknown = channelOf('email').send(notification, settings, {}, transport, signal);
      await expect(unknown).rejects.toThrow(/could not be reached|TLS|certificate/i);
      const misnamed = { ...settings, host: 'mail.example.com' };
      await expect(channelOf('email').send(notification, misnamed, {}, trusting, signal)).rejects.toThrow();
      expect(mails.length).toBe(1);
    },
  );
});

describe('SNS', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alerts';

  it('gets a subject that it takes, attributes, and the group of a FIFO topic', () => {
    const made = snsMessage({ ...notification, title: `Café ${'x'.repeat(200)}` }, `${topicArn}.fifo`);
    expect(made.Subject).toMatch(/^critical: Caf\? x+\.\.\.$/);
    expect(made.Subject?.length).toBe(100);
    expect(made.MessageAttributes).toMatchObject({
      severity: { StringValue: 'critical' },
      account: { StringValue: '123456789012' },
      owner: { StringValue: '@web' },
    });
    expect([made.MessageGroupId, made.MessageDeduplicationId]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
    expect(Buffer.byteLength(snsMessage(many, topicArn).Message ?? '')).toBeLessThanOrEqual(262_144);
  });

  const skipped = whyNoMoto();
  it.skipIf(skipped !== undefined)(
    `publishes to moto${skipped === undefined ? '' : `: ${skipped}`}`,
    async () => {
      const moto = await startMoto();
      try {
        const client = new SNSClient({
          region: 'eu-west-1',
          endpoint: moto.endpoint,
          credentials: motoCredentials,
        });
        const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'alerts' }));
        client.destroy();
        const settings = { topicArn: TopicArn, accessKeyId: 'testing', endpoint: moto.endpoint };
        const secrets = { secretAccessKey: 'testing' };
        const send = (change: object) =>
          channelOf('sns').send(notification, { ...settings, ...change }, secrets, transportWith(), signal);
        expect(await send({})).toMatch(/^published as /);
        await expect(send({ topicArn: `${topicArn}-gone` })).rejects.toBeInstanceOf(ChannelRefused);
      } finally {
        await moto.stop();
      }
    },
    90_000,
  );
});
