import { Scanner, type Reading } from './scanner.ts';

/** One `SCHED` line as printed (runtime/proc.go schedtrace), before the P lines of the detailed form are added. */
export interface SchedLine {
  readonly form: 'plain' | 'detail';
  readonly atMs: number;
  readonly gomaxprocs: number;
  readonly idleprocs: number;
  readonly threads: number;
  readonly spinningthreads: number;
  /** Go ≥ 1.20. */
  readonly needspinning?: number;
  readonly idlethreads: number;
  readonly runqueue: number;
  /** Plain form: length of every P's queue; as many as `gomaxprocs`. */
  readonly localQueues?: readonly number[];
  /** Plain form, Go ≥ 1.25. */
  readonly schedticks?: readonly number[];
  /** Detailed form. */
  readonly gcwaiting?: boolean;
  /** Detailed form. */
  readonly stopwait?: number;
}

/**
 * Reads a `SCHED` line that begins at `from`. Three plain forms are known: `[0 0]` (Go ≤ 1.19), the same with
 * `needspinning=` (1.20 to 1.24), and `[ 0 0 ] schedticks=[ 0 0 ]` (≥ 1.25). The detailed form has
 * ` gcwaiting=… nmidlelocked=… stopwait=… sysmonwait=…` in place of the queues. Anything else is `cut` or `mixed`
 * where it begins with `SCHED ‹n›ms:`, and `no` where it does not.
 */
export function readSchedLine(text: string, from = 0): Reading<SchedLine> {
  const scan = new Scanner(text, from);
  if (!scan.literal('SCHED ')) return { kind: 'no' };
  const atMs = scan.number();
  if (atMs === undefined || !scan.literal('ms:')) return { kind: 'no' };
  // Prose about a trace ("SCHED 0ms: the first line") is not a damaged trace.
  if (!scan.literal(' gomaxprocs=')) return scan.atEnd ? { kind: 'cut' } : { kind: 'no' };

  const gomaxprocs = scan.number();
  const idleprocs = field(scan, ' idleprocs=');
  const threads = field(scan, ' threads=');
  const spinningthreads = field(scan, ' spinningthreads=');
  if (gomaxprocs === undefined || spinningthreads === undefined) return scan.failure();
  const needspinning = scan.optional(' needspinning=') ? scan.number() : null;
  if (needspinning === undefined) return scan.failure();
  const idlethreads = field(scan, ' idlethreads=');
  const runqueue = field(scan, ' runqueue=');
  if (idleprocs === undefined || threads === undefined || idlethreads === undefined || runqueue === undefined) {
    return scan.failure();
  }
  const head = {
    atMs,
    gomaxprocs,
    idleprocs,
    threads,
    spinningthreads,
    ...(needspinning === null ? {} : { needspinning }),
    idlethreads,
    runqueue,
  };
  return scan.optional(' gcwaiting=') ? readDetailTail(scan, head) : readPlainTail(scan, head);
}

type Head = Omit<SchedLine, 'form' | 'localQueues' | 'schedticks' | 'gcwaiting' | 'stopwait'>;

function readDetailTail(scan: Scanner, head: Head): Reading<SchedLine> {
  const gcwaiting = scan.bool();
  if (gcwaiting === undefined || !scan.literal(' nmidlelocked=') || scan.signed() === undefined) return scan.failure();
  if (!scan.literal(' stopwait=')) return scan.failure();
  const stopwait = scan.signed();
  if (stopwait === undefined || !scan.literal(' sysmonwait=') || scan.bool() === undefined) return scan.failure();
  if (!scan.atEnd) return { kind: 'mixed' };
  return { kind: 'ok', value: { form: 'detail', ...head, gcwaiting, stopwait } };
}

function readPlainTail(scan: Scanner, head: Head): Reading<SchedLine> {
  if (!scan.literal(' [')) return scan.failure();
  const spaced = scan.optional(' ');
  const localQueues = list(scan, head.gomaxprocs);
  if (localQueues === undefined) return scan.failure();
  if (!spaced) {
    if (!scan.literal(']')) return scan.failure();
    return scan.atEnd ? { kind: 'ok', value: { form: 'plain', ...head, localQueues } } : { kind: 'mixed' };
  }
  if (!scan.literal(' ] schedticks=[ ')) return scan.failure();
  const schedticks = list(scan, head.gomaxprocs);
  if (schedticks === undefined || !scan.literal(' ]')) return scan.failure();
  if (!scan.atEnd) return { kind: 'mixed' };
  return { kind: 'ok', value: { form: 'plain', ...head, localQueues, schedticks } };
}

function field(scan: Scanner, name: string): number | undefined {
  return scan.literal(name) ? scan.number() : undefined;
}

/** Exactly `length` numbers, a blank between them: the runtime changes GOMAXPROCS and its list of Ps under one lock. */
function list(scan: Scanner, length: number): number[] | undefined {
  const numbers: number[] = [];
  for (let i = 0; i < length; i += 1) {
    if (i > 0 && !scan.literal(' ')) return undefined;
    const value = scan.number();
    if (value === undefined) return undefined;
    numbers.push(value);
  }
  return numbers.length > 0 ? numbers : undefined;
}
