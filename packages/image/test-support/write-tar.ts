/** A member to write; `format` says how a long name or a large number is stored. */
export interface TarMember {
  readonly path: string;
  /** Type flag; default `0`, or `5` for a path that ends with a slash. */
  readonly flag?: string;
  readonly content?: Buffer | string;
  readonly link?: string;
  readonly mode?: number;
  readonly format?: 'ustar' | 'pax' | 'gnu';
  readonly base256?: boolean;
  /** Raw pax records written before the member. */
  readonly pax?: Readonly<Record<string, string>>;
}

/** Writes a tar for tests, with its end marker unless told otherwise. */
export function writeTar(
  members: readonly TarMember[],
  { endMarker = true }: { readonly endMarker?: boolean } = {},
): Buffer {
  const parts = members.flatMap(writeMember);
  return Buffer.concat(endMarker ? [...parts, Buffer.alloc(1024)] : parts);
}

function writeMember(member: TarMember): readonly Buffer[] {
  const { path, link = '', format = 'pax', pax = {} } = member;
  const content = Buffer.from(member.content ?? '');
  const flag = member.flag ?? (path.endsWith('/') ? '5' : '0');
  const isLong = Buffer.byteLength(path) > 100;
  const isLongLink = Buffer.byteLength(link) > 100;
  const special: Buffer[] = [];
  if (format === 'gnu') {
    if (isLong) special.push(...block('././@LongLink', 'L', Buffer.from(`${path}\0`)));
    if (isLongLink) special.push(...block('././@LongLink', 'K', Buffer.from(`${link}\0`)));
  }
  const records = { ...pax };
  if (format === 'pax' && isLong) records.path = path;
  if (format === 'pax' && isLongLink) records.linkpath = link;
  if (Object.keys(records).length > 0) special.push(...block('PaxHeaders/x', 'x', writePax(records)));
  return [...special, ...block(path, flag, content, member)];
}

function writePax(records: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(records).map(([key, value]) => {
      const rest = Buffer.byteLength(` ${key}=${value}\n`);
      let length = rest + String(rest).length;
      if (String(length).length !== String(rest).length) length = rest + String(length).length;
      return Buffer.from(`${length} ${key}=${value}\n`);
    }),
  );
}

function block(
  path: string,
  flag: string,
  content: Buffer,
  member: Partial<TarMember> = {},
): readonly Buffer[] {
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write((member.mode ?? 0o644).toString(8).padStart(7, '0'), 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  if (member.base256 === true) {
    header[124] = 0x80;
    header.writeUIntBE(content.length, 130, 6);
  } else header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write('00000000000\0', 136);
  header.write(flag, 156);
  header.write(member.link ?? '', 157, 100);
  header.write(member.format === 'gnu' ? 'ustar  \0' : 'ustar\x0000', 257, 'latin1');
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}
