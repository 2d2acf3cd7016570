/** Bytes of a local file header before the name (APPNOTE.TXT 4.3.7). */
export const LOCAL_HEADER_BYTES = 30;

/** The header that stands in front of a file's data. */
export interface LocalHeader {
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly name: Uint8Array;
  /** Of the header: the data begins behind it. */
  readonly bytes: number;
}

/** Reads a local file header; undefined where there is none, or only a part of one. */
export function readLocalHeader(bytes: Uint8Array): LocalHeader | undefined {
  if (bytes.length < LOCAL_HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== 0x04034b50) return undefined;
  const nameBytes = view.getUint16(26, true);
  const extraBytes = view.getUint16(28, true);
  const length = LOCAL_HEADER_BYTES + nameBytes + extraBytes;
  if (LOCAL_HEADER_BYTES + nameBytes > bytes.length) return undefined;
  const extra = bytes.subarray(LOCAL_HEADER_BYTES + nameBytes, length);
  const sizes = zip64Sizes(extra);
  const compressed = view.getUint32(18, true);
  const uncompressed = view.getUint32(22, true);
  return {
    flags: view.getUint16(6, true),
    method: view.getUint16(8, true),
    crc32: view.getUint32(14, true),
    // In the local header both stand, if any does.
    compressedSize: compressed === 0xffffffff ? (sizes?.compressed ?? compressed) : compressed,
    uncompressedSize: uncompressed === 0xffffffff ? (sizes?.uncompressed ?? uncompressed) : uncompressed,
    name: bytes.subarray(LOCAL_HEADER_BYTES, LOCAL_HEADER_BYTES + nameBytes),
    bytes: length,
  };
}

/** The sizes of the "Zip64 Extended Information" (APPNOTE.TXT 4.5.3). */
function zip64Sizes(extra: Uint8Array): { readonly uncompressed: number; readonly compressed: number } | undefined {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length;) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1 && size >= 16 && at + 20 <= extra.length)
      return { uncompressed: Number(view.getBigUint64(at + 4, true)), compressed: Number(view.getBigUint64(at + 12, true)) };
    at += 4 + size;
  }
  return undefined;
}
