import { LANES, MASKS, NEEDLE_LISTS, PRINTS } from './layout';

// A needle: the next one of its bucket, how far its first byte stands before the four that are looked for, its length, those four, its bytes.
const NEXT: u32 = 0;
const BEFORE: u32 = 4;
const LENGTH: u32 = 8;
const PRINT: u32 = 12;
const BYTES: u32 = 16;

/**
 * Index where the first of the needles stands between `at` and `end`; 0 where there is none. "First" by the four bytes of each that are looked for.
 * After the Teddy of Hyperscan (Wang et al., 2019): the halves of four neighbouring bytes tell in which of eight buckets a needle could be.
 */
export function find(start: u32, end: u32): u32 {
  const l0 = v128.load(MASKS);
  const h0 = v128.load(MASKS, 16);
  const l1 = v128.load(MASKS, 32);
  const h1 = v128.load(MASKS, 48);
  const l2 = v128.load(MASKS, 64);
  const h2 = v128.load(MASKS, 80);
  const l3 = v128.load(MASKS, 96);
  const h3 = v128.load(MASKS, 112);
  const nibble = i8x16.splat(0x0f);
  const none = i8x16.splat(0);
  for (let at = start; at < end; at += 16) {
    const a = v128.load(at);
    const b = v128.load(at, 1);
    const c = v128.load(at, 2);
    const d = v128.load(at, 3);
    const ab = v128.and(
      v128.and(i8x16.swizzle(l0, v128.and(a, nibble)), i8x16.swizzle(h0, i8x16.shr_u(a, 4))),
      v128.and(i8x16.swizzle(l1, v128.and(b, nibble)), i8x16.swizzle(h1, i8x16.shr_u(b, 4))),
    );
    const cd = v128.and(
      v128.and(i8x16.swizzle(l2, v128.and(c, nibble)), i8x16.swizzle(h2, i8x16.shr_u(c, 4))),
      v128.and(i8x16.swizzle(l3, v128.and(d, nibble)), i8x16.swizzle(h3, i8x16.shr_u(d, 4))),
    );
    const buckets = v128.and(ab, cd);
    if (!v128.any_true(buckets)) continue;
    let lanes = i8x16.bitmask(i8x16.ne(buckets, none));
    v128.store(LANES, buckets);
    while (lanes != 0) {
      const lane = ctz(lanes);
      const found = verify(at + lane, load<u8>(LANES + lane), start, end);
      if (found != 0) return found;
      lanes &= lanes - 1;
    }
  }
  return 0;
}

/** Where the needle begins whose four bytes stand at `place`, of some buckets; 0 where none does. */
function verify(place: u32, some: u32, start: u32, end: u32): u32 {
  const print = load<u32>(place);
  // With many needles most places only look like one: asking a table costs a tenth of asking each needle of a bucket.
  let buckets = some & <u32>load<u8>(PRINTS + ((print * 0x9e3779b1) >>> 20));
  while (buckets != 0) {
    for (let needle = load<u32>(NEEDLE_LISTS + (ctz(buckets) << 2)); needle != 0; needle = load<u32>(needle, NEXT)) {
      if (load<u32>(needle, PRINT) != print) continue;
      const begin = place - load<u32>(needle, BEFORE);
      const length = load<u32>(needle, LENGTH);
      if (begin < start || begin + length > end) continue;
      let i: u32 = 0;
      while (i < length && load<u8>(begin + i) == load<u8>(needle + BYTES + i)) i++;
      if (i == length) return begin;
    }
    buckets &= buckets - 1;
  }
  return 0;
}

/** Line feeds from `at` up to `end`. */
export function lineFeeds(start: u32, end: u32): u32 {
  let count: i32 = 0;
  const feed = i8x16.splat(10);
  let at = start;
  for (; at + 16 <= end; at += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), feed)));
  for (; at < end; at++) if (load<u8>(at) == 10) count++;
  return count;
}
