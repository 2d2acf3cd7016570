import type { Citation } from '../../src/evidence/citation.ts';
import type { GcCycle, GcFact, InitTrace } from '../../src/evidence/facts/gc.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import { sanitize, type SafeText } from '../../src/text/safe-text.ts';
import { EvenSample } from '../schedtrace/even-sample.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import { goVersionsOf, type GoForm } from '../go-form.ts';
import { climbOf, intervalsOf, liveOf } from './over-time.ts';
import { lengthOf, longestStop } from './pictures.ts';
import type { Relative } from './relatives.ts';
import { WindowFinder, type ObservedCycle } from './windows.ts';

/** Collections that a fact keeps; a longer series is thinned evenly (its windows still count every one). */
export const MAX_CYCLES = 10_000;
/** Packages that an init trace names. */
const SLOWEST = 5;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Collects what the garbage collector of one process prints into one fact, in bounded memory. */
export class Series {
  /** Lines of this series that could not be read. */
  unparsedLines = 0;
  private readonly path: SafeText;
  private readonly scope: Scope;
  private readonly cycles = new EvenSample<GcCycle>(MAX_CYCLES);
  private readonly windows: WindowFinder;
  private readonly forms = new Map<string, GoForm>();
  /** Places of what is not a collection: the fact cites them where there is none. */
  private readonly others: { first?: Place; last?: Place } = {};
  private readonly shown: Place[] = [];
  private first: GcCycle | undefined;
  private last: ObservedCycle | undefined;
  private cpuMax = 0;
  private peak = 0;
  private stacks: Mutable<NonNullable<GcFact['stacks']>> | undefined;
  private stop: NonNullable<GcFact['longestStop']> | undefined;
  private called = 0;
  private timed = 0;
  private pacerLines = 0;
  private scavenger: Mutable<NonNullable<GcFact['scavenger']>> | undefined;
  private init: Mutable<InitTrace> | undefined;
  private lastInitMs: number | undefined;

  constructor(path: SafeText, scope: Scope) {
    this.path = path;
    this.scope = scope;
    this.windows = new WindowFinder(path);
  }

  /** Whether a collection of this number and time can follow: both only grow within a process. */
  admits(cycle: number, atMs: number): boolean {
    const last = this.last?.cycle;
    return last === undefined || (cycle > last.cycle && atMs >= last.atMs);
  }

  /** Whether a package's init work can follow: it comes first of all, and its times only grow. */
  admitsInit(atMs: number): boolean {
    return this.lastInitMs === undefined ? this.last === undefined : atMs >= this.lastInitMs;
  }

  add(observed: ObservedCycle, forms: readonly GoForm[]): void {
    const { cycle } = observed;
    this.note(forms);
    this.first ??= cycle;
    if (this.shown.length < 2) this.shown.push({ line: cycle.line, text: observed.text });
    this.last = observed;
    this.cpuMax = Math.max(this.cpuMax, cycle.cpuPercent);
    this.peak = Math.max(this.peak, cycle.endMiB);
    const ms = longestStop(cycle);
    if (this.stop === undefined || ms > this.stop.ms) this.stop = { ms, line: cycle.line };
    if (cycle.stacksMiB !== undefined) {
      this.stacks ??= { firstMiB: cycle.stacksMiB, lastMiB: 0, maxMiB: 0 };
      this.stacks.lastMiB = cycle.stacksMiB;
      this.stacks.maxMiB = Math.max(this.stacks.maxMiB, cycle.stacksMiB);
    }
    if (cycle.forcedBy === 'call') this.called += 1;
    if (cycle.forcedBy === 'timer') this.timed += 1;
    this.cycles.push(cycle);
    this.windows.push(observed);
  }

  /** Adds a line that is not a collection. */
  addRelative(relative: Relative, text: string, line: number): void {
    this.note(relative.go === undefined ? [] : [relative.go]);
    const place = { line, text };
    this.others.first ??= place;
    this.others.last = place;
    if (relative.kind === 'pacer') this.pacerLines += 1;
    if (relative.kind === 'scavenger') {
      this.scavenger ??= { lines: 0, forced: 0 };
      this.scavenger.lines += 1;
      if (relative.forced) this.scavenger.forced += 1;
      if (relative.releasedKiB !== undefined) this.scavenger.releasedKiB = relative.releasedKiB;
    }
    if (relative.kind === 'init') {
      this.init ??= { packages: 0, totalMs: 0, slowest: [] };
      this.lastInitMs = relative.atMs;
      this.init.packages += 1;
      this.init.totalMs += relative.clockMs;
      const { clockMs, bytes } = relative;
      this.init.slowest = [...this.init.slowest, { package: sanitize(relative.package), clockMs, bytes, line }]
        .toSorted((a, b) => b.clockMs - a.clockMs)
        .slice(0, SLOWEST);
    }
  }

  /** The fact, or nothing where no line was added. */
  finish(): FactDraft | undefined {
    const citation = this.citation();
    if (citation === undefined) return undefined;
    const { first, init, stacks, stop } = this;
    const last = this.last?.cycle;
    const { total } = this.cycles;
    const kept = this.cycles.items();
    const cycles = last === undefined || kept.at(-1) === last ? kept : [...kept, last];
    const { windows, leftOut } = this.windows.finish(total);
    const live = liveOf(cycles);
    const climb = climbOf(cycles);
    const goVersions = goVersionsOf(this.forms.values());
    return {
      type: 'gc',
      certainty: 'stated',
      scope: this.scope,
      citations: [citation],
      cycles,
      cycleCount: total,
      ...(cycles.length < total ? { cyclesLeftOut: total - cycles.length } : {}),
      missingCycles: first === undefined || last === undefined ? 0 : last.cycle - first.cycle + 1 - total,
      durationMs: first === undefined || last === undefined ? 0 : Math.round(last.atMs + lengthOf(last) - first.atMs),
      windows,
      ...(leftOut > 0 ? { windowsLeftOut: leftOut } : {}),
      intervals: intervalsOf(cycles),
      ...(first === undefined || last === undefined
        ? {}
        : { cpuPercent: { first: first.cpuPercent, last: last.cpuPercent, max: this.cpuMax }, peakMiB: this.peak }),
      ...(live === undefined ? {} : { live }),
      ...(climb === undefined ? {} : { climb }),
      ...(stacks === undefined ? {} : { stacks }),
      called: this.called,
      timed: this.timed,
      ...(stop === undefined ? {} : { longestStop: stop }),
      pacerLines: this.pacerLines,
      ...(this.scavenger === undefined ? {} : { scavenger: this.scavenger }),
      ...(init === undefined ? {} : { init: { ...init, totalMs: Math.round(init.totalMs * 1000) / 1000 } }),
      ...(goVersions === undefined ? {} : { goVersions }),
      unparsedLines: this.unparsedLines,
    };
  }

  private note(forms: readonly GoForm[]): void {
    for (const form of forms) this.forms.set(form.reason, form);
  }

  private citation(): Citation | undefined {
    const places = this.last === undefined ? [this.others.first, this.others.last] : [...this.shown, lastPlace(this.last)];
    const known = places.filter((place) => place !== undefined);
    const [first] = known;
    const last = known.at(-1);
    if (first === undefined || last === undefined) return undefined;
    return { path: this.path, firstLine: first.line, lastLine: last.line, excerpt: excerpt(known.map(({ text }) => text)) };
  }
}

interface Place {
  readonly line: number;
  readonly text: string;
}

function lastPlace({ cycle, text }: ObservedCycle): Place {
  return { line: cycle.line, text };
}
