const LINE_FEED = 0x0a;
/** Words after which a byte of the sum could run over. */
const MOST_WORDS = 255;
const NO_WORDS = new Uint32Array(0);

/** How many line feeds stand in `bytes` from `start` up to `end`, four bytes at a time. */
export function countLineFeeds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  let at = start;
  while (at < end && (bytes.byteOffset + at) % 4 !== 0) if (bytes[at++] === LINE_FEED) count += 1;
  const words = end - at < 4 ? NO_WORDS : new Uint32Array(bytes.buffer, bytes.byteOffset + at, (end - at) >> 2);
  for (let i = 0; i < words.length; i += MOST_WORDS) {
    const stop = Math.min(words.length, i + MOST_WORDS);
    // Each byte of the sum counts the line feeds in its place.
    let sum = 0;
    for (let k = i; k < stop; k += 1) {
      const word = (words[k] ?? 0) ^ 0x0a0a0a0a;
      // 0x80 in every byte that was a line feed, and is 0 now.
      const found = ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f);
      sum = (sum + (found >>> 7)) | 0;
    }
    count += (sum & 0xff) + ((sum >>> 8) & 0xff) + ((sum >>> 16) & 0xff) + (sum >>> 24);
  }
  at += words.length * 4;
  while (at < end) if (bytes[at++] === LINE_FEED) count += 1;
  return count;
}
