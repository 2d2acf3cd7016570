import { crc32 } from 'node:zlib';

const le = (value: number, bytes: number) => {
  const field = Buffer.alloc(8);
  field.writeBigUInt64LE(BigInt(value));
  return field.subarray(0, bytes);
};

export interface ZstdOptions {
  /** Exponent of the window, from 10; 17 is 128 KiB. */
  readonly windowLog?: number;
  /** Blocks of one byte that is repeated, behind the data. */
  readonly repeated?: number;
  /** Size that such a block states. */
  readonly repeatedSize?: number;
}

const BLOCK = 128 * 1024;

/** A zstd frame (RFC 8878) whose blocks are stored, or one byte many times: small to write, and large to read. */
export function zstd(data: string | Uint8Array, { windowLog = 17, repeated = 0, repeatedSize = BLOCK }: ZstdOptions = {}): Buffer {
  const bytes = Buffer.from(data);
  const blocks: Buffer[] = [];
  const parts = repeated === 0 ? Math.max(1, Math.ceil(bytes.length / BLOCK)) : Math.ceil(bytes.length / BLOCK);
  for (let at = 0; at < parts * BLOCK; at += BLOCK) {
    const part = bytes.subarray(at, at + BLOCK);
    const last = at + BLOCK >= bytes.length && repeated === 0;
    blocks.push(Buffer.concat([le((part.length << 3) | (last ? 1 : 0), 3), part]));
  }
  for (let i = 0; i < repeated; i++)
    blocks.push(Buffer.concat([le(repeatedSize * 8 + 2 + (i === repeated - 1 ? 1 : 0), 3), Buffer.from('a')]));
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) << 3]), ...blocks]);
}

/** An xz stream (the .xz file format, 1.2.1) whose LZMA2 chunks are stored; checked by CRC32. */
export function xz(data: string | Uint8Array, dictionary = 8): Buffer {
  const bytes = Buffer.from(data);
  const flags = Buffer.from([0, 1]);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 0x10000) {
    const part = bytes.subarray(at, at + 0x10000);
    const size = Buffer.alloc(2);
    size.writeUInt16BE(part.length - 1);
    chunks.push(Buffer.concat([Buffer.from([at === 0 ? 1 : 2]), size, part]));
  }
  const packed = Buffer.concat([...chunks, Buffer.from([0])]);
  const header = Buffer.from([2, 0, 0x21, 1, dictionary, 0, 0, 0]);
  const blockHeader = Buffer.concat([header, le(crc32(header), 4)]);
  const pad = Buffer.alloc((4 - (packed.length % 4)) % 4);
  const block = Buffer.concat([blockHeader, packed, pad, le(crc32(bytes), 4)]);
  const sizes = Buffer.concat([Buffer.from([0, 1]), varint(blockHeader.length + packed.length + 4), varint(bytes.length)]);
  const records = Buffer.concat([sizes, Buffer.alloc((4 - (sizes.length % 4)) % 4)]);
  const index = Buffer.concat([records, le(crc32(records), 4)]);
  const backward = Buffer.concat([le(index.length / 4 - 1, 4), flags]);
  return Buffer.concat([
    Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
    flags,
    le(crc32(flags), 4),
    block,
    index,
    le(crc32(backward), 4),
    backward,
    Buffer.from('YZ'),
  ]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}
