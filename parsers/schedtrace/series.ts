import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { SchedulerFact, SchedulerTick } from '../../src/evidence/facts/scheduler.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import { sanitize, type SafeText } from '../../src/text/safe-text.ts';
import { type GoForm, goVersionsOf } from '../go-form.ts';
import { EvenSample, median } from './even-sample.ts';
import { excerpt } from './excerpt.ts';
import type { ObservedTick } from './span.ts';
import { WindowFinder } from './windows.ts';

/** Ticks that a fact keeps; a longer series is thinned evenly (its windows still count every tick). */
export const MAX_TICKS = 10_000;
/** Numbers in the kept ticks, all Ps of all ticks: what bounds the memory of a hostile GOMAXPROCS. */
const MAX_TICK_NUMBERS = 2_000_000;
/** Wait reasons that a fact lists; the runtime has some forty. */
const MAX_REASONS = 200;

/** How many goroutines of one tick are parked for a reason, and the first line that says so. */
export interface Parked {
  readonly goroutines: number;
  readonly line: number;
}

/** Collects the ticks of one process into one scheduler fact, in bounded memory. */
export class Series {
  readonly form: SchedulerFact['form'];
  /** Lines of this series that could not be read. */
  unparsedLines = 0;
  private readonly path: SafeText;
  private readonly scope: Scope;
  private readonly ticks = new EvenSample<SchedulerTick>(MAX_TICKS, MAX_TICK_NUMBERS, weigh);
  private readonly gaps = new EvenSample<number>(MAX_TICKS);
  private readonly windows: WindowFinder;
  private readonly parked = new Map<string, Parked>();
  private readonly firstTexts: string[] = [];
  private readonly forms = new Map<string, GoForm>();
  private firstTick: SchedulerTick | undefined;
  private last: ObservedTick | undefined;
  private maxThreads = 0;
  private longestGapMs = 0;

  constructor(form: SchedulerFact['form'], path: SafeText, scope: Scope) {
    this.form = form;
    this.path = path;
    this.scope = scope;
    this.windows = new WindowFinder(path);
  }

  /** Milliseconds of its last tick. */
  get lastMs(): number {
    return this.last?.tick.atMs ?? 0;
  }

  /** Adds a tick. One of a `dying` process makes no windows: its world is frozen because it crashes. */
  add(observed: ObservedTick, parked: ReadonlyMap<string, Parked>, dying: boolean): void {
    const { tick } = observed;
    if (this.last !== undefined) {
      const gap = tick.atMs - this.last.tick.atMs;
      this.gaps.push(gap);
      this.longestGapMs = Math.max(this.longestGapMs, gap);
    }
    this.firstTick ??= tick;
    if (this.firstTexts.length < 2) this.firstTexts.push(observed.text);
    this.last = observed;
    this.maxThreads = Math.max(this.maxThreads, tick.threads);
    this.ticks.push(tick);
    const form = releaseOf(this.form, tick);
    this.forms.set(form.reason, form);
    for (const [reason, now] of parked) {
      const before = this.parked.get(reason);
      if (before === undefined ? this.parked.size < MAX_REASONS : before.goroutines < now.goroutines) {
        this.parked.set(reason, now);
      }
    }
    if (dying) this.windows.interrupt();
    else this.windows.push(observed);
  }

  /** The fact, or nothing where no tick was added. */
  finish(atCrash = false): FactDraft | undefined {
    const { firstTick: first, last } = this;
    if (first === undefined || last === undefined) return undefined;
    const total = this.ticks.total;
    const kept = this.ticks.items();
    const ticks = kept.at(-1) === last.tick ? kept : [...kept, last.tick];
    const { windows, leftOut } = this.windows.finish(total);
    const intervalMs = median(this.gaps.items());
    const goVersions = goVersionsOf(this.forms.values());
    return {
      type: 'scheduler',
      certainty: 'stated',
      scope: this.scope,
      citations: [
        {
          path: this.path,
          firstLine: first.line,
          lastLine: last.lastLine,
          excerpt: excerpt([...this.firstTexts, last.text]),
        },
      ],
      form: this.form,
      ticks,
      ...(ticks.length < total ? { ticksLeftOut: total - ticks.length } : {}),
      windows,
      ...(leftOut > 0 ? { windowsLeftOut: leftOut } : {}),
      ...(total > 1 ? { intervalMs, longestGapMs: this.longestGapMs, lateMs: this.longestGapMs - intervalMs } : {}),
      threads: { first: first.threads, last: last.tick.threads, max: this.maxThreads },
      parkedReasons: [...this.parked]
        .toSorted(([a, x], [b, y]) => y.goroutines - x.goroutines || (a < b ? -1 : 1))
        .map(([reason, { goroutines, line }]) => ({ reason: sanitize(reason), goroutines, line })),
      atCrash,
      ...(goVersions === undefined ? {} : { goVersions }),
      unparsedLines: this.unparsedLines,
    };
  }
}

const OLD: GoForm = { max: '1.19', reason: 'no `needspinning=` in SCHED lines (Go ≤ 1.19)' };
const MIDDLE: GoForm = { min: '1.20', max: '1.24', reason: '`needspinning=` and no schedticks in SCHED lines (Go 1.20 to 1.24)' };
const DETAIL: GoForm = { min: '1.20', reason: '`needspinning=` in SCHED lines (Go ≥ 1.20)' };
const NEW: GoForm = { min: '1.25', reason: '`schedticks=` in SCHED lines (Go ≥ 1.25)' };

/** Which releases print such a line; the detailed form has the ticks of its Ps in lines of their own in all of them. */
function releaseOf(form: SchedulerFact['form'], { needspinning, schedticks }: SchedulerTick): GoForm {
  if (needspinning === undefined) return OLD;
  if (form === 'detail') return DETAIL;
  return schedticks === undefined ? MIDDLE : NEW;
}

function weigh(tick: SchedulerTick): number {
  return tick.localQueues.length + (tick.schedticks?.length ?? 0) + (tick.pStatus?.length ?? 0);
}
