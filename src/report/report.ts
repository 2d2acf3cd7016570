import type { Citation } from '../evidence/citation.ts';
import type { CrashFact } from '../evidence/facts/crash.ts';
import type { DumpFact, GoroutinesFact } from '../evidence/facts/dump.ts';
import type { GcFact } from '../evidence/facts/gc.ts';
import type { HeapHolderFact } from '../evidence/facts/heap-holder.ts';
import type { GcLoadFact } from '../evidence/facts/gc-load.ts';
import type { GcPressureFact } from '../evidence/facts/gc-pressure.ts';
import type { WaitEdgeFact } from '../evidence/facts/wait-edge.ts';
import type { WaitRootFact } from '../evidence/facts/wait-root.ts';
import type { GrowthFact } from '../evidence/facts/growth.ts';
import type { HeapFact } from '../evidence/facts/heap.ts';
import type { ContentionFact } from '../evidence/facts/contention.ts';
import type { ThreadsFact } from '../evidence/facts/threads.ts';
import type { CpuProfileFact } from '../evidence/facts/cpu-profile.ts';
import type { OtherProfileFact } from '../evidence/facts/other-profile.ts';
import type { PrintedProfileFact } from '../evidence/facts/printed-profile.ts';
import type { RuntimeMetricsFact } from '../evidence/facts/runtime-metrics.ts';
import type { CgroupFact } from '../evidence/facts/cgroup.ts';
import type { MachineFact } from '../evidence/facts/machine.ts';
import type { MemoryLedgerFact } from '../evidence/facts/memory-ledger.ts';
import type { CgroupChangeFact } from '../evidence/facts/cgroup-change.ts';
import type { ProcessFact, ProcessesFact } from '../evidence/facts/process.ts';
import type { OpenFilesFact, SocketsFact } from '../evidence/facts/sockets.ts';
import type {
  ContainerFact,
  EventFact,
  LimitRangeFact,
  QuotaFact,
  UsageFact,
  NodeFact,
  PodFact,
  ServiceFact,
  WorkloadFact,
} from '../evidence/facts/kubernetes.ts';
import type { ContainerStopFact } from '../evidence/facts/container-stop.ts';
import type { KernelFact } from '../evidence/facts/kernel.ts';
import type { LogFact } from '../evidence/facts/log.ts';
import type { RuntimeSettingsFact } from '../evidence/facts/runtime-settings.ts';
import type { RaceFact } from '../evidence/facts/race.ts';
import type { SchedulerFact } from '../evidence/facts/scheduler.ts';
import type { LeakCheckFact } from '../evidence/facts/leak-check.ts';
import type { TestRunFact } from '../evidence/facts/test-run.ts';
import type { Cleared, Confidence, Finding, Inconclusive, NotApplicable, Refuted } from '../matcher/finding.ts';
import type { Scope } from '../evidence/scope.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { ExitReport } from './exits/exits.ts';

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
  /** Signatures that what is in the bundle does not show; each says what was looked at, and what was not there to look at. */
  readonly cleared: readonly Cleared[];
  /** Tempting explanations whose bait is in the bundle, and why they are wrong. */
  readonly refuted: readonly Refuted[];
  /** Signatures that nothing in the bundle speaks to, each with what it would need. */
  readonly notApplicable: readonly NotApplicable[];
  /** Signatures that could not be evaluated: a defect of the signature, never a finding. */
  readonly signatureErrors: readonly { readonly signature: string; readonly reason: SafeText }[];
  /** What exit codes say of the ends that the bundle states, and what they do not. No finding: a code is no cause. */
  readonly exits: readonly ExitReport[];
  /** What was read out of the files. */
  readonly facts: ReportFacts;
  /** What happened when, by clock and then oldest first; entries without a time are not listed. */
  readonly timeline: readonly TimelineEntry[];
  /**
   * Entries that the timeline has no room for: of a cluster it lists 500 containers, deletions of pods, requests for them and events each, those that warn or end
   * something first. What they are made from is in `facts`. Absent where none is left out.
   */
  readonly timelineLeftOut?: number;
  /** What lowers the trust in this report: damaged, cut or unread input. */
  readonly warnings: readonly Warning[];
  /** What could not be read at all. */
  readonly errors: readonly Warning[];
  /** What was taken out of a report that is shared; absent where nothing was, or where the user wanted it left in. */
  readonly redaction?: Redaction;
}

