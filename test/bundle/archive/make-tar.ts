/** One member of a tar archive for tests; every field of its header can be made wrong. */
export interface TarMember {
  readonly name?: string | Uint8Array;
  readonly data?: string | Uint8Array;
  /** Type flag; `0` by default, `` for the NUL of v7. */
  readonly type?: string;
  readonly link?: string | Uint8Array;
  readonly prefix?: string;
  /** What the size field says, where that is not the size of the data. */
  readonly size?: number | Uint8Array;
  readonly magic?: 'ustar' | 'gnu' | 'none';
  /** Added to the checksum. */
  readonly checksumOff?: number;
  /** Bytes that are put into the header, by their place. */
  readonly patch?: Readonly<Record<number, number>>;
  readonly device?: readonly [major: number, minor: number];
}

const BLOCK = 512;
const bytes = (value: string | Uint8Array) => (typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value));

/** A header with the data behind it, filled up to whole blocks. */
export function tarMember(member: TarMember): Buffer {
  const data = bytes(member.data ?? '');
  const header = Buffer.alloc(BLOCK);
  bytes(member.name ?? '').copy(header, 0, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  const size = member.size ?? data.length;
  if (typeof size === 'number') header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else bytes(size).copy(header, 124, 0, 12);
  header.write('14000000000\0', 136);
  header.write(' '.repeat(8), 148);
  const type = member.type ?? '0';
  if (type !== '') header.write(type, 156, 'latin1');
  bytes(member.link ?? '').copy(header, 157, 0, 100);
  const magic = member.magic ?? 'ustar';
  if (magic === 'ustar') header.write('ustar\u000000', 257, 'latin1');
  if (magic === 'gnu') header.write('ustar  \0', 257, 'latin1');
  if (member.prefix !== undefined) header.write(member.prefix, 345);
  for (const [at, value] of Object.entries(member.patch ?? {})) header[Number(at)] = value;
  const sum = header.reduce((total, byte) => total + byte, 0) + (member.checksumOff ?? 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);
}

/** The two blocks of zeros that end an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** A tar archive. */
export function tar(...members: readonly TarMember[]): Buffer {
  return Buffer.concat([...members.map(tarMember), TAR_END]);
}

/** One record of an extended header. */
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}
