import { closing } from './closing.ts';

/**
 * Reads at least `wanted` bytes (fewer where the source has no more), and gives them with a source that starts again
 * from its first byte.
 */
export async function peek(
  source: AsyncIterable<Uint8Array>,
  wanted: number,
): Promise<{ readonly head: Uint8Array; readonly all: AsyncGenerator<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let length = 0;
  while (length < wanted) {
    const next = await iterator.next();
    if (next.done === true) break;
    held.push(next.value);
    length += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* held;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  const [first] = held;
  return { head: held.length === 1 && first !== undefined ? first : Buffer.concat(held), all: closing(all(), () => iterator.return?.()) };
}
