import type { ArchiveFormat } from './archive/format.ts';
import { isTarHeader } from './archive/tar-header.ts';
import type { Compression } from './decompress.ts';

/** What the first bytes of a file say that it is. */
export type Sniffed =
  | { readonly kind: 'compressed'; readonly compression: Compression }
  | { readonly kind: 'archive'; readonly format: ArchiveFormat }
  | { readonly kind: 'text'; readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'; readonly bomBytes: number }
  /** `printable`: nearly all of it could be text; NULs or other stray bytes are what speaks against it. */
  | { readonly kind: 'binary'; readonly printable: boolean }
  /** NUL bytes in front of something, or nothing but NULs as far as was looked. */
  | { readonly kind: 'padding' }
  /** A known format that is not read as it is; `advice` says what to do. */
  | { readonly kind: 'other'; readonly name: string; readonly advice: string }
  | { readonly kind: 'empty' };

/** Bytes that are enough to tell. */
export const SNIFF_BYTES = 4096;

const MAGIC: readonly { readonly bytes: readonly number[]; readonly name: string; readonly advice: string }[] = [
  { bytes: [0x42, 0x5a, 0x68], name: 'bzip2-compressed', advice: 'decompress it first (bunzip2)' },
  { bytes: [0x04, 0x22, 0x4d, 0x18], name: 'lz4-compressed', advice: 'decompress it first (unlz4)' },
  { bytes: [0x5d, 0x00, 0x00, 0x80, 0x00], name: 'lzma-compressed', advice: 'decompress it first (unlzma)' },
  { bytes: [0x4c, 0x5a, 0x49, 0x50, 0x01], name: 'lzip-compressed', advice: 'decompress it first (lzip -d)' },
  { bytes: [0x1f, 0x9d], name: 'compressed by compress(1)', advice: 'decompress it first (uncompress)' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], name: 'a 7z archive', advice: 'unpack it and give the directory' },
  { bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], name: 'a rar archive', advice: 'unpack it and give the directory' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], name: 'an ELF file (a binary or a core dump)', advice: 'a core dump needs a debugger' },
];

/** Layers that are peeled, by their first bytes. */
const PEELED: readonly { readonly bytes: readonly number[]; readonly is: Sniffed }[] = [
  { bytes: [0x1f, 0x8b], is: { kind: 'compressed', compression: 'gzip' } },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], is: { kind: 'compressed', compression: 'xz' } },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], is: { kind: 'compressed', compression: 'zstd' } },
  { bytes: [0x50, 0x4b, 0x03, 0x04], is: { kind: 'archive', format: 'zip' } },
  // Empty ones, and the first part of one that was cut into several.
  { bytes: [0x50, 0x4b, 0x05, 0x06], is: { kind: 'archive', format: 'zip' } },
  { bytes: [0x50, 0x4b, 0x07, 0x08, 0x50, 0x4b], is: { kind: 'archive', format: 'zip' } },
];

/** Looks at the first {@link SNIFF_BYTES} bytes; never throws. The name of a file plays no part. */
export function sniff(first: Uint8Array): Sniffed {
  const head = first.subarray(0, SNIFF_BYTES);
  if (head.length === 0) return { kind: 'empty' };
  for (const { bytes, is } of PEELED) if (bytes.every((byte, i) => head[i] === byte)) return is;
  if (head[0] === 0xff && head[1] === 0xfe) return { kind: 'text', encoding: 'utf-16le', bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { kind: 'text', encoding: 'utf-16be', bomBytes: 2 };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { kind: 'text', encoding: 'utf-8', bomBytes: 3 };
  for (const { bytes, name, advice } of MAGIC)
    if (bytes.every((byte, i) => head[i] === byte) && (name[0] !== 'b' || isDigit(head[3]))) return { kind: 'other', name, advice };
  if (isTarHeader(head) || (startsWith(head, 257, 'ustar') && head.subarray(0, 257).includes(0))) return { kind: 'archive', format: 'tar' };
  if (startsWith(head, 0, 'go 1.') && (startsWith(head, 7, ' trace\0') || startsWith(head, 6, ' trace\0')))
    return { kind: 'other', name: 'a Go execution trace', advice: 'open it with go tool trace' };
  if (startsWith(head, 0, 'go1.') && startsWith(head, 5, ' heap dump'))
    return { kind: 'other', name: 'a Go heap dump', advice: 'take a heap profile instead' };
  // `journalctl -o export`: text but for the lengths in it.
  if (startsWith(head, 0, '__CURSOR=')) return { kind: 'text', encoding: 'utf-8', bomBytes: 0 };
  const wide = wideEncoding(head);
  if (wide !== undefined) return { kind: 'text', encoding: wide, bomBytes: 0 };
  if (head[0] === 0) return { kind: 'padding' };
  const { nul, odd, padding, doubled } = strays(head);
  // One stray byte in twenty: more than any log has, but in damaged places.
  // Short strings with a NUL after each are those of /proc/PID/environ and cmdline.
  const printable = (nul + odd) * 20 <= head.length - padding || (odd === 0 && !doubled);
  return nul === 0 && printable ? { kind: 'text', encoding: 'utf-8', bomBytes: 0 } : { kind: 'binary', printable };
}

/** UTF-16 without a byte order mark: every other byte of (mostly ASCII) text is NUL, and only those are. */
function wideEncoding(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const pairs = head.length >> 1;
  if (pairs < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  if (even === 0 && odd * 10 >= pairs * 9) return 'utf-16le';
  return odd === 0 && even * 10 >= pairs * 9 ? 'utf-16be' : undefined;
}

/**
 * Bytes that text does not have. A log holds some control characters (colours, a terminal's bells) but few. NULs in front
 * of a line are padding: a log has them where it was emptied under its writer, or where a power cut left it.
 */
function strays(head: Uint8Array): { readonly nul: number; readonly odd: number; readonly padding: number; readonly doubled: boolean } {
  let nul = 0;
  let odd = 0;
  let padding = 0;
  let doubled = false;
  let inPadding = true;
  for (let i = 0; i < head.length; i++) {
    const byte = head[i] ?? 0;
    if (byte === 0) {
      if (inPadding) padding++;
      else nul++;
      if (!inPadding && head[i - 1] === 0) doubled = true;
      continue;
    }
    inPadding = byte === 0x0a;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b && byte !== 0x08 && byte !== 0x0c) odd++;
    else if (byte >= 0x80 && !isContinued(head, i, head.length)) odd++;
  }
  return { nul, odd, padding, doubled };
}

/** Whether a byte from 0x80 on is a part of a well-formed UTF-8 sequence, as far as its neighbours tell. */
function isContinued(head: Uint8Array, i: number, end: number): boolean {
  const byte = head[i] ?? 0;
  if (byte < 0xc0) return i > 0 && (head[i - 1] ?? 0) >= 0x80;
  return i + 1 >= end || ((head[i + 1] ?? 0) & 0xc0) === 0x80;
}

function startsWith(head: Uint8Array, at: number, text: string): boolean {
  if (head.length < at + text.length) return false;
  for (let i = 0; i < text.length; i++) if (head[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
