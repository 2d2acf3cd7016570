import type { GcCycle, GcPicture, GcWindow, Spread } from '../../src/evidence/facts/gc.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { EvenSample, median } from '../schedtrace/even-sample.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import { cpuOf, lengthOf, longestStop, RULES, type Rule } from './pictures.ts';

/** A collection with its line as it stands there. */
export interface ObservedCycle {
  readonly cycle: GcCycle;
  readonly text: string;
}

/** Windows that are kept of one series: the ones with most collections. */
export const MAX_WINDOWS = 1000;
/** Values that a median is taken from at most. */
const MAX_VALUES = 2000;

/** A window before the number of all collections is known. */
type OpenEndedWindow = Omit<GcWindow, 'share'>;

/** Finds the windows of one series while its collections come in. Pictures are followed apart from each other. */
export class WindowFinder {
  private readonly path: SafeText;
  private readonly open = new Map<GcPicture, Run>();
  private found: OpenEndedWindow[] = [];
  private dropped = 0;
  private last: GcCycle | undefined;

  constructor(path: SafeText) {
    this.path = path;
  }

  /** The next collection of the series. */
  push(observed: ObservedCycle): void {
    const { cycle } = observed;
    const before = this.last?.cycle === cycle.cycle - 1 ? this.last : undefined;
    this.last = cycle;
    for (const rule of RULES) {
      const run = this.open.get(rule.picture);
      if (rule.shows(cycle, before)) {
        if (run === undefined) this.open.set(rule.picture, new Run(observed));
        else run.push(observed);
      } else if (run !== undefined && !run.lapse(observed, rule.slack)) this.close(rule, run);
    }
  }

  /** Ends the series of `cycles` collections: its windows in their order, and how many short ones were left out. */
  finish(cycles: number): { readonly windows: readonly GcWindow[]; readonly leftOut: number } {
    for (const rule of RULES) {
      const run = this.open.get(rule.picture);
      if (run !== undefined) this.close(rule, run);
    }
    this.bound(MAX_WINDOWS);
    const rank = new Map(RULES.map((rule, index) => [rule.picture, index]));
    const windows = this.found
      .toSorted((a, b) => a.firstCycle - b.firstCycle || (rank.get(a.picture) ?? 0) - (rank.get(b.picture) ?? 0))
      .map((window) => ({ ...window, share: window.cycles / cycles }));
    return { windows, leftOut: this.dropped };
  }

  private close(rule: Rule, run: Run): void {
    this.open.delete(rule.picture);
    if (run.cycles < rule.minCycles) return;
    const window = run.window(rule.picture, this.path);
    if (rule.holds?.(window) === false) return;
    this.found.push(window);
    if (this.found.length >= 2 * MAX_WINDOWS) this.bound(MAX_WINDOWS);
  }

  private bound(limit: number): void {
    if (this.found.length <= limit) return;
    this.dropped += this.found.length - limit;
    this.found = this.found.toSorted((a, b) => b.cycles - a.cycles || a.firstCycle - b.firstCycle).slice(0, limit);
  }
}

/** What is summed up over the collections of a window. */
interface Sums {
  readonly cpuMs: number;
  readonly assistMs: number;
  readonly markCpuMs: number;
  readonly busyMs: number;
  /** GOMAXPROCS of the collections, added up. */
  readonly procs: number;
  readonly called: number;
}

const ZERO: Sums = { cpuMs: 0, assistMs: 0, markCpuMs: 0, busyMs: 0, procs: 0, called: 0 };

/** Consecutive collections that show one picture, and the few in between that do not. */
class Run {
  cycles = 0;
  private readonly first: ObservedCycle;
  private last: ObservedCycle;
  private sums = ZERO;
  private readonly live = new Values();
  private readonly goal = new Values();
  private stacks: number | undefined;
  private stop = 0;
  /** Collections since the last that showed the picture. They belong to the run only if another one shows it. */
  private pending: ObservedCycle[] = [];

  constructor(first: ObservedCycle) {
    this.first = first;
    this.last = first;
    this.push(first);
  }

  push(observed: ObservedCycle): void {
    for (const one of [...this.pending, observed]) this.add(one);
    this.pending = [];
  }

  /** A collection that does not show the picture. False: the run is over. */
  lapse(observed: ObservedCycle, slack: number): boolean {
    this.pending.push(observed);
    return this.pending.length <= slack;
  }

  window(picture: GcPicture, path: SafeText): OpenEndedWindow {
    const { first, last, sums } = this;
    const fromMs = first.cycle.atMs;
    const toMs = Math.round(last.cycle.atMs + lengthOf(last.cycle));
    const durationMs = toMs - fromMs;
    const goalMiB = this.goal.spread();
    const per = (amount: number) => (durationMs > 0 ? Math.min(1, amount / durationMs) : 0);
    return {
      picture,
      cycles: this.cycles,
      firstCycle: first.cycle.cycle,
      lastCycle: last.cycle.cycle,
      fromMs,
      toMs,
      durationMs,
      cpuShare: rounded(per((sums.cpuMs * this.cycles) / sums.procs)),
      ...(sums.markCpuMs > 0 ? { assistShare: rounded(sums.assistMs / sums.markCpuMs) } : {}),
      busyShare: rounded(per(sums.busyMs)),
      perSecond: durationMs > 0 ? rounded((1000 * this.cycles) / durationMs) : 0,
      liveMiB: this.live.spread(),
      goalMiB,
      ...(this.stacks === undefined ? {} : { stacksMiB: this.stacks, stacksShare: rounded(this.stacks / Math.max(1, goalMiB.median)) }),
      longestStopMs: this.stop,
      called: sums.called,
      gomaxprocs: last.cycle.gomaxprocs,
      citation: { path, firstLine: first.cycle.line, lastLine: last.cycle.line, excerpt: excerpt([first.text, last.text]) },
    };
  }

  private add(observed: ObservedCycle): void {
    const { cycle } = observed;
    this.last = observed;
    this.cycles += 1;
    this.sums = {
      cpuMs: this.sums.cpuMs + cpuOf(cycle),
      assistMs: this.sums.assistMs + cycle.assistCpuMs,
      markCpuMs: this.sums.markCpuMs + cycle.assistCpuMs + cycle.backgroundCpuMs,
      busyMs: this.sums.busyMs + lengthOf(cycle),
      procs: this.sums.procs + Math.max(1, cycle.gomaxprocs),
      called: this.sums.called + (cycle.forcedBy === 'call' ? 1 : 0),
    };
    this.live.push(cycle.liveMiB);
    this.goal.push(cycle.goalMiB);
    if (cycle.stacksMiB !== undefined) this.stacks = Math.max(this.stacks ?? 0, cycle.stacksMiB);
    this.stop = Math.max(this.stop, longestStop(cycle));
  }
}

/** Smallest, median and largest of values, in bounded memory. */
class Values {
  private min = Number.POSITIVE_INFINITY;
  private max = 0;
  private readonly sample = new EvenSample<number>(MAX_VALUES);

  push(value: number): void {
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    this.sample.push(value);
  }

  spread(): Spread {
    return { min: this.min, median: median(this.sample.items()), max: this.max };
  }
}

/** To three digits behind the point: the printed times have no more. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
