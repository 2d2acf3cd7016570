import type { SchedulerPicture, SchedulerTick, SchedulerWindow } from '../../src/evidence/facts/scheduler.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { excerpt } from './excerpt.ts';
import { EvenSample, median } from './even-sample.ts';
import { MIN_STILL_MS, queued, RULES, type Rule, threadlessPs } from './pictures.ts';

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
  /** `curg=` of the thread on it, unless that goroutine waits. */
  readonly goroutine?: number;
  /** Its P line and its thread's M line, as they stand there. */
  readonly lines: readonly string[];
}

/** Windows that are kept of one series: the ones with most ticks. */
export const MAX_WINDOWS = 1000;

/** A window before the number of all ticks is known. */
type OpenEndedWindow = Omit<SchedulerWindow, 'share'>;

/**
 * Finds the windows of one series while its ticks come in. Pictures are followed apart, so windows of different
 * pictures may cover the same ticks: a stopped world is also frozen, and one with a queue is also saturated.
 */
export class WindowFinder {
  private readonly path: SafeText;
  private readonly open = new Map<SchedulerPicture, Run>();
  private found: OpenEndedWindow[] = [];
  private dropped = 0;

  constructor(path: SafeText) {
    this.path = path;
  }

  /** The next tick of the series. */
  push(observed: ObservedTick): void {
    for (const rule of RULES) {
      const run = this.open.get(rule.picture);
      const shows = rule.shows(observed.tick);
      if (run !== undefined && shows && continues(rule, run.last.tick, observed.tick)) {
        run.push(observed);
        continue;
      }
      if (run !== undefined) this.close(rule, run);
      if (shows) this.open.set(rule.picture, new Run(observed));
    }
  }

  /** Ends all runs: whatever follows does not continue them. */
  interrupt(): void {
    for (const rule of RULES) {
      const run = this.open.get(rule.picture);
      if (run !== undefined) this.close(rule, run);
    }
  }

  /** Ends the series of `ticks` ticks: its windows in their order, and how many short ones were left out. */
  finish(ticks: number): {
    readonly windows: readonly SchedulerWindow[];
    readonly leftOut: number;
  } {
    this.interrupt();
    this.bound(MAX_WINDOWS);
    const rank = new Map(RULES.map((rule, index) => [rule.picture, index]));
    const windows = this.found
      .toSorted(
        (a, b) => (a.citation.firstLine ?? 0) - (b.citation.firstLine ?? 0) || (rank.get(a.picture) ?? 0) - (rank.get(b.picture) ?? 0),
      )
      .map((window) => ({ ...window, share: window.ticks / ticks }));
    return { windows, leftOut: this.dropped };
  }

  private close(rule: Rule, run: Run): void {
    this.open.delete(rule.picture);
    const durationMs = run.last.tick.atMs - run.first.tick.atMs;
    if (run.ticks < rule.minTicks || durationMs < rule.minMs) return;
    this.found.push(run.window(rule.picture, this.path));
    if (this.found.length >= 2 * MAX_WINDOWS) this.bound(MAX_WINDOWS);
  }

  private bound(limit: number): void {
    if (this.found.length <= limit) return;
    this.dropped += this.found.length - limit;
    this.found = this.found.toSorted((a, b) => b.ticks - a.ticks || a.fromMs - b.fromMs).slice(0, limit);
  }
}

/** Consecutive ticks that show one picture. */
class Run {
  readonly first: ObservedTick;
  last: ObservedTick;
  ticks = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = 0;
  private readonly perP = new EvenSample<number>(2000);
  private threadless = Number.POSITIVE_INFINITY;
  private otherLines = 0;
  /** Ps that have not scheduled since the first tick and were running whenever their status was printed. */
  private still: readonly number[];
  private idleSeen = false;
  private statusSeen = true;

  constructor(first: ObservedTick) {
    this.first = first;
    this.last = first;
    this.still = first.tick.schedticks?.map((_, p) => p) ?? [];
    this.push(first);
  }

  push(observed: ObservedTick): void {
    const before = this.last.tick;
    const { tick } = observed;
    this.still = this.still.filter(
      (p) =>
        tick.schedticks !== undefined &&
        tick.schedticks[p] === before.schedticks?.[p] &&
        (tick.pStatus === undefined || tick.pStatus[p] === 1),
    );
    this.idleSeen ||= tick.idleprocs > 0;
    this.statusSeen &&= tick.pStatus !== undefined;
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

  window(picture: SchedulerPicture, path: SafeText): OpenEndedWindow {
    const { first, last } = this;
    const stuckPs = this.stuck(picture);
    const running = stuckPs.flatMap((p) => last.running.get(p) ?? []);
    const stuckGoroutines = running.flatMap((on) => (on.goroutine === undefined ? [] : [on.goroutine]));
    const proof = running.slice(0, 3).flatMap((on) => on.lines);
    return {
      picture,
      ticks: this.ticks,
      fromMs: first.tick.atMs,
      toMs: last.tick.atMs,
      durationMs: last.tick.atMs - first.tick.atMs,
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

  private stuck(picture: SchedulerPicture): readonly number[] {
    const durationMs = this.last.tick.atMs - this.first.tick.atMs;
    // A stop that is still waited for has its culprit in two ticks; else two may be a suspended process, as above.
    if (this.ticks < (picture === 'stop-the-world' ? 2 : 3)) return [];
    if (picture !== 'stop-the-world' && durationMs < MIN_STILL_MS) return [];
    if (this.statusSeen) return this.still;
    // Without a status, an idle P stands still too, and in a stopped world so do those that are stopped.
    return this.idleSeen || this.still.length === this.first.tick.gomaxprocs ? [] : this.still;
  }
}

function continues(rule: Rule, before: SchedulerTick, tick: SchedulerTick): boolean {
  return before.gomaxprocs === tick.gomaxprocs && rule.lasts(before, tick);
}
