import type { GcCycle } from '../../src/evidence/facts/gc.ts';
import { Scanner, type Reading } from '../schedtrace/scanner.ts';

/** One `gc` line as printed, before it is known what started the collection. */
export interface GcLine extends Omit<GcCycle, 'line'> {
  /** Five times of the clock, as Go 1.5 printed them, and not three. */
  readonly fivePhases: boolean;
  /** The line is whole, but other text follows in it. */
  readonly tail: boolean;
}

/**
 * Reads a `gc` line that begins at `from` (runtime/mgc.go, gcMarkTermination; mgc.go and extern.go say what each number
 * is). Up to Go 1.17 there is no `MB stacks` and `MB globals`; from 1.26 on ` (checking for goroutine leaks)` may stand
 * behind the percentage. All numbers must be there; other text may follow. Anything else is `cut` or `mixed` where it begins with `gc ‹n› @‹t›s`, and `no` where it does not.
 */
export function readGcLine(text: string, from = 0): Reading<GcLine> {
  const scan = new Scanner(text, from);
  if (!scan.literal('gc ')) return { kind: 'no' };
  const cycle = scan.number();
  if (cycle === undefined || !scan.literal(' @')) return { kind: 'no' };
  const seconds = scan.decimal();
  // Prose ("gc 12 @ noon") is not a damaged trace.
  if (seconds === undefined || !scan.literal('s ')) return scan.atEnd ? { kind: 'cut' } : { kind: 'no' };
  const cpuPercent = scan.number();
  if (cpuPercent === undefined || !scan.literal('%')) return scan.failure();
  const leakCheck = scan.optional(' (checking for goroutine leaks)');
  if (!scan.literal(': ')) return scan.failure();
  const clock = clockTimes(scan);
  const cpu = clock === undefined ? undefined : cpuTimes(scan, clock.five);
  const heap = cpu === undefined ? undefined : heapSizes(scan);
  if (clock === undefined || cpu === undefined || heap === undefined) return scan.failure();
  const gomaxprocs = scan.number();
  if (gomaxprocs === undefined || !scan.literal(' P')) return scan.failure();
  const whole = scan.atEnd;
  const called = !whole && scan.optional(' (forced)');
  // `optional` has moved to the end: the line was cut within the word.
  if (!whole && !called && scan.atEnd) return { kind: 'cut' };
  return {
    kind: 'ok',
    value: {
      cycle,
      atMs: Math.round(seconds * 1000),
      cpuPercent,
      sweepTermMs: clock.sweepTermMs,
      markMs: clock.markMs,
      markTermMs: clock.markTermMs,
      ...cpu,
      ...heap,
      gomaxprocs,
      ...(called ? { forcedBy: 'call' as const } : {}),
      ...(leakCheck ? { leakCheck } : {}),
      fivePhases: clock.five,
      tail: !scan.atEnd,
    },
  };
}

/** `0.012+27+0.038 ms clock, `; five of them in Go 1.5, where scan and the write barrier were phases of their own. */
function clockTimes(scan: Scanner) {
  const times = decimals(scan, '+', 5);
  if (times === undefined || !scan.literal(' ms clock, ')) return undefined;
  const [first = 0, ...rest] = times;
  const last = rest.pop() ?? 0;
  if (rest.length !== 1 && rest.length !== 3) return undefined;
  return { sweepTermMs: first, markMs: round(rest.reduce((sum, one) => sum + one, 0)), markTermMs: last, five: rest.length === 3 };
}

/** `0.024+7.6/9.7/21+0.076 ms cpu, `; in Go 1.5 two more phases stand behind the first. */
function cpuTimes(scan: Scanner, five: boolean) {
  const first = decimals(scan, '+', five ? 4 : 2);
  if (first?.length !== (five ? 4 : 2) || !scan.literal('/')) return undefined;
  const backgroundCpuMs = scan.decimal();
  if (backgroundCpuMs === undefined || !scan.literal('/')) return undefined;
  const idleCpuMs = scan.decimal();
  if (idleCpuMs === undefined || !scan.literal('+')) return undefined;
  const markTermCpuMs = scan.decimal();
  if (markTermCpuMs === undefined || !scan.literal(' ms cpu, ')) return undefined;
  return {
    // The phases of Go 1.5 between the stop and the assists were background work.
    sweepTermCpuMs: first[0] ?? 0,
    assistCpuMs: first.at(-1) ?? 0,
    backgroundCpuMs: round(backgroundCpuMs + first.slice(1, -1).reduce((sum, one) => sum + one, 0)),
    idleCpuMs,
    markTermCpuMs,
  };
}

/** `71->86->78 MB, 71 MB goal, 0 MB stacks, 0 MB globals, `. */
function heapSizes(scan: Scanner) {
  const startMiB = scan.number();
  if (startMiB === undefined || !scan.literal('->')) return undefined;
  const endMiB = scan.number();
  if (endMiB === undefined || !scan.literal('->')) return undefined;
  const liveMiB = scan.number();
  if (liveMiB === undefined || !scan.literal(' MB, ')) return undefined;
  const goalMiB = scan.number();
  if (goalMiB === undefined || !scan.literal(' MB goal, ')) return undefined;
  const heap = { startMiB, endMiB, liveMiB, goalMiB };
  const before = scan.pos;
  const stacksMiB = scan.number();
  if (stacksMiB === undefined) return undefined;
  if (!scan.optional(' MB stacks, ')) {
    // Up to Go 1.17 this number is that of the Ps.
    if (!scan.atEnd) scan.pos = before;
    return scan.atEnd ? undefined : heap;
  }
  const globalsMiB = scan.number();
  if (globalsMiB === undefined || !scan.literal(' MB globals, ')) return undefined;
  return { ...heap, stacksMiB, globalsMiB };
}

/** Numbers with this character between them, at most `most`. */
function decimals(scan: Scanner, between: string, most: number): number[] | undefined {
  const numbers: number[] = [];
  do {
    const number = scan.decimal();
    if (number === undefined) return undefined;
    numbers.push(number);
  } while (numbers.length < most && scan.optional(between));
  return numbers;
}

/** Sums of decimal fractions, without the noise of binary ones. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
