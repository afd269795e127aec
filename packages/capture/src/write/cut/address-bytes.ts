/** The four or sixteen bytes of an address's text; IPv4 is mapped into IPv6 where sixteen are wanted. */
export function addressBytes(text: string, size: 4 | 16): Uint8Array {
  const bytes = new Uint8Array(size);
  if (!text.includes(':')) {
    const parts = text.split('.').map(Number);
    if (parts.length !== 4) return bytes;
    if (size === 16) bytes.set([0xff, 0xff], 10);
    bytes.set(parts, size - 4);
    return bytes;
  }
  if (size === 4) return bytes;
  const [head = '', tail] = text.split('::');
  const first = groupsOf(head);
  const last = tail === undefined ? [] : groupsOf(tail);
  bytes.set(first.slice(0, 16), 0);
  bytes.set(last.slice(0, 16), Math.max(0, 16 - last.length));
  return bytes;
}

/** Bytes of groups of four hex digits between colons; the last may be an IPv4 address. */
function groupsOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >>> 8, value & 0xff];
  });
}
