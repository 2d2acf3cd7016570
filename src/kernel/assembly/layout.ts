/**
 * Where things stand in the kernel's memory; src/kernel/kernel.ts has the same numbers. What is learned grows behind the window.
 */

/** What is known of each goroutine that was recognised: see `goroutines.ts`. */
export const RECORDS: u32 = 4096;
export const RECORD_BYTES: u32 = 48;
export const MOST_RECORDS: u32 = 2048;
/** Nibble masks and needles of the search: see `search.ts`. */
export const MASKS: u32 = RECORDS + RECORD_BYTES * MOST_RECORDS;
export const NEEDLE_LISTS: u32 = MASKS + 128;
export const LANES: u32 = NEEDLE_LISTS + 32;
/** By a hash of the four bytes that are looked for: in which buckets a needle has such. */
export const PRINTS: u32 = LANES + 16;
/** The bytes that are looked at. At least 64 zeros follow the last of them, so nothing has to be asked for the end. */
export const WINDOW: u32 = 131072;
export const WINDOW_BYTES: u32 = 1048576;
/** What has been learned; or, of a kernel that takes prefixes off, what it needs for that: see `strip.ts`. */
export const HEAP: u32 = WINDOW + WINDOW_BYTES + 128;
export const TEMPLATE: u32 = HEAP;
export const OFFSETS: u32 = TEMPLATE + 1024;
export const MOST_LINES: u32 = 32768;
export const STRIPPED: u32 = OFFSETS + 8 * (MOST_LINES + 1);
export const STRIPPED_BYTES: u32 = 1048576;

let top: u32 = HEAP;

/** Room for so many bytes and 16 more, which a comparison may read; 0 where there is none left. */
export function allocate(bytes: u32): u32 {
  const at = (top + 3) & ~3;
  const end = at + bytes + 16;
  const has = <u32>memory.size() << 16;
  if (end > has && memory.grow((end - has + 0xffff) >> 16) < 0) return 0;
  top = end;
  return at;
}

/** Whether `length` bytes are the same at two places. */
// @ts-ignore: decorator
@inline
export function same(one: u32, other: u32, length: u32): bool {
  let left: i32 = length;
  while (left > 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(one), v128.load(other))) != 0xffff) return false;
    one += 16;
    other += 16;
    left -= 16;
  }
  const wanted = (1 << left) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(one), v128.load(other))) & wanted) == wanted;
}
