import { addressOf, type CaptureEvent, l4Names, type System, tupleOf } from '@breakwater/capture';
import type { PeerFacts } from './capture-info.ts';
import { Tally } from './tally.ts';

const maxPeers = 10_000;
const inProgress = -115;

interface Entry {
  readonly direction: 'out' | 'in';
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
  connections: number;
  failed: number;
}

/** Whom the machine connected to, and who connected to it: by the events `connect` and `accept`. */
export class PeerTally {
  readonly #peers = new Tally<string, Entry>(maxPeers, entryOf);

  get beyond(): number {
    return this.#peers.beyond;
  }

  /** Of events that tell of the end of a call. */
  count(event: CaptureEvent, { descriptor }: System): void {
    if (event.count === 0) return;
    const { name } = event.type;
    const isAccept = name === 'accept' || name === 'accept4';
    if (name !== 'connect' && !isAccept) return;
    const result = event.fd(0);
    const tuple = tupleOf(event, 1);
    if (isAccept) {
      if (result < 0 || tuple?.kind !== 'internet') return;
      const entry = this.#peers.get(`in tcp ${tuple.source.address} ${tuple.destination.port}`);
      if (entry !== undefined) entry.connections += 1;
      return;
    }
    const address = addressOf(event, 3);
    const wanted = address?.kind === 'internet' ? address.endpoint : undefined;
    const peer = tuple?.kind === 'internet' ? tuple.destination : wanted;
    // Port 0 dissolves a connection, or asks for a route.
    if (peer === undefined || peer.port === 0) return;
    const protocol = l4Names[descriptor?.l4 ?? 0] ?? '<NA>';
    const entry = this.#peers.get(`out ${protocol} ${peer.address} ${peer.port}`);
    if (entry === undefined) return;
    entry.connections += 1;
    if (result < 0 && result !== inProgress) entry.failed += 1;
  }

  facts(): readonly PeerFacts[] {
    return this.#peers.values().toSorted((a, b) => b.connections - a.connections);
  }
}

function entryOf(key: string): Entry {
  const [direction, protocol = '', address = '', port = ''] = key.split(' ');
  return {
    direction: direction === 'in' ? 'in' : 'out',
    protocol: protocol === '<NA>' ? 'unknown' : protocol,
    address,
    port: Number(port),
    connections: 0,
    failed: 0,
  };
}
