import { Scanner, type Reading } from './scanner.ts';

/** A `P` line: one processor of the scheduler. */
export interface ProcessorLine {
  readonly kind: 'P';
  readonly id: number;
  /** 0 idle, 1 running, 2 syscall (Go ≤ 1.25), 3 stopped for GC, 4 dead. */
  readonly status: number;
  readonly schedtick: number;
  readonly runqsize: number;
}

/** An `M` line: one thread. */
export interface ThreadLine {
  readonly kind: 'M';
  /** The P that it runs on; absent where it has none. */
  readonly p?: number;
  /** The goroutine that it runs; absent where none. */
  readonly curg?: number;
  /** It is in the middle of a panic, a fatal error or a fatal signal: `dying` or `throwing` is not 0. */
  readonly dying: boolean;
}

/** A `G` line: one goroutine, dead slots (status 6) included. */
export interface GoroutineLine {
  readonly kind: 'G';
  readonly id: number;
  readonly status: number;
  /** Where it is parked (status 4, or 4100 while a stack scan runs), else absent: the printed reason is then stale. */
  readonly parkedFor?: string;
}

export type DetailLine = ProcessorLine | ThreadLine | GoroutineLine;

/** The longest wait reason that is read. The runtime's own have at most 40 characters. */
const MAX_REASON = 200;

/**
 * Reads a `P…`, `M…` or `G…` line of GODEBUG=scheddetail=1 (runtime/proc.go schedtrace). The two blanks before it may
 * be gone or more: log collectors trim, people indent.
 */
export function readDetailLine(text: string): Reading<DetailLine> {
  const scan = new Scanner(text);
  scan.blanks();
  const kind = scan.text[scan.pos];
  if (kind !== 'P' && kind !== 'M' && kind !== 'G') return { kind: 'no' };
  scan.pos += 1;
  const id = scan.number();
  if (id === undefined) return { kind: 'no' };
  if (!scan.literal(kind === 'M' ? ': p=' : ': status=')) return { kind: 'no' };
  const line = kind === 'P' ? processor(scan, id) : kind === 'M' ? thread(scan) : goroutine(scan, id);
  if (line === undefined) return scan.failure();
  return scan.atEnd ? { kind: 'ok', value: line } : { kind: 'mixed' };
}

function processor(scan: Scanner, id: number): ProcessorLine | undefined {
  const status = scan.number();
  const schedtick = named(scan, ' schedtick=');
  if (status === undefined || schedtick === undefined) return undefined;
  if (named(scan, ' syscalltick=') === undefined || !scan.literal(' m=') || scan.id() === undefined) return undefined;
  const runqsize = named(scan, ' runqsize=');
  if (runqsize === undefined || named(scan, ' gfreecnt=') === undefined) return undefined;
  // Go ≥ 1.14 prints it; a line that was cut before it is not told from an older one, and lacks nothing that is used.
  if (scan.optional(' timerslen=') && scan.number() === undefined) return undefined;
  return { kind: 'P', id, status, schedtick, runqsize };
}

function thread(scan: Scanner): ThreadLine | undefined {
  const p = scan.id();
  if (p === undefined || !scan.literal(' curg=')) return undefined;
  const curg = scan.id();
  if (curg === undefined || !scan.literal(' mallocing=') || scan.signed() === undefined) return undefined;
  if (!scan.literal(' throwing=')) return undefined;
  const throwing = scan.signed();
  // `preemptoff=` is free text of the runtime, with blanks: `GC worker init`.
  if (throwing === undefined || !scan.literal(' preemptoff=')) return undefined;
  if (scan.until(' locks=', MAX_REASON) === undefined || scan.signed() === undefined) return undefined;
  if (!scan.literal(' dying=')) return undefined;
  const dying = scan.signed();
  if (dying === undefined) return undefined;
  // Go ≤ 1.10.
  if (scan.optional(' helpgc=') && scan.signed() === undefined) return undefined;
  if (!scan.literal(' spinning=') || scan.bool() === undefined) return undefined;
  if (!scan.literal(' blocked=') || scan.bool() === undefined) return undefined;
  if (!scan.literal(' lockedg=') || scan.id() === undefined) return undefined;
  return {
    kind: 'M',
    ...(p === null ? {} : { p }),
    ...(curg === null ? {} : { curg }),
    dying: dying !== 0 || throwing !== 0,
  };
}

function goroutine(scan: Scanner, id: number): GoroutineLine | undefined {
  const status = scan.number();
  if (status === undefined || !scan.literal('(')) return undefined;
  // A reason may hold parentheses: `chan receive (nil chan)`.
  const reason = scan.until(') m=', MAX_REASON);
  if (reason === undefined || scan.id() === undefined) return undefined;
  if (!scan.literal(' lockedm=') || scan.id() === undefined) return undefined;
  const parked = (status === 4 || status === 4100) && reason !== '';
  return { kind: 'G', id, status, ...(parked ? { parkedFor: reason } : {}) };
}

function named(scan: Scanner, name: string): number | undefined {
  return scan.literal(name) ? scan.number() : undefined;
}
