import { type ExactInt, parseExact } from '../../src/text/exact.ts';

/** What the first line of a profile in text form says (runtime/pprof/pprof.go, `?debug=1`). */
export type Head =
  /** `goroutine profile: total 24` and those of goroutineleak, threadcreate and of profiles that the program made. */
  | { readonly kind: 'count'; readonly name: string; readonly total: number }
  /** `heap profile: 22: 205312 [22: 205313] @ heap/1048576`: objects and bytes in use, allocated, and twice the rate. */
  | {
      readonly kind: 'heap';
      readonly inuseObjects: ExactInt;
      readonly inuseBytes: ExactInt;
      readonly allocObjects: ExactInt;
      readonly allocBytes: ExactInt;
      /** Bytes between samples: MemProfileRate. */
      readonly rate: number;
    }
  /** `--- contention:` (a block profile) or `--- mutex:`; the next line must be `cycles/second=…`. */
  | { readonly kind: 'contention'; readonly mutex: boolean };

const COUNT = /^([A-Za-z][\w./-]{0,99}) profile: total (\d{1,15})$/;
const HEAP = /^heap profile: (-?\d{1,20}): (-?\d{1,20}) \[(-?\d{1,20}): (-?\d{1,20})\] @ heap\/(\d{1,15})$/;

/** Reads the head of a profile; undefined for every other line. By the first characters: most lines are other ones. */
export function readHead(text: string): Head | undefined {
  if (text.charCodeAt(0) === 0x2d) {
    if (text === '--- contention:' || text === '--- block:') return { kind: 'contention', mutex: false };
    return text === '--- mutex:' ? { kind: 'contention', mutex: true } : undefined;
  }
  const at = text.indexOf(' profile: ');
  // A longer name, or none, is prose.
  if (at < 1 || at > 100) return undefined;
  const heap = HEAP.exec(text);
  if (heap !== null) {
    const [inuseObjects = 0, inuseBytes = 0, allocObjects = 0, allocBytes = 0, rate = 0] = heap.slice(1).map(parseExact);
    return { kind: 'heap', inuseObjects, inuseBytes, allocObjects, allocBytes, rate: Math.floor(Number(rate) / 2) };
  }
  const count = COUNT.exec(text);
  return count === null ? undefined : { kind: 'count', name: count[1] ?? '', total: Number(count[2]) };
}