/** How much pseudonyms stand for, never what. */
export interface Redaction {
  /** Different passwords, tokens and keys. */
  readonly secrets: number;
  /** Different e-mail addresses. */
  readonly emails: number;
  /** Different IP addresses. */
  readonly addresses: number;
  /** Places where one of them stood. */
  readonly places: number;
}

export interface BundleReport {
  /** What the bundle is: the id of a recognised layout (docs/layouts.md), several with a comma between them, or `loose-files`. */
  readonly layout: string;
  /** Where each recognised layout stands. */
  readonly layouts: readonly LayoutReport[];
  /** Every file, in the order of reading. */
  readonly artifacts: readonly Artifact[];
  /** Budgets that were used up: what was not read, and where. */
  readonly limits: readonly LimitHit[];
}

/** Kind of an artefact that is an archive: it says nothing itself, its files are artefacts of their own. */
export const ARCHIVE = 'archive';

/** A layout that was recognised. */
export interface LayoutReport {
  /** Its id, listed in docs/layouts.md. */
  readonly id: string;
  /** Its name in words. */
  readonly title: string;
  /** Path of its root; empty where it is the whole bundle. */
  readonly root: SafeText;
}

/** One file of the bundle; a file in an archive is one, too: `bundle.tar.gz/logs/app.log`. */
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
  /** Layers that were peeled before reading, outermost first: `gzip`, `tar`, `utf-16le`, `nul-padding`, `cri`. */
  readonly wrappers: readonly string[];
  /** Bytes as stored; absent where not known. */
  readonly bytes?: number;
  /** Why it was passed over, or what is wrong with it. */
  readonly reason?: SafeText;
  /** What such a file is by its place in a known layout, in words; what is in it is decided by its content. */
  readonly role?: SafeText;
  /** Whose it is by its place. */
  readonly scope?: Scope;
}

export interface LimitHit {
  /**
   * `total-bytes`, `inflated-bytes`, `entries`, `depth`, `nesting`, `member-bytes`, `archive-memory`, `line-length`, `reversed-size`, `document-size`, `joined-line`, `streams`, `wrapper-layers`,
   * `binary-size`, `evidence-bytes`, `time`.
   */
  readonly what: string;
  /** The file where it was hit; absent where it concerns the whole bundle. */
  readonly path?: SafeText;
  /** The budget. */
  readonly limit: number;
  /** How much was read, in the unit of the budget: bytes, files, layers, sources, seconds. Absent where it is not counted. */
  readonly read?: number;
  /** How much there is, in the same unit; absent where that is not known. */
  readonly total?: number;
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
  /** What else may be behind it; absent where there is no other finding and no suspicion, and where nothing was found. */
  readonly next?: NextBest;
}

