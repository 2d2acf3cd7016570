import { OFFSETS, STRIPPED, STRIPPED_BYTES, TEMPLATE } from './layout';

/** In a template: one digit or more. */
const DIGITS: u8 = 1;

let length: u32 = 0;

/** Bytes of what `strip` wrote. */
export function stripped(): u32 {
  return length;
}

/**
 * Takes the prefix off lines, from `start` up to the first line that does not have it or is not complete: how many. The lines stand at
 * STRIPPED then; of each, and of what follows the last, it is written down where it began and where it begins now.
 */
export function strip(start: u32, end: u32, most: u32): u32 {
  let at = start;
  let out: u32 = STRIPPED;
  let lines: u32 = 0;
  let offset: u32 = OFFSETS;
  while (lines < most) {
    store<u32>(offset, at);
    store<u32>(offset, out - STRIPPED, 4);
    const text = prefixEnd(at);
    if (text == 0) break;
    const feed = lineEnd(text, end);
    if (feed >= end || out + (feed - text) + 17 > STRIPPED + STRIPPED_BYTES) break;
    memory.copy(out, text, feed + 1 - text);
    out += feed + 1 - text;
    at = feed + 1;
    offset += 8;
    lines++;
  }
  store<u32>(offset, at);
  store<u32>(offset, out - STRIPPED, 4);
  length = out - STRIPPED;
  return lines;
}

/** Where the text of a line begins; 0 where the line does not have the prefix. */
function prefixEnd(start: u32): u32 {
  let at = start;
  let part: u32 = TEMPLATE;
  for (let wanted = load<u8>(part); wanted != 0; wanted = load<u8>(++part)) {
    let byte = load<u8>(at);
    if (wanted != DIGITS) {
      if (byte != wanted) return 0;
      at++;
      continue;
    }
    if (byte < 48 || byte > 57) return 0;
    while (byte >= 48 && byte <= 57) byte = load<u8>(++at);
  }
  return at;
}

// @ts-ignore: decorator
@inline
function lineEnd(start: u32, end: u32): u32 {
  const feed = i8x16.splat(10);
  for (let at = start; at < end; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), feed));
    if (found != 0) return at + ctz(found);
  }
  return end;
}
