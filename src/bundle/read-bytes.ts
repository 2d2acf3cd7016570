import { closeSync, constants, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';

const CHUNK_BYTES = 1024 * 1024;
/** Up to this size a file is read at one go, which saves most of the time that thousands of small files take. */
const SMALL_BYTES = 128 * 1024;

/** `given` by the user, or `found` in a directory: then it must still be the file that it was when it was looked at. */
export type HowFound = 'given' | 'found';

/**
 * Without these flags a link or a FIFO that has been put in the place of a file since it was looked at would be followed,
 * or waited for. (Windows has neither.)
 */
const OPEN_FOUND = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The bytes of a file. `size` is what it should have; absent for a FIFO. Throws a system error where it cannot be read. */
export async function* readBytes(path: Buffer, size: number | undefined, how: HowFound): AsyncGenerator<Uint8Array> {
  const flags = how === 'found' ? OPEN_FOUND : constants.O_RDONLY;
  if (size !== undefined && size > 0 && size <= SMALL_BYTES) {
    yield* readSmall(path, size, flags);
    return;
  }
  const handle = await open(path, flags);
  // The stream closes the handle, however it ends.
  yield* handle.createReadStream({ highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>;
}

function* readSmall(path: Buffer, size: number, flags: number): Generator<Uint8Array> {
  const fd = openSync(path, flags);
  try {
    // One byte more than it should have: the end is seen without a second buffer, and a file that grows is read on.
    for (let length = -1; length !== 0;) {
      const chunk = Buffer.allocUnsafe(size + 1);
      length = readSync(fd, chunk, 0, chunk.length, null);
      if (length > 0) yield chunk.subarray(0, length);
      if (length > 0 && length <= size) return;
    }
  } finally {
    closeSync(fd);
  }
}
