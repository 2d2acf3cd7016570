import { type ObservedTick, Span } from './span.ts';

/** Ticks from which a P counts as held. Three, because a process that was suspended shows one such pair on waking up. */
const MIN_TICKS = 3;

/**
 * How long it lasts at least. In measured traces of healthy programs on a crowded machine one goroutine kept its P for up
 * to 0.6 s: one that moved a large slice, and one locked to its thread.
 */
const MIN_MS = 1000;

/** A P that one goroutine has kept for a while. */
export interface Held {
  readonly p: number;
  readonly span: Span;
}

/**
 * Follows the Ps of the detailed form one by one: which of them one goroutine has kept, running, without the P having
 * scheduled anything. A healthy goroutine is taken off after 10 ms (sysmon), or what a crowded machine makes of that. A worker of the garbage collector that marks
 * is no such goroutine, however long it takes: its own line says that it waits (casGToWaiting in gcBgMarkWorker).
 */
export class HeldPs {
  private readonly open = new Map<number, { readonly goroutine: number; readonly span: Span }>();

  /** The next tick; gives what ended with it. */
  push(observed: ObservedTick): readonly Held[] {
    const ended: Held[] = [];
    const { tick } = observed;
    for (const [p, { goroutine, span }] of this.open) {
      const before = span.last.tick;
      const same = goroutineOn(p, observed) === goroutine && tick.schedticks?.[p] === before.schedticks?.[p];
      if (same && tick.gomaxprocs === before.gomaxprocs) span.push(observed);
      else {
        this.open.delete(p);
        if (lasted(span)) ended.push({ p, span });
      }
    }
    for (const p of observed.running.keys()) {
      const goroutine = goroutineOn(p, observed);
      if (goroutine !== undefined && !this.open.has(p)) this.open.set(p, { goroutine, span: new Span(observed) });
    }
    return ended;
  }

  /** Ends all: whatever follows does not continue them. */
  end(): readonly Held[] {
    const ended = [...this.open].map(([p, { span }]) => ({ p, span })).filter(({ span }) => lasted(span));
    this.open.clear();
    return ended;
  }
}

/** The goroutine that runs on a P, where its lines say so without doubt. */
function goroutineOn(p: number, { tick, running }: ObservedTick): number | undefined {
  const on = running.get(p);
  return on?.runs === true && tick.pStatus?.[p] === 1 ? on.goroutine : undefined;
}

function lasted(span: Span): boolean {
  return span.ticks >= MIN_TICKS && span.durationMs >= MIN_MS;
}
