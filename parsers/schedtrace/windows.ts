import type { SchedulerPicture, SchedulerTick, SchedulerWindow } from '../../src/evidence/facts/scheduler.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { type Held, HeldPs } from './held.ts';
import { type Rule, RULES } from './pictures.ts';
import { Run } from './run.ts';
import type { ObservedTick, OpenEndedWindow } from './span.ts';

/** Windows that are kept of one series: the ones with most ticks. */
export const MAX_WINDOWS = 1000;

/**
 * Finds the windows of one series while its ticks come in. Pictures are followed apart, so windows of different
 * pictures may cover the same ticks: a stopped world is also frozen, and one with a queue is also saturated.
 */
export class WindowFinder {
  private readonly path: SafeText;
  private readonly open = new Map<SchedulerPicture, Run>();
  private readonly held = new HeldPs();
  private found: OpenEndedWindow[] = [];
  private dropped = 0;

  constructor(path: SafeText) {
    this.path = path;
  }

  /** The next tick of the series. */
  push(observed: ObservedTick): void {
    this.addHeld(this.held.push(observed));
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
    this.addHeld(this.held.end());
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
        (a, b) =>
          a.fromMs - b.fromMs || (rank.get(a.picture) ?? 0) - (rank.get(b.picture) ?? 0) || (a.stuckPs[0] ?? 0) - (b.stuckPs[0] ?? 0),
      )
      .map((window) => ({ ...window, share: window.ticks / ticks }));
    return { windows, leftOut: this.dropped };
  }

  private close(rule: Rule, run: Run): void {
    this.open.delete(rule.picture);
    if (run.ticks < rule.minTicks || run.durationMs < rule.minMs) return;
    this.add(run.window(rule.picture, this.path, run.stuckPs(rule.picture)));
  }

  private addHeld(ended: readonly Held[]): void {
    for (const { p, span } of ended) this.add(span.window('held', this.path, [p]));
  }

  private add(window: OpenEndedWindow): void {
    this.found.push(window);
    if (this.found.length >= 2 * MAX_WINDOWS) this.bound(MAX_WINDOWS);
  }

  private bound(limit: number): void {
    if (this.found.length <= limit) return;
    this.dropped += this.found.length - limit;
    this.found = this.found.toSorted((a, b) => b.ticks - a.ticks || a.fromMs - b.fromMs).slice(0, limit);
  }
}

function continues(rule: Rule, before: SchedulerTick, tick: SchedulerTick): boolean {
  return before.gomaxprocs === tick.gomaxprocs && rule.lasts(before, tick);
}
