import { MOST_RECORDS, RECORD_BYTES, RECORDS, same } from './layout';

// A root: first child, next root, length of the state, stack that ends here, whether `gp=` stands in front, the state.
// A node: first child, next sibling, segment, stack that ends here.
// A segment: length of the function, of the place, the byte behind the function, its last four bytes, then both texts.
const CHILD: u32 = 0;
const NEXT: u32 = 4;
const STATE_LENGTH: u32 = 8;
const SEGMENT: u32 = 8;
const STACK: u32 = 12;
const POINTERS: u32 = 16;
const STATE: u32 = 20;
const FUNCTION_LENGTH: u32 = 0;
const PLACE_LENGTH: u32 = 4;
const TAIL: u32 = 8;
const LAST: u32 = 12;
const TEXTS: u32 = 16;

/** Siblings that are tried: nearly all fall by the last bytes of their name. */
const PROBES: i32 = 128;

/** The first root; the states of a dump are few. */
let roots: u32 = 0;
let lastRoot: u32 = 0;
/** Of the goroutine that is read. */
let id: u64 = 0;
let parent: f64 = -1;
let minutes: f64 = -1;
let locked: i32 = 0;
let root: u32 = 0;
/** Frame at which a goroutine differs from all that are known; 0 where it does so in its header, or is not complete. */
let differs: u32 = 0;
/** What is between is left out: a line that is none of the goroutine's. */
let gapStart: u32 = 0;
let gapEnd: u32 = 0;

/** Where the goroutine that stopped `run` first differs from those that are known; 0 where it does not do so in a frame. */
export function differsAt(): u32 {
  return differs;
}

/** The one goroutine at `at`, as `run` reads it, but for what stands from `from` to `to`: 1 where it is known. */
export function runAround(at: u32, end: u32, from: u32, to: u32): u32 {
  gapStart = from;
  gapEnd = to;
  const after = goroutine(at, end, RECORDS);
  gapStart = 0;
  return after == 0 ? 0 : 1;
}

/** Sets the list of roots, of which a new one is the first. */
export function setRoots(first: u32): void {
  roots = first;
  lastRoot = 0;
}

/**
 * Recognises goroutines from `at` on, up to the first that is not known or not complete: how many. Each leaves a record: its stack, its lines,
 * where it ends, whether it is locked to its thread, and as 64-bit floats its id, its starter and its minutes, -1 where not printed.
 */
export function run(at: u32, end: u32): u32 {
  let count: u32 = 0;
  let record = RECORDS;
  while (count < MOST_RECORDS && at < end && load<u8>(at) == 0x67) {
    const after = goroutine(at, end, record);
    if (after == 0) break;
    at = after;
    count++;
    record += RECORD_BYTES;
  }
  return count;
}

/** Place behind the goroutine's blank line; 0 where it is not known. */
function goroutine(start: u32, end: u32, record: u32): u32 {
  differs = 0;
  let at = header(start);
  if (at == 0) return 0;
  parent = -1;
  let node = root;
  let lines: i32 = 2;
  for (;;) {
    if (at == gapStart) at = gapEnd;
    if (load<u8>(at) == 10) break;
    let before: u32 = 0;
    let next = load<u32>(node, CHILD);
    let after: u32 = 0;
    for (let tried: i32 = 0; next != 0 && tried < PROBES; tried++) {
      after = frame(at, load<u32>(next, SEGMENT));
      if (after != 0) break;
      before = next;
      next = load<u32>(next, NEXT);
    }
    if (after == 0) {
      differs = at;
      return 0;
    }
    if (before != 0) {
      // What came the last time is tried first.
      store<u32>(before, load<u32>(next, NEXT), NEXT);
      store<u32>(next, load<u32>(node, CHILD), NEXT);
      store<u32>(node, next, CHILD);
    }
    node = next;
    at = after;
    lines += 2;
  }
  const stack = load<i32>(node, STACK);
  if (stack < 0 || at >= end) return 0;
  store<i32>(record, stack);
  store<i32>(record, lines, 4);
  store<u32>(record, at + 1, 8);
  store<i32>(record, locked, 12);
  store<f64>(record, <f64>id, 16);
  store<f64>(record, parent, 24);
  store<f64>(record, minutes, 32);
  return at + 1;
}

