/** A frame that cannot be read, with the reason. */
export class ZstdFault extends Error {}

/** Largest window that is read: as much as `zstd -d` takes without being asked (`--long=27`). */
const MOST_WINDOW = 128 * 1024 * 1024;
/** Largest block (RFC 8878, section 3.1.1.2.3). */
const MOST_BLOCK = 128 * 1024;
const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/** A piece of a stream that decompresses to one block at most; `end` is the last one of a frame. */
export interface ZstdPiece {
  readonly bytes: Uint8Array;
  /** `skip`: a part with no data in it. */
  readonly what: 'header' | 'block' | 'skip' | 'end';
}

/**
 * Cuts a stream of zstd frames at its blocks, and checks what their headers ask for: a header of a few bytes may demand
 * gigabytes of memory. It decompresses nothing.
 */
export class ZstdFrames {
  #held: Uint8Array = new Uint8Array(0);
  #state: 'frame' | 'block' | 'checksum' = 'frame';
  #skip = 0;
  #checksum = false;

  /** It stands between two frames. */
  get atEnd(): boolean {
    return this.#state === 'frame' && this.#held.length === 0 && this.#skip === 0;
  }

  /** @throws ZstdFault where the frame is none, or asks for too much. */
  *push(chunk: Uint8Array): Generator<ZstdPiece> {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (;;) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, this.#held.length);
        this.#skip -= skipped;
        this.#held = this.#held.subarray(skipped);
        if (this.#skip > 0) return;
      }
      const piece = this.#next();
      if (piece === undefined) return;
      this.#held = this.#held.subarray(piece.bytes.length);
      yield piece;
    }
  }

  #next(): ZstdPiece | undefined {
    switch (this.#state) {
      case 'frame':
        return this.#frame();
      case 'block':
        return this.#block();
      case 'checksum':
        if (this.#held.length < 4) return undefined;
        this.#state = 'frame';
        return { bytes: this.#held.subarray(0, 4), what: 'end' };
    }
  }

  #frame(): ZstdPiece | undefined {
    const head = this.#held;
    if (head.length < 5) return undefined;
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const magic = view.getUint32(0, true);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      if (head.length < 8) return undefined;
      this.#skip = view.getUint32(4, true);
      return { bytes: head.subarray(0, 8), what: 'skip' };
    }
    if (magic !== FRAME) throw new ZstdFault('what follows is no zstd frame');
    const flags = head[4] ?? 0;
    const single = (flags & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
    const sizeFlag = flags >> 6;
    const sizeBytes = sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag;
    const length = 5 + (single ? 0 : 1) + dictionaryBytes + sizeBytes;
    if (head.length < length) return undefined;
    if ((flags & 8) !== 0) throw new ZstdFault('its header is damaged');
    const dictionary = head.subarray(length - sizeBytes - dictionaryBytes, length - sizeBytes);
    if (dictionary.some((byte) => byte !== 0)) throw new ZstdFault('it was packed with a dictionary of its own');
    const window = single ? readSize(view, length - sizeBytes, sizeBytes) : windowOf(head[5] ?? 0);
    if (window > MOST_WINDOW) throw new ZstdFault('it was packed with a window of more than 128 MiB');
    this.#checksum = (flags & 4) !== 0;
    this.#state = 'block';
    return { bytes: head.subarray(0, length), what: 'header' };
  }

  #block(): ZstdPiece | undefined {
    const [first, second, third] = this.#held;
    if (first === undefined || second === undefined || third === undefined) return undefined;
    const type = (first >> 1) & 3;
    const size = (first >> 3) | (second << 5) | (third << 13);
    if (type === 3 || size > MOST_BLOCK) throw new ZstdFault('a block of it is damaged');
    const length = 3 + (type === 1 ? 1 : size);
    if (this.#held.length < length) return undefined;
    const last = (first & 1) === 1;
    if (last) this.#state = this.#checksum ? 'checksum' : 'frame';
    return { bytes: this.#held.subarray(0, length), what: last && !this.#checksum ? 'end' : 'block' };
  }
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function readSize(view: DataView, at: number, bytes: number): number {
  switch (bytes) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
