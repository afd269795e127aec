import type { ChannelView, Ownership } from '@breakwater/api';

type Channels = readonly Pick<ChannelView, 'id' | 'name'>[];

/** Owners with their channels as text: `owner = channel, channel`, a line each. */
export function ownerLines(owners: Ownership['ownerChannels'], channels: Channels): string {
  const nameOf = (id: string) => channels.find((channel) => channel.id === id)?.name ?? id;
  return owners.map(({ owner, channelIds }) => `${owner} = ${channelIds.map(nameOf).join(', ')}`).join('\n');
}

export interface ReadOwnerLines {
  readonly ownerChannels: Ownership['ownerChannels'];
  /** The first name that no channel has. */
  readonly unknown?: { readonly line: number; readonly name: string };
}

/** Reads them back; lines without an owner are left out. */
export function readOwnerLines(text: string, channels: Channels): ReadOwnerLines {
  const ownerChannels: { owner: string; channelIds: string[] }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const at = line.indexOf('=');
    const owner = (at === -1 ? line : line.slice(0, at)).trim();
    if (owner === '') continue;
    const channelIds: string[] = [];
    for (const part of at === -1 ? [] : line.slice(at + 1).split(',')) {
      const name = part.trim();
      if (name === '') continue;
      const channel = channels.find((one) => one.name === name || one.id === name);
      if (channel === undefined) return { ownerChannels, unknown: { line: index + 1, name } };
      channelIds.push(channel.id);
    }
    ownerChannels.push({ owner, channelIds });
  }
  return { ownerChannels };
}