/** Place behind a frame's two lines, if they are the segment's; 0 where they are not. */
// @ts-ignore: decorator
@inline
function frame(start: u32, segment: u32): u32 {
  const functionLength = load<u32>(segment, FUNCTION_LENGTH);
  const tail = load<u32>(segment, TAIL);
  let at = start + functionLength;
  if (load<u32>(at - 4) != load<u32>(segment, LAST) || load<u8>(at) != tail) return 0;
  if (!same(start, segment + TEXTS, functionLength)) return 0;
  if (tail == 40) at = argumentsEnd(at + 1);
  else if (tail == 32) at = parentId(at);
  if (at == 0) return 0;
  at++;
  if (at == gapStart) at = gapEnd;
  const placeLength = load<u32>(segment, PLACE_LENGTH);
  if (!same(at, segment + TEXTS + functionLength, placeLength)) return 0;
  at += placeLength;
  if (load<u8>(at) != 10) {
    at = placeTail(at);
    if (at == 0) return 0;
  }
  return at + 1;
}

/** Where ` in goroutine N` ends, which is kept; 0 where something else stands there. */
function parentId(start: u32): u32 {
  // ` in goro`, `utin`, `e `
  if (load<u64>(start) != 0x6f726f67206e6920 || load<u32>(start, 8) != 0x6e697475 || load<u16>(start, 12) != 0x2065) return 0;
  const first = start + 14;
  let at = first;
  let value: u64 = 0;
  let byte = load<u8>(at);
  while (byte >= 48 && byte <= 57) {
    value = value * 10 + (byte - 48);
    byte = load<u8>(++at);
  }
  // Ids of 16 digits and more are exact only as text.
  if (at == first || at - first > 15 || byte != 10) return 0;
  parent = <f64>value;
  return at;
}

/** Where the arguments' line ends; 0 where they hold what no argument has: digits, a–f, `x { } ? , space . _` (line-kind.ts). */
// @ts-ignore: decorator
@inline
function argumentsEnd(start: u32): u32 {
  if (load<u8>(start) == 46 && load<u8>(start, 3) == 41) return 0;
  // By the low half of a byte, the high halves with which it is allowed: 2, 3, 5, 6, 7 are bits 0 to 4.
  const low = i8x16(0x03, 0x0a, 0x0a, 0x0a, 0x0a, 0x0a, 0x0a, 0x02, 0x12, 0x02, 0, 0x10, 0x01, 0x10, 0x01, 0x06);
  const high = i8x16(0, 0, 0x01, 0x02, 0, 0x04, 0x08, 0x10, 0, 0, 0, 0, 0, 0, 0, 0);
  const nibble = i8x16.splat(0x0f);
  let at = start;
  for (;;) {
    const bytes = v128.load(at);
    const allowed = v128.and(i8x16.swizzle(low, v128.and(bytes, nibble)), i8x16.swizzle(high, i8x16.shr_u(bytes, 4)));
    const other = i8x16.bitmask(i8x16.eq(allowed, i8x16.splat(0)));
    if (other != 0) {
      at += ctz(other);
      break;
    }
    at += 16;
  }
  return load<u16>(at) == 0x0a29 ? at + 1 : 0;
}

/** Where the line ends behind ` +0x1d fp=0x… sp=0x… pc=0x…`, either part of which may be missing; 0 otherwise. */
function placeTail(start: u32): u32 {
  let at = start;
  if (load<u16>(at) == 0x2b20) {
    at = hexEnd(at + 2);
    if (at == 0 || load<u8>(at) == 10) return at;
  }
  // ` fp=`, ` sp=`, ` pc=`
  if (load<u32>(at) != 0x3d706620) return 0;
  at = hexEnd(at + 4);
  if (at == 0 || load<u32>(at) != 0x3d707320) return 0;
  at = hexEnd(at + 4);
  if (at == 0 || load<u8>(at) == 10) return at;
  if (load<u32>(at) != 0x3d637020) return 0;
  at = hexEnd(at + 4);
  return at != 0 && load<u8>(at) == 10 ? at : 0;
}

