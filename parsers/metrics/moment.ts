import type { Citation } from '../../src/evidence/citation.ts';
import type { FactBase } from '../../src/evidence/facts/base.ts';
import type { MetricsSource, RuntimeMetricsFact } from '../../src/evidence/facts/runtime-metrics.ts';
import type { RuntimeSettingsFact } from '../../src/evidence/facts/runtime-settings.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import { exact, toBigInt, type ExactInt } from '../../src/text/exact.ts';
import { sanitize, type SafeText } from '../../src/text/safe-text.ts';
import { excerpt } from '../schedtrace/excerpt.ts';
import type { ParserContext } from '../parser.ts';

type Mutable<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };
type Derived = 'finalizersDue' | 'heldBytes' | 'limitShare' | 'gcCpuShare' | 'fdShare';

/** What a source states of one process at one moment. */
export type Metrics = Mutable<Omit<RuntimeMetricsFact, keyof FactBase | 'type' | 'source' | 'unparsedLines' | Derived>>;
/** How its runtime is set. */
export type Settings = Mutable<Omit<RuntimeSettingsFact, keyof FactBase | 'type'>>;

/** math.MaxInt64, what the runtime has for a memory limit that is not set; as a float it is a little more. */
const NO_LIMIT = 2 ** 63 - 1024;
/** Lines that a citation shows. */
const SHOWN_LINES = 4;

/** Gathers the numbers of one process at one moment and hands them over as facts. */
export class Moment {
  readonly metrics: Metrics = {};
  readonly settings: Settings = {};
  /** What stands there as parts of a field: see series-names.ts. */
  readonly parts = new Map<string, bigint>();
  unparsedLines = 0;
  private readonly source: MetricsSource;
  private firstLine = 0;
  private lastLine = 0;
  private readonly shown: string[] = [];

  constructor(source: MetricsSource) {
    this.source = source;
  }

  /** Whether anything was stated. */
  get empty(): boolean {
    return Object.keys(this.metrics).length === 0 && Object.keys(this.settings).length === 0;
  }

  /** Notes that a line belongs to it; `show`: as one that its facts cite. */
  cite(line: number, show?: string): void {
    if (this.firstLine === 0) this.firstLine = line;
    this.lastLine = line;
    if (show !== undefined && this.shown.length < SHOWN_LINES) this.shown.push(show);
  }

  /** Takes the setting of the memory limit: GOMEMLIMIT in bytes, or what stands for none. */
  memoryLimit(value: ExactInt): void {
    const set = Number(value) < NO_LIMIT;
    this.settings.memoryLimitSet = set;
    if (set) this.settings.memoryLimitBytes = value;
  }

  /** Takes GOGC in per cent; −1, or what that is without a sign, is off. */
  gogc(value: number): void {
    const off = value < 0 || value >= NO_LIMIT;
    this.settings.gogcOff = off;
    if (!off) this.settings.gogc = value;
  }

  /** Hands its facts over: the settings first where there are any. `scope`: where the text itself says whose it is. */
  emit(context: ParserContext, scope: Scope = {}): void {
    if (this.empty) return;
    const { path } = context.source;
    const common = {
      certainty: 'stated',
      scope: { ...context.source.scope, ...scope },
      citations: [this.citation(path)],
    } as const;
    if (Object.keys(this.settings).length > 0) context.emit({ type: 'runtime-settings', ...common, ...this.settings });
    if (Object.keys(this.metrics).length === 0) return;
    context.emit({
      type: 'runtime-metrics',
      ...common,
      source: this.source,
      ...this.metrics,
      ...derived(this.metrics, this.settings.memoryLimitBytes),
      unparsedLines: this.unparsedLines,
    });
  }

  private citation(path: SafeText): Citation {
    // Of a binary file: it has no lines.
    if (this.firstLine === 0) return { path, excerpt: sanitize('') };
    return {
      path,
      firstLine: this.firstLine,
      lastLine: this.lastLine,
      excerpt: this.shown.length > 0 ? excerpt(this.shown) : sanitize(''),
    };
  }
}

function derived(metrics: Metrics, limit: ExactInt | undefined) {
  const { sysBytes, heapReleasedBytes, openFds, maxFds, gcCpuSeconds, gcIdleCpuSeconds, totalCpuSeconds = 0 } = metrics;
  const held = sysBytes === undefined || heapReleasedBytes === undefined ? undefined : toBigInt(sysBytes) - toBigInt(heapReleasedBytes);
  const due = [dueOf(metrics.finalizersQueued, metrics.finalizersExecuted), dueOf(metrics.cleanupsQueued, metrics.cleanupsExecuted)].filter(
    (one) => one !== undefined,
  );
  return {
    ...(due.length === 0 ? {} : { finalizersDue: exact(due.reduce((sum, one) => sum + one, 0n)) }),
    ...(held === undefined ? {} : { heldBytes: exact(held) }),
    ...(held === undefined || limit === undefined || Number(limit) <= 0 ? {} : { limitShare: share(Number(held), Number(limit)) }),
    ...(gcCpuSeconds === undefined || gcIdleCpuSeconds === undefined || totalCpuSeconds <= 0
      ? {}
      : { gcCpuShare: share(gcCpuSeconds - gcIdleCpuSeconds, totalCpuSeconds) }),
    ...(openFds === undefined || maxFds === undefined || Number(maxFds) <= 0 ? {} : { fdShare: share(Number(openFds), Number(maxFds)) }),
  };
}

/** What is due and has not run. The two numbers are not read at one moment, so more may have run than were due. */
function dueOf(queued: ExactInt | undefined, executed: ExactInt | undefined): bigint | undefined {
  if (queued === undefined || executed === undefined) return undefined;
  const due = toBigInt(queued) - toBigInt(executed);
  return due < 0n ? 0n : due;
}

function share(part: number, whole: number): number {
  return Math.round((1000 * part) / whole) / 1000;
}
