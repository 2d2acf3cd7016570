import type { FactType } from '../evidence/facts/index.ts';

/** What facts of each type are called, one and several. */
export const FACT_WORDS = {
  crash: ['crash report', 'crash reports'],
  dump: ['goroutine dump', 'goroutine dumps'],
  goroutines: ['group of goroutines', 'groups of goroutines'],
  scheduler: ['scheduler trace', 'scheduler traces'],
  gc: ['garbage collector trace', 'garbage collector traces'],
  'gc-load': ['account of what the collector cost', 'accounts of what the collector cost'],
  'gc-pressure': ['sign of pressure by the collector', 'signs of pressure by the collector'],
  heap: ['heap profile', 'heap profiles'],
  'heap-holder': ['function with memory in the heap', 'functions with memory in the heap'],
  contention: ['block or mutex profile', 'block and mutex profiles'],
  threads: ['threadcreate profile', 'threadcreate profiles'],
  'cpu-profile': ['CPU profile', 'CPU profiles'],
  'other-profile': ['other profile', 'other profiles'],
  'printed-profile': ['printed profile', 'printed profiles'],
  growth: ['group over time', 'groups over time'],
  'wait-edge': ['thing that is waited for', 'things that are waited for'],
  'wait-root': ['root of waits', 'roots of waits'],
  'runtime-metrics': ['set of runtime metrics', 'sets of runtime metrics'],
  'runtime-settings': ['statement of runtime settings', 'statements of runtime settings'],
  cgroup: ['control group', 'control groups'],
  'cgroup-change': ['control group over time', 'control groups over time'],
  'memory-ledger': ['account of memory', 'accounts of memory'],
  process: ['process', 'processes'],
  processes: ['listing of processes', 'listings of processes'],
  sockets: ['listing of sockets', 'listings of sockets'],
  'open-files': ['listing of open files', 'listings of open files'],
  machine: ['machine', 'machines'],
  pod: ['pod', 'pods'],
  container: ['incarnation of a container', 'incarnations of containers'],
  'container-stop': ['stop of a container', 'stops of containers'],
  event: ['event of the cluster', 'events of the cluster'],
  node: ['node', 'nodes'],
  workload: ['workload', 'workloads'],
  service: ['service', 'services'],
  'limit-range': ['limit range', 'limit ranges'],
  quota: ['quota', 'quotas'],
  usage: ['row of kubectl top', 'rows of kubectl top'],
  kernel: ['event in a kernel log', 'events in kernel logs'],
  log: ['kind of log line', 'kinds of log lines'],
  race: ['race report', 'race reports'],
  'test-run': ['failed test run', 'failed test runs'],
  'leak-check': ['group of goroutines that a test left over', 'groups of goroutines that a test left over'],
} as const satisfies Readonly<Record<FactType, readonly [one: string, several: string]>>;

/** What has to be saved for there to be a fact of a type, where that is not what the fact itself is called. */
const SAVED: Readonly<Partial<Record<FactType, string>>> = {
  goroutines: 'a goroutine dump',
  'gc-load': 'the metrics of the runtime, two sets of them best',
  'gc-pressure': 'a garbage collector trace or a goroutine dump with goroutines that assist the collector',
  'heap-holder': 'a heap profile',
  'printed-profile': 'what go tool pprof prints of a profile',
  growth: 'two dumps, or two heap profiles, of one process',
  'wait-edge': 'a goroutine dump with goroutines that wait for each other',
  'wait-root': 'a goroutine dump with goroutines that wait for each other',
  'runtime-settings': 'a text that states how the runtime is set',
  'cgroup-change': 'the files of a control group, saved twice',
  'memory-ledger': 'the limit of a process or container, and what it used of it',
  'container-stop': 'the state of a container that was stopped, with the events about it',
  'leak-check': 'the output of a test that checks for goroutines left over',
  log: 'a log with lines that name what is looked for',
  kernel: 'a kernel log',
  event: 'the events of the cluster',
};

/** What has to be saved for there to be a fact of a type: `a crash report`. */
export function savedWords(type: FactType): string {
  const [name] = FACT_WORDS[type];
  return SAVED[type] ?? `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}
