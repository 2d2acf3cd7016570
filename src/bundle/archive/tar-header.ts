import { type Segment, readOldMap } from './sparse.ts';

/** Bytes of a block: headers are one, contents are filled up to whole ones. */
export const TAR_BLOCK = 512;

/** One header, as it stands (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar's src/tar.h). */
export interface TarHeader {
  readonly name: Uint8Array;
  /** The type flag as a character; NUL is `0`. */
  readonly type: string;
  /** Bytes of content; undefined where the field makes no sense. */
  readonly size: number | undefined;
  /** Where a link leads. */
  readonly link: Uint8Array;
  /** GNU's old form of sparse files: the beginning of the map. */
  readonly map?: readonly Segment[];
  /** Further blocks of the map follow. */
  readonly moreMap: boolean;
}

/** Whether a block is a header: its checksum tells. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < TAR_BLOCK || block[0] === 0) return false;
  const stated = octal(block, 148, 8);
  if (stated === undefined) return false;
  // Bytes count without a sign; some old writers had them with one.
  let sum = 0;
  let signed = 0;
  for (let i = 0; i < TAR_BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : (block[i] ?? 0);
    sum += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  return stated === sum || stated === signed;
}

/** Reads a block for which {@link isTarHeader} holds. */
export function readTarHeader(block: Uint8Array): TarHeader {
  const flag = block[156] ?? 0;
  const name = text(block, 0, 100);
  // "ustar\0" has a prefix; in GNU's "ustar  " other things stand there.
  const posix = [0x75, 0x73, 0x74, 0x61, 0x72, 0x00].every((byte, i) => block[257 + i] === byte);
  const prefix = posix ? text(block, 345, 155) : new Uint8Array(0);
  return {
    name: prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]),
    type: flag === 0 ? '0' : String.fromCharCode(flag),
    size: number(block, 124, 12),
    link: text(block, 157, 100),
    ...(flag === 0x53 ? { map: readOldMap(block, 386, 4) } : {}),
    moreMap: flag === 0x53 && block[482] !== 0,
  };
}

/** A field up to its first NUL. */
function text(block: Uint8Array, at: number, length: number): Uint8Array {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return Uint8Array.prototype.slice.call(end < 0 ? field : field.subarray(0, end));
}

/** A number, in octal digits or, where the first bit is set, in base 256 (large files, by GNU). */
function number(block: Uint8Array, at: number, length: number): number | undefined {
  const first = block[at] ?? 0;
  if (first < 0x80) return octal(block, at, length);
  // The second bit is the sign.
  if (first !== 0x80) return undefined;
  let value = 0;
  for (let i = at + 1; i < at + length; i++) value = value * 256 + (block[i] ?? 0);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Octal digits between blanks and NULs; a field without any is 0. */
function octal(block: Uint8Array, at: number, length: number): number | undefined {
  const digits = Buffer.from(block.buffer, block.byteOffset + at, length)
    .toString('latin1')
    .replace(/^[ \0]*/, '')
    .replace(/[ \0].*$/s, '');
  if (!/^[0-7]*$/.test(digits)) return undefined;
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}
