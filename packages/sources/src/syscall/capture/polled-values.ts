import type { Descriptor, Endpoint } from '@breakwater/capture';
import type { Extract, Extracts } from './capture-record.ts';
import { polledIn } from './render-parameter.ts';

const listIndex: Readonly<Record<string, number>> = { poll: 1, ppoll: 1 };

/** Of each descriptor that was polled, joined by commas; those without a value are left out. */
function ofEach(value: (fd: number, descriptor: Descriptor | undefined) => string | undefined): Extract {
  return ({ event, system: { thread, threads } }) => {
    const index = listIndex[event.type.name];
    if (index === undefined || thread === undefined) return undefined;
    const fds = threads.mainOf(thread)?.fds;
    const texts = polledIn(event, index).flatMap(({ fd }) => value(fd, fds?.get(fd)) ?? []);
    return texts.length === 0 ? undefined : texts.join(',');
  };
}

function clientOf(descriptor: Descriptor | undefined): Endpoint | undefined {
  return descriptor?.type === 'ipv4' || descriptor?.type === 'ipv6' ? descriptor.source : undefined;
}

function serverOf(descriptor: Descriptor | undefined): Endpoint | undefined {
  return descriptor?.type.startsWith('ipv') === true ? descriptor.destination : undefined;
}

function portOf(endpoint: Endpoint | undefined): string | undefined {
  return endpoint === undefined ? undefined : String(endpoint.port);
}

/** Values of the fields that list what was polled. */
export const polledValues: Extracts = {
  'fdlist.nums': ofEach((fd) => String(fd)),
  'fdlist.names': ofEach((_, descriptor) => (descriptor?.name === '' ? '<NA>' : descriptor?.name)),
  'fdlist.cips': ofEach((_, descriptor) => clientOf(descriptor)?.address),
  'fdlist.sips': ofEach((_, descriptor) => serverOf(descriptor)?.address),
  'fdlist.cports': ofEach((_, descriptor) => portOf(clientOf(descriptor))),
  'fdlist.sports': ofEach((_, descriptor) => portOf(serverOf(descriptor))),
};
