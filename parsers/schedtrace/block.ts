import type { SchedulerTick } from '../../src/evidence/facts/scheduler.ts';
import type { DetailLine, GoroutineLine, ProcessorLine } from './detail-line.ts';
import type { SchedLine } from './sched-line.ts';
import type { Parked } from './series.ts';
import type { ObservedTick, RunningOn } from './span.ts';

/** Status of a goroutine that runs (runtime/runtime2.go _Grunning); 0x1000 is added while its stack is scanned. */
const RUNNING = 2;
const SCAN_BITS = 0xfff;

/** One tick of the detailed form while its P, M and G lines are read. */
export class Block {
  /** A thread in it is panicking or throwing: the runtime printed this block because the process crashes. */
  dying = false;
  /** Lines of it that could not be read. */
  unparsedLines = 0;
  /** Wait reasons of its parked goroutines. */
  readonly parked = new Map<string, Parked>();
  private readonly head: SchedLine;
  private readonly text: string;
  private readonly line: number;
  private readonly otherLines: number;
  private lastLine: number;
  private readonly processors = new Map<number, ProcessorLine & { readonly text: string }>();
  private readonly threads = new Map<number, { readonly curg?: number; readonly text: string }>();
  /** Goroutines that a thread has on a P, and whether their own line says that they run; unknown before it is read. */
  private readonly onP = new Map<number, boolean | undefined>();

  /** @param otherLines Lines that are not of the trace, since the tick before. */
  constructor(head: SchedLine, text: string, line: number, otherLines: number) {
    this.head = head;
    this.text = text;
    this.line = line;
    this.otherLines = otherLines;
    this.lastLine = line;
  }

  /** Adds a line. False: it belongs to another block, whose `SCHED` line is missing. */
  add(detail: DetailLine, text: string, line: number): boolean {
    if (detail.kind === 'P') {
      if (detail.id >= this.head.gomaxprocs || this.processors.has(detail.id)) return false;
      this.processors.set(detail.id, { ...detail, text });
    } else if (detail.kind === 'M') {
      this.dying ||= detail.dying;
      // Only threads on a P are of use; there are at most as many as Ps.
      if (detail.p !== undefined && detail.p < this.head.gomaxprocs) {
        this.threads.set(detail.p, {
          ...(detail.curg === undefined ? {} : { curg: detail.curg }),
          text,
        });
        if (detail.curg !== undefined) this.onP.set(detail.curg, undefined);
      }
    } else {
      this.noteStatus(detail);
      if (detail.parkedFor !== undefined) this.notePark(detail.parkedFor, line);
    }
    this.lastLine = line;
    return true;
  }

  /** The tick. Queues, schedticks and statuses are given only where the line of every P was read. */
  tick(): ObservedTick {
    const ps = Array.from({ length: this.processors.size }, (_, id) => this.processors.get(id)).filter((p) => p !== undefined);
    const whole = ps.length === this.head.gomaxprocs;
    return {
      tick: {
        ...toTick(this.head, this.line),
        ...(whole
          ? {
              localQueues: ps.map((p) => p.runqsize),
              schedticks: ps.map((p) => p.schedtick),
              pStatus: ps.map((p) => p.status),
            }
          : {}),
      },
      text: this.text,
      lastLine: this.lastLine,
      running: this.running(),
      otherLines: this.otherLines,
    };
  }

  private notePark(reason: string, line: number): void {
    const before = this.parked.get(reason);
    if (before === undefined && this.parked.size >= 1000) return;
    this.parked.set(reason, { goroutines: (before?.goroutines ?? 0) + 1, line: before?.line ?? line });
  }

  /** M lines come before G lines, so it is known by now who is on a P. */
  private noteStatus({ id, status }: GoroutineLine): void {
    if (this.onP.has(id)) this.onP.set(id, (status & SCAN_BITS) === RUNNING);
  }

  private running(): ReadonlyMap<number, RunningOn> {
    const running = new Map<number, RunningOn>();
    for (const [id, p] of this.processors) {
      const thread = this.threads.get(id);
      running.set(id, {
        ...(thread?.curg === undefined || this.onP.get(thread.curg) === false ? {} : { goroutine: thread.curg }),
        runs: thread?.curg !== undefined && this.onP.get(thread.curg) === true,
        lines: thread === undefined ? [p.text] : [p.text, thread.text],
      });
    }
    return running;
  }
}

/** A tick out of a `SCHED` line. In the detailed form the queues are still missing. */
export function toTick(head: SchedLine, line: number): SchedulerTick {
  const { form: _, localQueues = [], ...rest } = head;
  return { ...rest, line, localQueues };
}
