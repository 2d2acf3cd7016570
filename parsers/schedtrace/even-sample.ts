/**
 * Keeps an even part of an endless series in bounded memory: everything while it fits, then every second, every
 * fourth … element from the first on. The same series always leaves the same sample.
 */
export class EvenSample<T> {
  private kept: T[] = [];
  private stride = 1;
  private pushed = 0;
  private weight = 0;
  private readonly maxItems: number;
  private readonly maxWeight: number;
  private readonly weigh: (item: T) => number;

  /** At most `maxItems` elements, of at most `maxWeight` together as `weigh` tells; one element is always kept. */
  constructor(maxItems: number, maxWeight = Number.POSITIVE_INFINITY, weigh: (item: T) => number = () => 0) {
    this.maxItems = maxItems;
    this.maxWeight = maxWeight;
    this.weigh = weigh;
  }

  /** Elements seen so far, kept or not. */
  get total(): number {
    return this.pushed;
  }

  push(item: T): void {
    const due = this.pushed % this.stride === 0;
    this.pushed += 1;
    if (!due) return;
    this.kept.push(item);
    this.weight += this.weigh(item);
    while (this.kept.length > 1 && (this.kept.length > this.maxItems || this.weight > this.maxWeight)) this.thin();
  }

  /** The elements that were kept, in their order. */
  items(): readonly T[] {
    return this.kept;
  }

  private thin(): void {
    this.kept = this.kept.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
    this.weight = this.kept.reduce((sum, item) => sum + this.weigh(item), 0);
  }
}

/** The median of a sample; of two middle values, their mean. 0 for an empty one. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
