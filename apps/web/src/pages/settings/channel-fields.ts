import type { ChannelBody, ChannelView } from '@breakwater/api';
import type { MessageKey } from '../../i18n/en.ts';

/** What the form of a channel holds while it is filled in. */
export interface ChannelFields {
  readonly name: string;
  readonly type: ChannelBody['type'];
  readonly isEnabled: boolean;
  readonly perMinute: number;
  readonly method: 'webhook' | 'api';
  readonly security: 'tls' | 'starttls' | 'none';
  /** By the names of `TextField`. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A line of the form; `path` is how the API names it. */
export interface TextField {
  readonly name: string;
  readonly label: MessageKey;
  readonly path: string;
  readonly isSecret?: boolean;
}

export function fieldsOf(channel: ChannelView | undefined): ChannelFields {
  const blank = { name: '', type: 'webhook', isEnabled: true, perMinute: 30 } as const;
  const choices = { method: 'webhook', security: 'starttls' } as const;
  if (channel === undefined) return { ...blank, ...choices, texts: { port: '587' } };
  const { name, type, isEnabled, perMinute, settings } = channel;
  const texts = Object.entries(settings).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.join(', ') : String(value),
  ]);
  return {
    ...{ name, type, isEnabled, perMinute },
    method: channel.type === 'slack' ? channel.settings.method : choices.method,
    security: channel.type === 'email' ? channel.settings.security : choices.security,
    texts: Object.fromEntries(texts),
  };
}

/** The lines that a type of channel asks for. */
export function textFields({ type, method }: Pick<ChannelFields, 'type' | 'method'>): readonly TextField[] {
  switch (type) {
    case 'webhook':
      return [setting('url', 'channel.url')];
    case 'slack':
      return method === 'api'
        ? [setting('channel', 'channel.slackChannel'), secret('token', 'channel.token')]
        : [secret('url', 'channel.hook', 'hook')];
    case 'email':
      return [
        setting('host', 'channel.host'),
        setting('port', 'channel.port'),
        setting('username', 'channel.username'),
        secret('password', 'channel.password'),
        setting('from', 'channel.from'),
        setting('to', 'channel.to'),
      ];
    case 'sns':
      return [
        setting('topicArn', 'channel.topicArn'),
        setting('accessKeyId', 'channel.accessKeyId'),
        secret('secretAccessKey', 'channel.secretAccessKey'),
      ];
  }
}

/** What the API is sent; it judges what is missing. */
export function bodyOf(fields: ChannelFields): ChannelBody {
  const { type, isEnabled, perMinute, method, security } = fields;
  const text = (name: string) => (fields.texts[name] ?? '').trim();
  const given = (name: string) => (text(name) === '' ? {} : { [name]: text(name) });
  const secrets = Object.fromEntries(
    textFields(fields)
      .filter(({ name, isSecret }) => isSecret === true && text(name) !== '')
      .map(({ name, path }) => [path.slice('secrets.'.length), text(name)]),
  );
  const common = { name: fields.name.trim(), isEnabled, perMinute, secrets };
  switch (type) {
    case 'webhook':
      return { ...common, type, settings: { url: text('url') } };
    case 'slack':
      return {
        ...common,
        type,
        settings: { method, ...(method === 'api' ? given('channel') : {}), ...given('apiUrl') },
      };
    case 'email': {
      const to = text('to')
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '');
      const settings = { host: text('host'), port: Number(text('port')), security, from: text('from'), to };
      return { ...common, type, settings: { ...settings, ...given('username') } };
    }
    case 'sns':
      return {
        ...common,
        type,
        settings: { topicArn: text('topicArn'), ...given('accessKeyId'), ...given('endpoint') },
      };
  }
}

function setting(name: string, label: MessageKey): TextField {
  return { name, label, path: `settings.${name}` };
}

function secret(key: string, label: MessageKey, name: string = key): TextField {
  return { name, label, path: `secrets.${key}`, isSecret: true };
}
