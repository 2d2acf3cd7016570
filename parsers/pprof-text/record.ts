import { type ExactInt, parseExact } from '../../src/text/exact.ts';
import type { Call } from '../pprof/profile.ts';

/** The first line of one stack: its numbers, and its program counters as they stand there. */
export interface RecordLine {
  /** `24 @` has one number, `204227816 9 @` two, `20: 204800 [20: 204800] @` four. */
  readonly values: readonly ExactInt[];
  /** ` 0x43a7d6 0x406bbb …`; tells stacks apart. */
  readonly counters: string;
}

// Cycles and bytes of a long life have more digits than a double holds.
const COUNT = /^(\d{1,15}) @$/;
const CYCLES = /^(\d{1,20}) (\d{1,20}) @$/;
const HEAP = /^(-?\d{1,20}): (-?\d{1,20}) \[(-?\d{1,20}): (-?\d{1,20})\] @$/;
const FORMS = { count: COUNT, contention: CYCLES, heap: HEAP } as const;
/** Digits before the `@`: four numbers of twenty with what stands between them. */
const LONGEST = 100;

/** Reads the line that begins a stack in a profile of this kind; undefined for every other line. */
export function readRecord(text: string, kind: keyof typeof FORMS): RecordLine | undefined {
  const first = text.charCodeAt(0);
  if ((first < 0x30 || first > 0x39) && first !== 0x2d) return undefined;
  const at = text.indexOf('@');
  if (at < 0 || at > LONGEST) return undefined;
  const match = FORMS[kind].exec(text.slice(0, at + 1));
  const counters = text.slice(at + 1);
  if (match === null || !areCounters(counters)) return undefined;
  return { values: match.slice(1).map(parseExact), counters };
}

/** Nothing, or numbers in hexadecimal with a blank before each. */
function areCounters(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x20) {
      if (text.charCodeAt(i + 1) !== 0x30 || text.charCodeAt(i + 2) !== 0x78) return false;
      i += 2;
    } else if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) return false;
  }
  return true;
}

/** One call of a stack as printed, and its address. */
export interface FrameLine extends Call {
  readonly address: string;
}

/**
 * Reads `#␉0x6e3dcb␉main.blockers.func18+0x2b␉␉/path/main.go:638`, or `#␉0x6e3dcb` where the place has no symbol
 * (`printStackRecord`). Tabs may have become blanks. Undefined for every other line.
 */
export function readFrame(text: string): FrameLine | undefined {
  let at = blanks(text, 1);
  if (text.charCodeAt(0) !== 0x23 || at === 1 || !text.startsWith('0x', at)) return undefined;
  const end = hexEnd(text, at + 2);
  if (end === at + 2 || end > at + 18) return undefined;
  const address = text.slice(at, end);
  at = blanks(text, end);
  if (at === text.length) return { address, inlined: false };
  if (at === end) return undefined;
  // A name may hold blanks (`type:.eq.struct { F int }`) and a file as well; between them stands the offset.
  const offset = offsetAt(text, at);
  if (offset === undefined) return undefined;
  const place = blanks(text, offset.end);
  const colon = text.lastIndexOf(':');
  const line = text.slice(colon + 1);
  if (colon <= place || !/^\d{1,9}$/.test(line)) return undefined;
  return { address, function: text.slice(at, offset.start), file: text.slice(place, colon), line: Number(line), inlined: false };
}

/** Where `+0x2b` with a blank behind it stands, from `from` on. */
function offsetAt(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
  for (let start = text.indexOf('+0x', from); start >= 0; start = text.indexOf('+0x', start + 3)) {
    const end = hexEnd(text, start + 3);
    if (end > start + 3 && blanks(text, end) > end) return start > from ? { start, end } : undefined;
  }
  return undefined;
}

function blanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at++;
  return at;
}

function hexEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) break;
  }
  return at;
}
