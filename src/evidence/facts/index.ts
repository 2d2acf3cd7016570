import type { CgroupFact } from './cgroup.ts';
import type { CgroupChangeFact } from './cgroup-change.ts';
import type { ProcessFact, ProcessesFact } from './process.ts';
import type { OpenFilesFact, SocketsFact } from './sockets.ts';
import type {
  ContainerFact,
  EventFact,
  LimitRangeFact,
  NodeFact,
  PodFact,
  QuotaFact,
  ServiceFact,
  UsageFact,
  WorkloadFact,
} from './kubernetes.ts';
import type { ContainerStopFact } from './container-stop.ts';
import type { KernelFact } from './kernel.ts';
import type { LogFact } from './log.ts';
import type { ContentionFact } from './contention.ts';
import type { CpuProfileFact } from './cpu-profile.ts';
import type { CrashFact } from './crash.ts';
import type { DumpFact, GoroutinesFact } from './dump.ts';
import type { GcFact } from './gc.ts';
import type { GcLoadFact } from './gc-load.ts';
import type { GcPressureFact } from './gc-pressure.ts';
import type { GrowthFact } from './growth.ts';
import type { HeapHolderFact } from './heap-holder.ts';
import type { HeapFact } from './heap.ts';
import type { LeakCheckFact } from './leak-check.ts';
import type { MachineFact } from './machine.ts';
import type { MemoryLedgerFact } from './memory-ledger.ts';
import type { OtherProfileFact } from './other-profile.ts';
import type { PrintedProfileFact } from './printed-profile.ts';
import type { RuntimeMetricsFact } from './runtime-metrics.ts';
import type { RuntimeSettingsFact } from './runtime-settings.ts';
import type { RaceFact } from './race.ts';
import type { SchedulerFact } from './scheduler.ts';
import type { TestRunFact } from './test-run.ts';
import type { ThreadsFact } from './threads.ts';
import type { WaitEdgeFact } from './wait-edge.ts';
import type { WaitRootFact } from './wait-root.ts';

/** Everything that can be known from a bundle. A closed set: a new kind of statement is a new type here. */
export type Fact =
  | CrashFact
  | DumpFact
  | GoroutinesFact
  | SchedulerFact
  | GcFact
  | GcLoadFact
  | GcPressureFact
  | HeapFact
  | HeapHolderFact
  | ContentionFact
  | ThreadsFact
  | CpuProfileFact
  | OtherProfileFact
  | PrintedProfileFact
  | GrowthFact
  | WaitEdgeFact
  | WaitRootFact
  | RaceFact
  | TestRunFact
  | LeakCheckFact
  | RuntimeMetricsFact
  | RuntimeSettingsFact
  | CgroupFact
  | CgroupChangeFact
  | MemoryLedgerFact
  | ProcessFact
  | ProcessesFact
  | SocketsFact
  | OpenFilesFact
  | MachineFact
  | PodFact
  | ContainerFact
  | ContainerStopFact
  | EventFact
  | NodeFact
  | WorkloadFact
  | ServiceFact
  | LimitRangeFact
  | QuotaFact
  | UsageFact
  | KernelFact
  | LogFact;

export type FactType = Fact['type'];

type WithoutId<F> = F extends Fact ? Omit<F, 'id'> : never;

/** A fact as a parser makes it; the case file gives the id. */
export type FactDraft = WithoutId<Fact>;

/** The fact of one type. */
export type FactOf<T extends FactType> = Extract<Fact, { readonly type: T }>;
