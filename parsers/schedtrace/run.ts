import type { SchedulerPicture } from '../../src/evidence/facts/scheduler.ts';
import { MIN_STILL_MS } from './pictures.ts';
import { type ObservedTick, Span } from './span.ts';

/** Consecutive ticks that show one picture of the whole process. */
export class Run extends Span {
  /** Ps that have not scheduled since the first tick and were running whenever their status was printed. */
  private still: readonly number[];
  private idleSeen: boolean;
  private statusSeen: boolean;

  constructor(first: ObservedTick) {
    super(first);
    const { tick } = first;
    this.still = tick.schedticks?.map((_, p) => p).filter((p) => tick.pStatus === undefined || tick.pStatus[p] === 1) ?? [];
    this.idleSeen = tick.idleprocs > 0;
    this.statusSeen = tick.pStatus !== undefined;
  }

  override push(observed: ObservedTick): void {
    const before = this.last.tick;
    const { tick } = observed;
    super.push(observed);
    this.still = this.still.filter(
      (p) =>
        tick.schedticks !== undefined &&
        tick.schedticks[p] === before.schedticks?.[p] &&
        (tick.pStatus === undefined || tick.pStatus[p] === 1),
    );
    this.idleSeen ||= tick.idleprocs > 0;
    this.statusSeen &&= tick.pStatus !== undefined;
  }

  /** Ps that did not schedule all through the run although they had work, as far as the trace tells. */
  stuckPs(picture: SchedulerPicture): readonly number[] {
    // A stop that is still waited for has its culprit in two ticks; else two may be a suspended process.
    if (this.ticks < (picture === 'stop-the-world' ? 2 : 3)) return [];
    if (picture !== 'stop-the-world' && this.durationMs < MIN_STILL_MS) return [];
    if (this.statusSeen) return this.still;
    // Without a status, an idle P stands still too, and in a stopped world so do those that are stopped.
    return this.idleSeen || this.still.length === this.first.tick.gomaxprocs ? [] : this.still;
  }
}
