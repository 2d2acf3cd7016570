import { closeSync, constants, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Reading } from './entry.ts';

const CHUNK_BYTES = 1024 * 1024;
/** Up to this size a file is read at one go, which saves most of the time that thousands of small files take. */
const SMALL_BYTES = 128 * 1024;

/** `given` by the user, or `found` in a directory: then it must still be the file that it was when it was looked at. */
export type HowFound = 'given' | 'found';

/**
 * Without these flags a link or a FIFO that has been put in the place of a file since it was looked at would be followed,
 * or waited for. (Windows has neither.)
 */
export const OPEN_FLAGS: Readonly<Record<HowFound, number>> = {
  given: constants.O_RDONLY,
  found: constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
};

/** The bytes of a file. `size` is what it should have; absent for a FIFO. Throws a system error where it cannot be read. */
export async function* readBytes(path: Buffer, size: number | undefined, how: HowFound, reading?: Reading): AsyncGenerator<Uint8Array> {
  const flags = OPEN_FLAGS[how];
  if (size !== undefined && size > 0 && size <= SMALL_BYTES) {
    yield* readSmall(path, size, flags);
    return;
  }
  const handle = await open(path, flags);
  // The stream closes the handle, however it ends.
  if (size === undefined) yield* handle.createReadStream({ highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>;
  else yield* readAhead(handle, reading);
}

/** Buffers that nobody holds any more, for the next file. */
const free: Buffer[] = [];
/** The two that a file needs. */
const MOST_FREE = 2;

const takeBuffer = (): Buffer => free.pop() ?? Buffer.allocUnsafe(CHUNK_BYTES);

/** The next chunk is read while the last one is looked at. New memory for each costs more than the reading, where it is not needed. */
async function* readAhead(handle: FileHandle, reading: Reading | undefined): AsyncGenerator<Uint8Array> {
  const read = (buffer: Buffer) => handle.read(buffer, 0, CHUNK_BYTES, null);
  const first = takeBuffer();
  let spare = takeBuffer();
  let next = read(first);
  try {
    for (;;) {
      const { buffer, bytesRead } = await next;
      if (bytesRead === 0) {
        // Neither has been given to anybody, or it is not needed any more.
        free.push(...[buffer, spare].slice(0, MOST_FREE - free.length));
        return;
      }
      next = read(spare);
      // What fails is told when its turn comes, if it comes.
      next.catch(() => undefined);
      yield buffer.subarray(0, bytesRead);
      spare = reading?.mayReuse === true ? buffer : takeBuffer();
    }
  } finally {
    await next.catch(() => undefined);
    await handle.close();
  }
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
