import type { GoroutineLabels, Label } from '../../src/evidence/facts/dump.ts';

/** Sets that a fact shows. */
const SHOWN = 24;
/** Sets that are told apart while a dump is read: where each request has an id, each goroutine has a set of its own. */
const MOST = 1000;

/** Counts the sets of labels of one group as its goroutines come. */
export class LabelCounts {
  readonly #sets = new Map<string, { readonly labels: readonly Label[]; count: number }>();
  #labelled = 0;

  /** Goroutines with these labels. */
  add(labels: readonly Label[], count = 1): void {
    if (labels.length === 0) return;
    this.#labelled += count;
    const key = JSON.stringify(labels);
    const set = this.#sets.get(key);
    if (set !== undefined) set.count += count;
    else if (this.#sets.size < MOST) this.#sets.set(key, { labels, count });
  }

  /** What was counted, of a group of so many goroutines; undefined where none has labels. */
  of(goroutines: number): GoroutineLabels | undefined {
    if (this.#labelled === 0) return undefined;
    const sets = [...this.#sets]
      .toSorted(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
      .slice(0, SHOWN)
      .map(([, { labels, count }]) => ({ labels, count }));
    const shown = sets.reduce((sum, { count }) => sum + count, 0);
    return { sets, others: this.#labelled - shown, none: Math.max(0, goroutines - this.#labelled) };
  }
}
