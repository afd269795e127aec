import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import { type Channel, ChannelRefused } from '../../channel.ts';
import { type EmailSettings, emailMessage } from './email-message.ts';

export type { EmailSettings } from './email-message.ts';

const connectMs = 10_000;
const idleMs = 15_000;
/** A mail is small; a server that takes longer than this is not there. */
const wholeMs = 60_000;

/** Mail over SMTP, as text and HTML. */
export const emailChannel: Channel<EmailSettings> = {
  type: 'email',
  secrets: ['password'],
  send: async (notification, settings, secrets, transport, signal) => {
    const { host, port, security, username } = settings;
    const mailer = createTransport({
      // The connection goes to the address that was judged; the certificate is still that of the name.
      host: await transport.addressOf(host),
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      name: 'breakwater',
      tls: {
        ...(isIP(host) === 0 ? { servername: host } : {}),
        minVersion: 'TLSv1.2',
        ...(transport.certificateAuthority === undefined ? {} : { ca: transport.certificateAuthority }),
      },
      ...(username === undefined ? {} : { auth: { user: username, pass: secrets.password ?? '' } }),
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      socketTimeout: idleMs,
      dnsTimeout: connectMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const close = () => mailer.close();
    const late = AbortSignal.any([signal, AbortSignal.timeout(wholeMs)]);
    try {
      const message = emailMessage(notification, settings);
      const sent = mailer.sendMail({ ...message, to: [...message.to] });
      const info = await Promise.race([sent, rejectedBy(late, `${host} took too long`)]);
      const refused = info.rejected?.length ?? 0;
      return refused === 0 ? 'accepted' : `accepted, but not for ${refused} of the recipients`;
    } catch (error) {
      throw judged(error, host);
    } finally {
      close();
    }
  },
  preview: (notification, settings) => {
    const { subject, from, to, text } = emailMessage(notification, settings);
    return {
      contentType: 'text/plain; charset=utf-8',
      body: `From: ${from}\nTo: ${to.join(', ')}\nSubject: ${subject}\n\n${text}`,
    };
  },
};

function rejectedBy(signal: AbortSignal, message: string): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new Error(message));
    else signal.addEventListener('abort', () => reject(new Error(message)), { once: true });
  });
}

/** What a server says may repeat what it was told: only its code is passed on. */
function judged(error: unknown, host: string): Error {
  if (error instanceof ChannelRefused || !(error instanceof Error)) return error as Error;
  const { code, responseCode } = error as Error & {
    readonly code?: unknown;
    readonly responseCode?: unknown;
  };
  if (code === 'EAUTH') return new ChannelRefused(`${host} refused user name or password`);
  if (typeof responseCode === 'number') {
    const message = `${host} answered ${responseCode}`;
    return responseCode >= 500 ? new ChannelRefused(message) : new Error(message);
  }
  if (code === 'ETLS') return new ChannelRefused(`${host} offers no TLS`);
  return new Error(typeof code === 'string' ? `${host} could not be reached: ${code}` : error.message);
}
