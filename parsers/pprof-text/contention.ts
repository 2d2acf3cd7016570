import type { Citation } from '../../src/evidence/citation.ts';
import type { ContentionFact } from '../../src/evidence/facts/contention.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { exact, toBigInt } from '../../src/text/exact.ts';
import { namesOf } from '../pprof/contention.ts';
import { compareStacks, MOST_SITES } from '../pprof/largest.ts';
import { sumLocks } from '../pprof/locks.ts';
import type { SourceInfo } from '../parser.ts';
import type { TextStack } from './profile.ts';

interface Site {
  readonly frames: readonly Frame[];
  events: bigint;
  cycles: bigint;
  nanos: bigint;
}

/** Adds up a block or mutex profile in text form (`writeProfileInternal` in runtime/pprof/pprof.go). */
export class ContentionSum {
  /** `cycles/second=`: absent until it was read. */
  cyclesPerSecond: bigint | undefined;
  /** `sampling period=` of a mutex profile. */
  samplingPeriod: bigint | undefined;
  readonly #sites = new Map<string, Site>();
  readonly #total = { events: 0n, cycles: 0n, nanos: 0n };

  add({ values, counters, places, frames }: TextStack): void {
    const cycles = toBigInt(values[0] ?? 0);
    const events = toBigInt(values[1] ?? 0);
    const nanos = this.#nanos(cycles);
    const key = places === '' ? counters : places;
    let site = this.#sites.get(key);
    if (site === undefined) {
      site = { frames, events: 0n, cycles: 0n, nanos: 0n };
      this.#sites.set(key, site);
    }
    for (const sum of [site, this.#total]) {
      sum.events += events;
      sum.cycles += cycles;
      sum.nanos += nanos;
    }
  }

  /** The sum of all, for the counters of the process; the delay is absent where cycles cannot be turned into time. */
  get total(): Pick<ContentionFact, 'events' | 'cycles' | 'delayNanos'> {
    const { events, cycles, nanos } = this.#total;
    return { events: exact(events), cycles: exact(cycles), ...(this.#timed ? { delayNanos: exact(nanos) } : {}) };
  }

  fact(kind: 'block' | 'mutex', source: SourceInfo, citation: Citation, salvaged: boolean): Omit<ContentionFact, 'id'> {
    const weight = this.#timed ? 'nanos' : 'cycles';
    const whole = Number(this.#total[weight]);
    const { cyclesPerSecond, samplingPeriod } = this;
    const sites = [...this.#sites.values()].toSorted(
      (a, b) => compare(b.cycles, a.cycles) || compare(b.events, a.events) || compareStacks(a, b),
    );
    return {
      type: 'contention',
      certainty: 'stated',
      citations: [citation],
      scope: source.scope,
      kind,
      ...this.total,
      ...(cyclesPerSecond !== undefined && cyclesPerSecond > 0n ? { cyclesPerSecond: exact(cyclesPerSecond) } : {}),
      ...(samplingPeriod === undefined ? {} : { samplingPeriod: exact(samplingPeriod) }),
      siteCount: sites.length,
      sites: sites.slice(0, MOST_SITES).map(({ frames, ...sums }) => ({
        ...namesOf(frames),
        events: exact(sums.events),
        ...(this.#timed ? { delayNanos: exact(sums.nanos) } : {}),
        cycles: exact(sums.cycles),
        share: whole > 0 ? Number(sums[weight]) / whole : 0,
      })),
      ...sumLocks(
        sites.map(({ frames, ...sums }) => ({
          frames,
          events: exact(sums.events),
          ...(this.#timed ? { delayNanos: exact(sums.nanos) } : {}),
          cycles: exact(sums.cycles),
        })),
        whole,
      ),
      salvaged,
    };
  }

  get #timed(): boolean {
    return this.cyclesPerSecond !== undefined && this.cyclesPerSecond > 0n;
  }

  /** As `printCountCycleProfile` has it for the protobuf form, in floating point: the two forms agree to the nanosecond. */
  #nanos(cycles: bigint): bigint {
    return this.#timed ? BigInt(Math.trunc(Number(cycles) / (Number(this.cyclesPerSecond) / 1e9))) : 0n;
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
