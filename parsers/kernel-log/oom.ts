import type { KernelFact } from '../../src/evidence/facts/kernel.ts';
import { type ExactInt, parseExact } from '../../src/text/exact.ts';
import { sanitize } from '../../src/text/safe-text.ts';

/** What a line says of an OOM kill. */
export type OomLine =
  /** `app invoked oom-killer: gfp_mask=…`: a report begins. */
  | { readonly kind: 'begin'; readonly says: OomFields }
  /** A line in between that says more of it. */
  | { readonly kind: 'more'; readonly says: OomFields }
  /** A line in between that is of no use here: stacks, memory of zones, the table of tasks. */
  | { readonly kind: 'inside' }
  /** `Kill process 4711 (app) score 900 or sacrifice child` (up to Linux 4.18): the kill itself comes in the next lines. */
  | { readonly kind: 'chosen'; readonly says: OomFields }
  /** `Killed process 4711 (app) total-vm:…`: it is done. */
  | { readonly kind: 'killed'; readonly says: OomFields };

/** Fields of the fact that one line states. */
export type OomFields = Partial<
  Pick<
    KernelFact,
    | 'process'
    | 'pid'
    | 'constraint'
    | 'invoker'
    | 'limitGroup'
    | 'taskGroup'
    | 'usageBytes'
    | 'limitBytes'
    | 'anonBytes'
    | 'fileBytes'
    | 'shmemBytes'
    | 'virtualBytes'
    | 'oomScoreAdj'
  >
>;

/** Longer lines are none of these. */
const LONGEST = 4000;
/** A name of a task has 15 bytes; escaped ones are longer. */
const NAME = String.raw`(.{1,64}?)`;

const INVOKED = new RegExp(String.raw`^${NAME} invoked oom-killer: (gfp_mask=.*)$`);
const SUMMARY = /^oom-kill:constraint=CONSTRAINT_([A-Z_]{3,20}),(.*)$/;
const TASK_IN = /^Task in (\S.{0,1000}?) killed as a result of limit of (\S.{0,1000})$/;
const USAGE = /^memory: usage (\d{1,18})kB, limit (\d{1,18})kB, failcnt \d{1,20}/;
/** The head tells whether a group or the machine was out of memory; before 4.19 the first of two lines had it. */
const HEAD = String.raw`(?:(Memory cgroup out of memory|Out of memory(?: \([^)]{1,60}\))?): )?`;
const CHOSEN = new RegExp(
  String.raw`^${HEAD}[Kk]ill process (\d{1,10}) \(${NAME}\) (?:score \d{1,10} or (?:sacrifice child|a child)|or sacrifice child)`,
);
const KILLED = new RegExp(
  String.raw`^${HEAD}Killed process (\d{1,10})(?:, UID \d{1,10},|,)? \(${NAME}\)((?:,? (?:total-vm|vsz|UID):?).*|)$`,
);
const GROUP = /^Tasks in (\S.{0,1000}?) are going to be killed due to memory\.oom\.group set$/;
const INSIDE =
  /^(?:CPU: \d|Hardware name: |Call Trace:|Mem-Info:|Node \d|active_anon:| *(?:in)?active_(?:anon|file):| *unevictable:| *slab_reclaimable:| *mapped:| *free:| *kernel_misc_reclaimable:|lowmem_reserve\[\]: |\d{1,15} (?:total pagecache pages|pages )|Swap cache stats: |(?:Free|Total) swap|Tasks state \(memory values in pages\):|\[ *pid *\] +uid|\[ *\d{1,10}\] +\d{1,10} +\d{1,10} |memory\+swap: usage |swap: usage |kmem: usage |Memory cgroup stats for |RIP: |RSP: |RAX: |RDX: |RBP: |R10: |R13: |Code: | ?\? ?[\w.]{1,128}\+0x| [\w.]{1,128}\+0x| <\/?TASK>|oom_reaper: reaped process |.{1,64} cpuset=)/;

const CONSTRAINTS: Readonly<Record<string, KernelFact['constraint']>> = {
  MEMCG: 'memcg',
  NONE: 'none',
  CPUSET: 'cpuset',
  MEMORY_POLICY: 'memory-policy',
};

