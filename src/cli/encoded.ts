/** Bytes that are put together. */
const BLOCK = 256 * 1024;
/** Bytes that a character of 16 bits takes at most. */
const WIDEST = 3;

/** Texts in UTF-8, put together to large blocks: a report has many small ones. */
export function* encoded(pieces: Iterable<string>): Generator<Uint8Array> {
  let block = Buffer.allocUnsafe(BLOCK);
  let used = 0;
  for (const piece of pieces) {
    if (used + WIDEST * piece.length > BLOCK) {
      if (used > 0) yield block.subarray(0, used);
      block = Buffer.allocUnsafe(BLOCK);
      used = 0;
    }
    if (WIDEST * piece.length > BLOCK) yield Buffer.from(piece);
    else used += block.write(piece, used);
  }
  if (used > 0) yield block.subarray(0, used);
}