/** Where `0x` and up to 16 digits end; 0 where something else stands there. A 17th digit is left for the caller to stumble over. */
// @ts-ignore: decorator
@inline
function hexEnd(start: u32): u32 {
  if (load<u16>(start) != 0x7830) return 0;
  const bytes = v128.load(start, 2);
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10));
  const letters = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(97)), i8x16.splat(6));
  // The bit behind the sixteen of the lanes ends a number of 16 digits.
  const count = ctz(0x10000 | (i8x16.bitmask(v128.or(digits, letters)) ^ 0xffff));
  return count == 0 ? 0 : start + 2 + count;
}

/** Reads a header of the plain form; the place behind it, or 0. */
function header(start: u32): u32 {
  // `goroutin`, `e `
  if (load<u64>(start) != 0x6e6974756f726f67 || load<u16>(start, 8) != 0x2065) return 0;
  let at = start + 10;
  const digits = at;
  let value: u64 = 0;
  let byte = load<u8>(at);
  while (byte >= 48 && byte <= 57) {
    value = value * 10 + (byte - 48);
    byte = load<u8>(++at);
  }
  // Ids of 16 digits and more are exact only as text.
  if (at == digits || at - digits > 15) return 0;
  id = value;
  let pointers: u32 = 0;
  // ` gp=`
  if (load<u32>(at) == 0x3d706720) {
    at = hexEnd(at + 4);
    // ` m=n`, `il`: a thread, as `m=3 mp=0x…`, is the line reader's.
    if (at == 0 || load<u32>(at) != 0x6e3d6d20 || load<u16>(at, 4) != 0x6c69) return 0;
    at += 6;
    pointers = 1;
  }
  if (load<u16>(at) != 0x5b20) return 0;
  at = stateEnd(at + 2, pointers);
  if (at == 0) return 0;
  minutes = -1;
  locked = 0;
  byte = load<u8>(at);
  while (byte == 44) {
    if (load<u8>(++at) != 32) return 0;
    at++;
    // `locked t`, `o thread`
    if (load<u64>(at) == 0x742064656b636f6c && load<u64>(at, 8) == 0x646165726874206f) {
      locked = 1;
      at += 16;
    } else {
      const first = at;
      value = 0;
      byte = load<u8>(at);
      while (byte >= 48 && byte <= 57) {
        value = value * 10 + (byte - 48);
        byte = load<u8>(++at);
      }
      // ` minutes`
      if (at == first || at - first > 15 || load<u64>(at) != 0x736574756e696d20) return 0;
      minutes = <f64>value;
      at += 8;
    }
    byte = load<u8>(at);
  }
  return load<u16>(at) == 0x3a5d && load<u8>(at, 2) == 10 ? at + 3 : 0;
}

/** Where a known state ends, whose root is kept; 0 where it is not known. A flag in parentheses makes it another one. */
function stateEnd(at: u32, pointers: u32): u32 {
  if (lastRoot != 0 && isState(at, lastRoot, pointers)) {
    root = lastRoot;
    return at + load<u32>(root, STATE_LENGTH);
  }
  for (let one = roots; one != 0; one = load<u32>(one, NEXT))
    if (isState(at, one, pointers)) {
      lastRoot = one;
      root = one;
      return at + load<u32>(one, STATE_LENGTH);
    }
  return 0;
}

// @ts-ignore: decorator
@inline
function isState(at: u32, one: u32, pointers: u32): bool {
  const length = load<u32>(one, STATE_LENGTH);
  const behind = load<u8>(at + length);
  return (behind == 44 || behind == 93) && load<u32>(one, POINTERS) == pointers && same(at, one + STATE, length);
}
