/** Where a piece of a sparse file belongs; the pieces stand behind one another in the archive, and between them are holes. */
export interface Segment {
  readonly offset: number;
  readonly length: number;
}

/** NULs that are given for a hole. A log that was emptied under its writer has a hole as long as it was: no reader needs all of it. */
const MOST_HOLE = 64 * 1024;
/** Pieces of one file; a map of more is longer than any extended header may be. */
export const MOST_SEGMENTS = 100_000;

/** A map of GNU's own form (struct sparse of its src/tar.h), 24 bytes each; it ends at the first that is empty. */
export function readOldMap(block: Uint8Array, at: number, most: number): Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; i < most; i++) {
    const field = block.subarray(at + i * 24, at + (i + 1) * 24);
    if (field[0] === 0 && field[12] === 0) break;
    segments.push({ offset: number(field.subarray(0, 12)), length: number(field.subarray(12)) });
  }
  return segments;
}

/** A map as numbers in a row: `offset,length,offset,length` (GNU.sparse.map); undefined where it is none. */
export function readNumbers(numbers: readonly string[]): Segment[] | undefined {
  if (numbers.length % 2 !== 0 || numbers.some((one) => !/^\d{1,15}$/.test(one))) return undefined;
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({ offset: Number(numbers[i * 2]), length: Number(numbers[i * 2 + 1]) }));
}

/**
 * A sparse file with its holes, from the pieces that are stored of it.
 *
 * @param stored The bytes of all pieces.
 */
export async function* withHoles(segments: readonly Segment[], stored: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let position = 0;
  let at = 0;
  let done = 0;
  for await (const chunk of stored) {
    for (let rest = chunk; rest.length > 0;) {
      const segment = segments[at];
      if (segment === undefined) return;
      if (done === 0 && segment.offset > position) yield new Uint8Array(Math.min(MOST_HOLE, segment.offset - position));
      const part = rest.subarray(0, segment.length - done);
      if (part.length > 0) yield part;
      done += part.length;
      rest = rest.subarray(part.length);
      if (done < segment.length) continue;
      position = segment.offset + segment.length;
      at += 1;
      done = 0;
    }
  }
}

/** Octal, or in base 256. */
function number(field: Uint8Array): number {
  if ((field[0] ?? 0) >= 0x80) return field.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  const digits = /[0-7]+/.exec(Buffer.from(field).toString('latin1'))?.[0] ?? '0';
  return Number.parseInt(digits, 8);
}