/** Reads a line of an OOM kill (mm/oom_kill.c, mm/memcontrol.c) without its prefix; undefined where it is none. Linear in its length. */
export function oomLine(text: string): OomLine | undefined {
  if (text.length > LONGEST) return undefined;
  const invoked = INVOKED.exec(text);
  if (invoked !== null)
    return {
      kind: 'begin',
      says: { invoker: sanitize(invoked[1] ?? ''), ...scoreOf('oomScoreAdj', invoked[2] ?? '', /oom_score_adj=(-?\d{1,4})/) },
    };
  const summary = SUMMARY.exec(text);
  if (summary !== null) return { kind: 'more', says: ofSummary(summary[1] ?? '', summary[2] ?? '') };
  const limit = TASK_IN.exec(text);
  if (limit !== null)
    return { kind: 'more', says: { constraint: 'memcg', taskGroup: sanitize(limit[1] ?? ''), limitGroup: sanitize(limit[2] ?? '') } };
  const usage = USAGE.exec(text);
  if (usage !== null) return { kind: 'more', says: { usageBytes: kilobytes(usage[1]), limitBytes: kilobytes(usage[2]) } };
  const group = GROUP.exec(text);
  if (group !== null) return { kind: 'more', says: { constraint: 'memcg', limitGroup: sanitize(group[1] ?? '') } };
  const chosen = CHOSEN.exec(text);
  if (chosen !== null) return { kind: 'chosen', says: ofHead(chosen) };
  const killed = KILLED.exec(text);
  if (killed !== null) return { kind: 'killed', says: { ...ofHead(killed), ...sizesOf(killed[4] ?? '') } };
  return INSIDE.test(text) ? { kind: 'inside' } : undefined;
}

function ofHead([, head, pid, name = '']: RegExpExecArray): OomFields {
  return {
    ...(head === undefined ? {} : { constraint: head.startsWith('Memory cgroup') ? ('memcg' as const) : ('none' as const) }),
    pid: Number(pid),
    process: sanitize(name),
  };
}

/** `nodemask=(null),cpuset=…,mems_allowed=0,oom_memcg=…,task_memcg=…,task=…,pid=…,uid=…`; `global_oom` where no group's limit was hit. */
function ofSummary(constraint: string, rest: string): OomFields {
  // Names of groups may hold a comma: each value goes on up to the next key that the kernel prints.
  const field = (key: string, next: string): string | undefined => {
    const from = rest.indexOf(`${key}=`);
    const to = from < 0 ? -1 : rest.indexOf(`,${next}=`, from);
    return from < 0 ? undefined : rest.slice(from + key.length + 1, to < 0 ? undefined : to);
  };
  const limitGroup = field('oom_memcg', 'task_memcg');
  const taskGroup = field('task_memcg', 'task');
  const process = field(',task', 'pid');
  const pid = /,pid=(\d{1,10})(?:,uid=\d{1,10})?$/.exec(rest)?.[1];
  const known = CONSTRAINTS[constraint];
  return {
    ...(known === undefined ? {} : { constraint: known }),
    ...(limitGroup === undefined ? {} : { limitGroup: sanitize(limitGroup) }),
    ...(taskGroup === undefined ? {} : { taskGroup: sanitize(taskGroup) }),
    ...(process === undefined ? {} : { process: sanitize(process) }),
    ...(pid === undefined ? {} : { pid: Number(pid) }),
  };
}

/** ` total-vm:426168kB, anon-rss:121216kB, file-rss:6564kB, shmem-rss:0kB, UID:0 pgtables:304kB oom_score_adj:0`, what there is of it. */
function sizesOf(text: string): OomFields {
  const size = <K extends 'virtualBytes' | 'anonBytes' | 'fileBytes' | 'shmemBytes'>(key: K, name: string): { [P in K]?: ExactInt } => {
    const digits = new RegExp(String.raw`(?:^|[ ,])${name}:(\d{1,18})kB`).exec(text)?.[1];
    return (digits === undefined ? {} : { [key]: kilobytes(digits) }) as { [P in K]?: ExactInt };
  };
  return {
    ...size('virtualBytes', 'total-vm'),
    ...size('anonBytes', 'anon-rss'),
    ...size('fileBytes', 'file-rss'),
    ...size('shmemBytes', 'shmem-rss'),
    ...scoreOf('oomScoreAdj', text, /oom_score_adj:(-?\d{1,4})$/),
  };
}

function scoreOf(key: 'oomScoreAdj', text: string, form: RegExp): OomFields {
  const digits = form.exec(text)?.[1];
  return digits === undefined ? {} : { [key]: Number(digits) };
}

function kilobytes(digits = '0'): ExactInt {
  return parseExact((BigInt(digits) * 1024n).toString());
}
