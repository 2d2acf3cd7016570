import { crc32, deflateRawSync } from 'node:zlib';

/** One file of a zip archive for tests; both of its headers can be made wrong. */
export interface ZipMember {
  readonly name: string | Uint8Array;
  readonly data?: string | Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** Bytes as stored, where they are not what the method makes of the data. */
  readonly stored?: Uint8Array;
  /** Sizes and checksum stand behind the data. */
  readonly descriptor?: boolean;
  /** Sizes stand in 64 bits. */
  readonly zip64?: boolean;
  /** Unix mode, with its type. */
  readonly mode?: number;
  /** What the directory says otherwise. */
  readonly central?: {
    readonly name?: string;
    readonly size?: number;
    readonly compressed?: number;
    readonly method?: number;
    readonly offset?: number;
    readonly crc?: number;
  };
}

const bytes = (value: string | Uint8Array) => (typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value));

/** Numbers in a row, by their bytes. */
function packed(...fields: readonly (readonly [size: 2 | 4 | 8, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([size, value]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt(value));
      return field.subarray(0, size);
    }),
  );
}

const MOST = 0xffffffff;

export interface ZipOptions {
  /** Bytes that stand between the data and the directory. */
  readonly between?: Uint8Array;
  /** What the end record says of the number of files. */
  readonly count?: number;
  readonly disk?: number;
  readonly comment?: string;
  /** Leave the directory out, as where an archive is cut off. */
  readonly noDirectory?: boolean;
}

/** A zip archive. */
export function zip(members: readonly ZipMember[], options: ZipOptions = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const { method = 8, flags = 0x800, descriptor = false, zip64 = false, central = {} } = member;
    const name = bytes(member.name);
    const data = bytes(member.data ?? '');
    const stored = bytes(member.stored ?? (method === 8 ? deflateRawSync(data) : data));
    const crc = crc32(data);
    const bits = flags | (descriptor ? 8 : 0);
    const extra = zip64 ? packed([2, 1], [2, 16], [8, data.length], [8, stored.length]) : Buffer.alloc(0);
    const local = Buffer.concat([
      packed([4, 0x04034b50], [2, zip64 ? 45 : 20], [2, bits], [2, method], [4, 0], [4, descriptor ? 0 : crc]),
      packed([4, descriptor ? 0 : zip64 ? MOST : stored.length], [4, descriptor ? 0 : zip64 ? MOST : data.length]),
      packed([2, name.length], [2, extra.length]),
      name,
      extra,
      stored,
      descriptor ? packed([4, 0x08074b50], [4, crc], [4, stored.length], [4, data.length]) : Buffer.alloc(0),
    ]);
    const centralName = bytes(central.name ?? member.name);
    const size = central.size ?? data.length;
    const compressed = central.compressed ?? stored.length;
    const at = central.offset ?? offset;
    const centralExtra = zip64 ? packed([2, 1], [2, 24], [8, size], [8, compressed], [8, at]) : Buffer.alloc(0);
    directory.push(
      Buffer.concat([
        packed([4, 0x02014b50], [2, (3 << 8) | 20], [2, 20], [2, bits], [2, central.method ?? method], [4, 0], [4, central.crc ?? crc]),
        packed([4, zip64 ? MOST : compressed], [4, zip64 ? MOST : size], [2, centralName.length], [2, centralExtra.length]),
        packed([2, 0], [2, 0], [2, 0], [4, (member.mode ?? 0o100644) * 0x10000], [4, zip64 ? MOST : at]),
        centralName,
        centralExtra,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const between = bytes(options.between ?? '');
  const start = offset + between.length;
  const all = Buffer.concat(directory);
  const count = options.count ?? members.length;
  const comment = bytes(options.comment ?? '');
  const end = Buffer.concat([
    packed(
      [4, 0x06054b50],
      [2, options.disk ?? 0],
      [2, 0],
      [2, count % 0x10000],
      [2, count % 0x10000],
      [4, all.length],
      [4, start],
      [2, comment.length],
    ),
    comment,
  ]);
  return Buffer.concat([...locals, between, ...(options.noDirectory === true ? [] : [all, end])]);
}

/**
 * Files whose data overlaps, so that each unpacks to all that stands behind its header (David Fifield, "A better zip bomb", 2019):
 * headers are quoted by stored blocks of deflate.
 */
export function overlappingZip(files: number, kernel: Uint8Array): Buffer {
  const names = Array.from({ length: files }, (_, i) => `${i}.log`);
  const data = deflateRawSync(kernel);
  const headerOf = (name: string, size: number, length: number, crc: number) =>
    Buffer.concat([
      packed([4, 0x04034b50], [2, 20], [2, 0], [2, 8], [4, 0], [4, crc], [4, size], [4, length], [2, name.length], [2, 0]),
      Buffer.from(name),
    ]);
  let tail = { bytes: data, unpacked: Buffer.from(kernel) };
  const entries: {
    readonly name: string;
    readonly back: number;
    readonly compressed: number;
    readonly size: number;
    readonly crc: number;
  }[] = [];
  for (const name of names.toReversed()) {
    const crc = crc32(tail.unpacked);
    const header = headerOf(name, tail.bytes.length, tail.unpacked.length, crc);
    const whole = Buffer.concat([header, tail.bytes]);
    entries.unshift({ name, back: whole.length, compressed: tail.bytes.length, size: tail.unpacked.length, crc });
    const quote = Buffer.concat([Buffer.from([0]), packed([2, header.length], [2, 0xffff - header.length])]);
    tail = { bytes: Buffer.concat([quote, whole]), unpacked: Buffer.concat([header, tail.unpacked]) };
  }
  const body = tail.bytes.subarray(5);
  const directory = Buffer.concat(
    entries.map(({ name, back, compressed, size, crc }) =>
      Buffer.concat([
        packed([4, 0x02014b50], [2, 20], [2, 20], [2, 0], [2, 8], [4, 0], [4, crc], [4, compressed], [4, size], [2, name.length]),
        packed([2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, body.length - back]),
        Buffer.from(name),
      ]),
    ),
  );
  const end = packed([4, 0x06054b50], [2, 0], [2, 0], [2, files], [2, files], [4, directory.length], [4, body.length], [2, 0]);
  return Buffer.concat([body, directory, end]);
}
