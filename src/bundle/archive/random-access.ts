import { open } from 'node:fs/promises';
import { type HowFound, OPEN_FLAGS } from '../read-bytes.ts';

/** Bytes that can be read at any place. */
export interface RandomAccess {
  readonly size: number;
  /** The bytes from a place on; fewer than asked for where they end. Throws a system error where they cannot be read. */
  readonly read: (position: number, length: number) => Promise<Uint8Array>;
  /** Gives the file, or the memory, back. */
  readonly close: () => Promise<void>;
}

/** Opens an entry to be read at any place. Throws a system error where it cannot. */
export type OpenRandom = () => Promise<RandomAccess>;

/** @param size What the file should have. */
export async function openFile(path: Buffer, size: number, how: HowFound): Promise<RandomAccess> {
  const handle = await open(path, OPEN_FLAGS[how]);
  return {
    size,
    read: async (position, length) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - position)));
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}

/** Over bytes in memory, in the pieces in which they came: a copy of them in one piece would take as much again. */
export function overPieces(pieces: readonly Uint8Array[], close: () => void): RandomAccess {
  const starts: number[] = [];
  let size = 0;
  for (const piece of pieces) {
    starts.push(size);
    size += piece.length;
  }
  const pieceAt = (position: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle;
    }
    return low;
  };
  const read = (position: number, length: number): Uint8Array => {
    const end = Math.min(size, position + length);
    const found: Uint8Array[] = [];
    for (let at = position, index = pieceAt(position); at < end; index++) {
      const piece = pieces[index];
      const start = starts[index];
      if (piece === undefined || start === undefined) break;
      const part = piece.subarray(at - start, end - start);
      found.push(part);
      at += part.length;
    }
    const [only] = found;
    return found.length === 1 && only !== undefined ? only : Buffer.concat(found);
  };
  return {
    size,
    read: (position, length) => Promise.resolve(read(position, length)),
    close: () => {
      close();
      return Promise.resolve();
    },
  };
}

const CHUNK_BYTES = 256 * 1024;

/** The bytes from one place to another, or to where they end. */
export async function* range(bytes: RandomAccess, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to;) {
    const chunk = await bytes.read(at, Math.min(CHUNK_BYTES, to - at));
    if (chunk.length === 0) return;
    at += chunk.length;
    yield chunk;
  }
}
