import type { Citation } from '../evidence/citation.ts';
import type { CrashFact } from '../evidence/facts/crash.ts';
import type { DumpFact, GoroutinesFact } from '../evidence/facts/dump.ts';
import type { GcFact } from '../evidence/facts/gc.ts';
import type { GcPressureFact } from '../evidence/facts/gc-pressure.ts';
import type { GrowthFact } from '../evidence/facts/growth.ts';
import type { HeapFact } from '../evidence/facts/heap.ts';
import type { ContentionFact } from '../evidence/facts/contention.ts';
import type { ThreadsFact } from '../evidence/facts/threads.ts';
import type { RuntimeMetricsFact } from '../evidence/facts/runtime-metrics.ts';
import type { RuntimeSettingsFact } from '../evidence/facts/runtime-settings.ts';
import type { RaceFact } from '../evidence/facts/race.ts';
import type { SchedulerFact } from '../evidence/facts/scheduler.ts';
import type { LeakCheckFact } from '../evidence/facts/leak-check.ts';
import type { TestRunFact } from '../evidence/facts/test-run.ts';
import type { Cleared, Confidence, Finding, Inconclusive, Refuted } from '../matcher/finding.ts';
import type { SafeText } from '../text/safe-text.ts';

/**
 * The product: what Goroner found in a bundle. Every rendering is a pure function of it, and the same bundle gives the
 * same bytes. Readers ignore fields that they do not know; fields are only added within version 1.
 */
export interface Report {
  /** Identifier of the JSON Schema that describes this document. */
  readonly $schema: string;
  /** `major.minor` of this format. A higher minor only adds. */
  readonly schemaVersion: string;
  /** What wrote this report. */
  readonly tool: { readonly name: 'goroner'; readonly version: string };
  /** What was read. */
  readonly bundle: BundleReport;
  /** The answer. */
  readonly verdict: Verdict;
  /** What was found, root causes first, their consequences after them. */
  readonly findings: readonly Finding[];
  /** Suspicions that the bundle cannot settle, with what would. */
  readonly inconclusive: readonly Inconclusive[];
  /** Signatures for which everything needed was there, and it is not so. */
  readonly cleared: readonly Cleared[];
  /** Tempting explanations whose bait is in the bundle, and why they are wrong. */
  readonly refuted: readonly Refuted[];
  /** Ids of signatures that nothing in the bundle speaks to. */
  readonly notApplicable: readonly string[];
  /** Signatures that could not be evaluated: a defect of the signature, never a finding. */
  readonly signatureErrors: readonly { readonly signature: string; readonly reason: string }[];
  /** What was read out of the files. */
  readonly facts: ReportFacts;
  /** What happened when, oldest first; entries without a time are not listed. */
  readonly timeline: readonly TimelineEntry[];
  /** What lowers the trust in this report: damaged, cut or unread input. */
  readonly warnings: readonly Warning[];
  /** What could not be read at all. */
  readonly errors: readonly Warning[];
}

export interface BundleReport {
  /** What the bundle is: a recognised layout, or `loose-files`. */
  readonly layout: string;
  /** Every file, in the order of reading. */
  readonly artifacts: readonly Artifact[];
  /** Budgets that were used up: what was not read, and where. */
  readonly limits: readonly LimitHit[];
}

/** One file of the bundle. */
export interface Artifact {
  /** The file that it concerns, as the user knows it; absent where it concerns the whole bundle. */
  readonly path: SafeText;
  /** What was recognised in it; empty where nothing was. */
  readonly kinds: readonly string[];
  /**
   * `read`: recognised and read. `damaged`: read as far as it goes. `passed-over`: nothing for Goroner in it.
   * `unreadable`: it could not be opened or read.
   */
  readonly status: 'read' | 'damaged' | 'passed-over' | 'unreadable';
  /** Layers that were peeled before reading, outermost first: `gzip`, `utf-16le`, `nul-padding`, `cri`. */
  readonly wrappers: readonly string[];
  /** Bytes as stored; absent where not known. */
  readonly bytes?: number;
  /** Why it was passed over, or what is wrong with it. */
  readonly reason?: SafeText;
}

export interface LimitHit {
  /**
   * `total-bytes`, `inflated-bytes`, `entries`, `depth`, `line-length`, `reversed-size`, `document-size`, `joined-line`, `streams`, `wrapper-layers`,
   * `binary-size`, `evidence-bytes`, `time`.
   */
  readonly what: string;
  /** The file where it was hit; absent where it concerns the whole bundle. */
  readonly path?: SafeText;
  /** The budget. */
  readonly limit: number;
  /** What was left out, in words. */
  readonly detail: SafeText;
}

export interface Verdict {
  /** Id of the first finding that is more than information; absent where there is none. */
  readonly finding?: string;
  /** Of that finding. */
  readonly confidence?: Confidence;
  /** The answer in one or two sentences; where nothing was found, what was looked at. */
  readonly summary: SafeText;
}

/** A dump with its groups, largest first. */
export interface ReportDump extends Omit<DumpFact, 'groups'> {
  /** Path of the file that it stands in. */
  readonly artifact: SafeText;
  /** Its groups, largest first. */
  readonly groups: readonly GoroutinesFact[];
}

export interface ReportFacts {
  /** Crash reports and panics that were logged. */
  readonly crashes: readonly CrashFact[];
  /** Goroutine dumps and goroutine profiles. */
  readonly dumps: readonly ReportDump[];
  /** Groups of goroutines over several dumps. */
  readonly growth: readonly GrowthFact[];
  /** Traces of the scheduler. */
  readonly scheduler: readonly SchedulerFact[];
  /** Traces of the garbage collector. */
  readonly gc: readonly GcFact[];
  /** Signs that goroutines have to work for the collector. */
  readonly gcPressure: readonly GcPressureFact[];
  /** Heap profiles. */
  readonly heap: readonly HeapFact[];
  /** Block and mutex profiles. */
  readonly contention: readonly ContentionFact[];
  /** Threadcreate profiles. */
  readonly threads: readonly ThreadsFact[];
  /** What processes published of their runtime, each at one moment. */
  readonly runtimeMetrics: readonly RuntimeMetricsFact[];
  /** Settings of the runtime, where a text states them. */
  readonly runtimeSettings: readonly RuntimeSettingsFact[];
  /** Reports of the race detector. */
  readonly races: readonly RaceFact[];
  /** Runs of test binaries that did not pass. */
  readonly testRuns: readonly TestRunFact[];
  /** Goroutines that a check at the end of a test found left over (goleak). */
  readonly leakChecks: readonly LeakCheckFact[];
}

export interface TimelineEntry {
  /** Milliseconds: of the wall clock (`unix`) or since the start of the process (`process`; a scheduler trace counts from its first line). */
  readonly atMs: number;
  /** `unix`: time of day. `process`: time since the process, or its trace, began. */
  readonly clock: 'unix' | 'process';
  /** What happened, in words. */
  readonly event: SafeText;
  /** Where it stands. */
  readonly citation: Citation;
}

export interface Warning {
  /** Stable code, listed in docs/report.md. */
  readonly code: string;
  /** What it is, in words. */
  readonly message: SafeText;
  /** The file that it concerns, as the user knows it; absent where it concerns the whole bundle. */
  readonly path?: SafeText;
  /** Where it stands. */
  readonly citation?: Citation;
}
