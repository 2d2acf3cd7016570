import { exact } from '../../src/text/exact.ts';
import type { ExactInt } from '../../src/text/exact.ts';

/** Many sums that stay exact: doubles as long as they can be, bigints for the few that outgrow them. */
export class ExactSums {
  readonly #near: Float64Array;
  readonly #wide = new Map<number, bigint>();

  constructor(count: number) {
    this.#near = new Float64Array(count);
  }

  /** Adds to a sum. `wide` is the value's exact form where a double cannot hold it. */
  add(slot: number, value: number, wide?: bigint): void {
    const before = this.#near[slot] ?? 0;
    const after = before + value;
    const known = this.#wide.size > 0 ? this.#wide.get(slot) : undefined;
    if (wide === undefined && known === undefined && Number.isSafeInteger(after)) {
      this.#near[slot] = after;
      return;
    }
    const sum = (known ?? BigInt(before)) + (wide ?? BigInt(value));
    this.#wide.set(slot, sum);
    this.#near[slot] = Number(sum);
  }

  /** Adds a sum of others to one of these. */
  addFrom(slot: number, other: ExactSums, from: number): void {
    this.add(slot, other.near(from), other.#wide.get(from));
  }

  /** All of the first `count` sums without their signs: no sum of some of them is beyond it. Rounded where it is past 2^53. */
  largestSum(count: number): number {
    let all = 0;
    for (let slot = 0; slot < count; slot++) all += Math.abs(this.#near[slot] ?? 0);
    return all;
  }

  /** All sums as the nearest doubles, without copying: for loops over many. */
  get doubles(): Float64Array {
    return this.#near;
  }

  /** A sum, exact. */
  get(slot: number): ExactInt {
    const wide = this.#wide.size > 0 ? this.#wide.get(slot) : undefined;
    return wide === undefined ? (this.#near[slot] ?? 0) : exact(wide);
  }

  /** A sum as the nearest double: for shares and first comparisons. */
  near(slot: number): number {
    return this.#near[slot] ?? 0;
  }

  /** Negative where the first sum is smaller, positive where it is larger, exactly. */
  compare(a: number, b: number): number {
    const difference = this.near(a) - this.near(b);
    if (this.#wide.size === 0 || !(this.#wide.has(a) || this.#wide.has(b))) return difference;
    const [left, right] = [BigInt(this.get(a)), BigInt(this.get(b))];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }
}