/** The next best candidate beside a finding: another finding that is not in its chain, else the suspicion that has most for it. */
export interface NextBest {
  /** Id of the finding; absent where it is a suspicion. */
  readonly finding?: string;
  /** Id of the signature that is suspected; absent where it is a finding. */
  readonly suspicion?: string;
  /** Title of its signature. */
  readonly title: SafeText;
  /** How much there is for it, or what is missing to settle it. */
  readonly why: SafeText;
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
  /** What goroutines of a dump wait for, and who keeps them waiting. */
  readonly waitEdges: readonly WaitEdgeFact[];
  /** Who keeps others waiting and waits for nobody himself, dump by dump, those that block most first. */
  readonly waitRoots: readonly WaitRootFact[];
  /** Traces of the scheduler. */
  readonly scheduler: readonly SchedulerFact[];
  /** Traces of the garbage collector. */
  readonly gc: readonly GcFact[];
  /** Signs that goroutines have to work for the collector. */
  readonly gcPressure: readonly GcPressureFact[];
  /** What the garbage collector cost, by runtime metrics. */
  readonly gcLoads: readonly GcLoadFact[];
  /** Heap profiles. */
  readonly heap: readonly HeapFact[];
  /** What functions of the program have in the heap of each process, over its heap profiles. */
  readonly heapHolders: readonly HeapHolderFact[];
  /** Block and mutex profiles. */
  readonly contention: readonly ContentionFact[];
  /** Threadcreate profiles. */
  readonly threads: readonly ThreadsFact[];
  /** CPU profiles. */
  readonly cpuProfiles: readonly CpuProfileFact[];
  /** Profiles that are none of those the runtime takes. */
  readonly otherProfiles: readonly OtherProfileFact[];
  /** What `go tool pprof` printed of profiles, rounded. */
  readonly printedProfiles: readonly PrintedProfileFact[];
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
  /** What control groups allowed and used. */
  readonly cgroups: readonly CgroupFact[];
  /** What changed in control groups between two moments. */
  readonly cgroupChanges: readonly CgroupChangeFact[];
  /** Where the memory of processes went. */
  readonly memoryLedgers: readonly MemoryLedgerFact[];
  /** Processes, from /proc or `ps`. */
  readonly processes: readonly ProcessFact[];
  /** Listings of all processes. */
  readonly processLists: readonly ProcessesFact[];
  /** Listings of sockets. */
  readonly sockets: readonly SocketsFact[];
  /** Listings of open files. */
  readonly openFiles: readonly OpenFilesFact[];
  /** What machines say of themselves. */
  readonly machines: readonly MachineFact[];
  /** Pods. */
  readonly pods: readonly PodFact[];
  /** Containers, each incarnation of its own. */
  readonly containers: readonly ContainerFact[];
  /** How containers were stopped from outside. */
  readonly containerStops: readonly ContainerStopFact[];
  /** Events of the cluster. */
  readonly events: readonly EventFact[];
  /** Nodes of the cluster. */
  readonly nodes: readonly NodeFact[];
  /** Deployments, stateful sets and their like. */
  readonly workloads: readonly WorkloadFact[];
  /** Who answers for a service. */
  readonly services: readonly ServiceFact[];
  /** What namespaces give containers that set no limits. */
  readonly limitRanges: readonly LimitRangeFact[];
  /** What namespaces may have, and how much of it is taken. */
  readonly quotas: readonly QuotaFact[];
  /** What pods, containers and nodes used at one moment. */
  readonly usages: readonly UsageFact[];
  /** What the kernel reported. */
  readonly kernel: readonly KernelFact[];
  /** Lines of logs that a root cause needs. */
  readonly logs: readonly LogFact[];
}

/**
 * What an entry of the timeline is about. `process`: a process, container or pod began, ended or was told to go. `probe`: a probe of the kubelet failed.
 * `event`: any other event of the cluster. `kernel`: what the kernel wrote down. `log`: a line of a log that a finding cites. `dump`: a dump,
 * a profile or metrics were taken. `runtime`: what the scheduler or the collector did. `crash`: a crash report, a race, a run of tests.
 */
export type TimelineKind = 'process' | 'probe' | 'event' | 'kernel' | 'log' | 'dump' | 'runtime' | 'crash';

/**
 * What a time counts from. `unix`: it is a time of day. `process`: the start of a process, or of its trace. `boot`: the start of a machine, as its kernel
 * has it. `listing`: the moment at which a list was printed that has ages only; such times are negative. Times of different processes, machines
 * or lists cannot be compared.
 */
export type TimelineClock = 'unix' | 'process' | 'boot' | 'listing';

export interface TimelineEntry {
  /** Milliseconds on its clock. */
  readonly atMs: number;
  /** What its time counts from. */
  readonly clock: TimelineClock;
  /** What it is about. */
  readonly kind: TimelineKind;
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
