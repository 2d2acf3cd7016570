import type { SchedulerPicture, SchedulerTick, SchedulerWindow } from '../../src/evidence/facts/scheduler.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { excerpt } from './excerpt.ts';
import { EvenSample, median } from './even-sample.ts';
import { queued, threadlessPs } from './pictures.ts';

/** A tick with what its windows cite. */
export interface ObservedTick {
  readonly tick: SchedulerTick;
  /** The `SCHED` line as it stands there. */
  readonly text: string;
  /** Last line of its detail block; the `SCHED` line itself in the plain form. */
  readonly lastLine: number;
  /** What runs on each P, by P, where P and M lines tell. */
  readonly running: ReadonlyMap<number, RunningOn>;
  /** Lines that are not of the trace, between the tick before and this one. */
  readonly otherLines: number;
}

/** What the detailed form tells of one P. */
export interface RunningOn {
  /** `curg=` of the thread on it, unless its own line says that the goroutine does not run. */
  readonly goroutine?: number;
  /** Its own line says that it runs. */
  readonly runs: boolean;
  /** Its P line and its thread's M line, as they stand there. */
  readonly lines: readonly string[];
}

/** A window before the number of all ticks is known. */
export type OpenEndedWindow = Omit<SchedulerWindow, 'share'>;

/** Consecutive ticks that belong together. */
export class Span {
  readonly first: ObservedTick;
  last: ObservedTick;
  ticks = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = 0;
  private readonly perP = new EvenSample<number>(2000);
  private threadless = Number.POSITIVE_INFINITY;
  private otherLines = 0;

  constructor(first: ObservedTick) {
    this.first = first;
    this.last = first;
    this.add(first);
  }

  get durationMs(): number {
    return this.last.tick.atMs - this.first.tick.atMs;
  }

  /** The next tick. */
  push(observed: ObservedTick): void {
    this.add(observed);
  }

  /** The window of these ticks, with the Ps that did not schedule in it. */
  window(picture: SchedulerPicture, path: SafeText, stuckPs: readonly number[]): OpenEndedWindow {
    const { first, last } = this;
    const running = stuckPs.flatMap((p) => last.running.get(p) ?? []);
    const stuckGoroutines = running.flatMap((on) => (on.goroutine === undefined ? [] : [on.goroutine]));
    const proof = running.slice(0, 3).flatMap((on) => on.lines);
    return {
      picture,
      ticks: this.ticks,
      fromMs: first.tick.atMs,
      toMs: last.tick.atMs,
      durationMs: this.durationMs,
      queuedPerP: { min: this.min, median: median(this.perP.items()), max: this.max },
      gomaxprocs: first.tick.gomaxprocs,
      stuckPs,
      stuckGoroutines,
      threadlessPs: this.threadless,
      otherLines: this.otherLines,
      citation: {
        path,
        firstLine: first.tick.line,
        lastLine: last.lastLine,
        excerpt: excerpt([first.text, last.text, ...proof]),
      },
    };
  }

  private add(observed: ObservedTick): void {
    const { tick } = observed;
    const perP = queued(tick) / tick.gomaxprocs;
    this.min = Math.min(this.min, perP);
    this.max = Math.max(this.max, perP);
    this.perP.push(perP);
    this.threadless = Math.min(this.threadless, threadlessPs(tick));
    // What was printed before the first tick was printed before the window.
    if (this.ticks > 0) this.otherLines += observed.otherLines;
    this.last = observed;
    this.ticks += 1;
  }
}
