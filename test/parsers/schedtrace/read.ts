import type { FactDraft } from '../../../src/evidence/facts/index.ts';
import { trusted } from '../../../src/text/safe-text.ts';
import type { ArtefactKind, Skipped } from '../../../parsers/parser.ts';
import { schedtraceParser } from '../../../parsers/schedtrace/index.ts';

type SchedulerDraft = Extract<FactDraft, { readonly type: 'scheduler' }>;

/** What the parser makes of lines. */
export interface ReadResult {
  readonly facts: readonly SchedulerDraft[];
  readonly skipped: readonly Skipped[];
  readonly found: ReadonlySet<ArtefactKind>;
  /** Line by line: the parser took it. */
  readonly taken: readonly boolean[];
}

/** Offers every line to the parser. */
export function read(lines: readonly string[]): ReadResult {
  const facts: SchedulerDraft[] = [];
  const skipped: Skipped[] = [];
  const found = new Set<ArtefactKind>();
  const parser = schedtraceParser.create({
    source: { path: trusted('stderr.log'), scope: {}, salvaged: false },
    emit: (draft) => {
      if (draft.type !== 'scheduler') throw new Error(`unexpected fact: ${draft.type}`);
      facts.push(draft);
      return `scheduler:${facts.length}`;
    },
    found: (kind) => found.add(kind),
    skipped: (what) => skipped.push(what),
  });
  const taken = lines.map((text, index) => parser.accept({ text, number: index + 1 }));
  parser.end();
  return { facts, skipped, found, taken };
}

/** A plain `SCHED` line of two Ps. `ticks` given: as Go 1.25 prints it; else as Go 1.19 does. */
export function plain(
  atMs: number,
  set: {
    idle?: number;
    threads?: number;
    spinning?: number;
    idlethreads?: number;
    run?: number;
    local?: readonly number[];
    ticks?: readonly number[];
  } = {},
): string {
  const { idle = 0, threads = 4, spinning = 0, idlethreads = 1, run = 0, local = [0, 0], ticks } = set;
  const head = `SCHED ${atMs}ms: gomaxprocs=${local.length} idleprocs=${idle} threads=${threads} spinningthreads=${spinning}`;
  const queues = ticks === undefined ? `[${local.join(' ')}]` : `[ ${local.join(' ')} ] schedticks=[ ${ticks.join(' ')} ]`;
  return `${head} idlethreads=${idlethreads} runqueue=${run} ${queues}`;
}

/** A block of the detailed form, two Ps, as Go 1.23 prints it. */
export function detail(
  atMs: number,
  set: {
    gcwaiting?: boolean;
    stopwait?: number;
    idle?: number;
    status?: readonly [number, number];
    ticks?: readonly [number, number];
    dying?: number;
    goroutines?: readonly string[];
  } = {},
): string[] {
  const { gcwaiting = false, stopwait = 0, idle = 0, status = [1, 1], ticks = [atMs, atMs], dying = 0, goroutines = [] } = set;
  return [
    `SCHED ${atMs}ms: gomaxprocs=2 idleprocs=${idle} threads=4 spinningthreads=0 needspinning=1 idlethreads=1 runqueue=0 gcwaiting=${String(gcwaiting)} nmidlelocked=0 stopwait=${stopwait} sysmonwait=false`,
    `  P0: status=${status[0]} schedtick=${ticks[0]} syscalltick=0 m=3 runqsize=0 gfreecnt=0 timerslen=1`,
    `  P1: status=${status[1]} schedtick=${ticks[1]} syscalltick=0 m=0 runqsize=0 gfreecnt=0 timerslen=0`,
    `  M3: p=0 curg=5 mallocing=0 throwing=0 preemptoff=GC worker init locks=0 dying=0 spinning=false blocked=true lockedg=nil`,
    `  M2: p=nil curg=nil mallocing=0 throwing=0 preemptoff= locks=0 dying=0 spinning=false blocked=true lockedg=nil`,
    `  M0: p=1 curg=19 mallocing=0 throwing=0 preemptoff= locks=0 dying=${dying} spinning=false blocked=false lockedg=nil`,
    ...goroutines,
  ];
}
