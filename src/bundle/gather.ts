/**
 * All bytes of a source as one piece, or undefined where there are more than `most`: the source is closed then.
 *
 * @param size How many there will be, where that is known: spares a copy, and the reading where they are too many.
 */
export async function gather(source: AsyncGenerator<Uint8Array>, most: number, size?: number): Promise<Uint8Array | undefined> {
  if (size !== undefined && size > most) {
    await source.return(undefined);
    return undefined;
  }
  let all = new Uint8Array(size ?? 64 * 1024);
  let length = 0;
  // Leaving the loop closes the source.
  for await (const chunk of source) {
    if (length + chunk.length > most) return undefined;
    if (length + chunk.length > all.length) {
      const larger = new Uint8Array(Math.min(most, Math.max(all.length * 2, length + chunk.length)));
      larger.set(all.subarray(0, length));
      all = larger;
    }
    all.set(chunk, length);
    length += chunk.length;
  }
  return all.subarray(0, length);
}
