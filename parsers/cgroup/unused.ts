import { type Form, KEYED, VALUE } from './forms.ts';

const line = (form: RegExp, single = false): Form => ({ fits: (text) => form.test(text), single });
const NUMBERS = line(/^\d{1,20}(?: \d{1,20})*$/);
const WORDS = line(/^[a-z]+(?: [a-z]+)*$/, true);
const RANGES = line(/^\d{1,6}(?:-\d{1,6})?(?:,\d{1,6}(?:-\d{1,6})?)*$/, true);
/** `total=1 N0=1`, `anon N0=1 N1=0`. */
const BY_NODE = line(/^(?:[a-z_]{1,40}[ =]|)(?:[a-zN][a-z_0-9]{0,40}=\d{1,20} ?)+(?:N\d{1,4}=\d{1,20} ?)*$/);
const PERCENT = line(/^(?:max|\d{1,3}\.\d\d)$/, true);
const OF_DEVICES = line(/^(?:\d{1,9}:\d{1,9}(?: [\w.=-]{1,60})+|Total \d{1,20})$/);

/** Files that stand in every group, and say nothing that a root cause needs: known, so that the inventory does not call them strange. */
const UNUSED = new Map<string, Form>([
  ...['procs', 'threads'].map((name) => [`cgroup.${name}`, NUMBERS] as const),
  ...['controllers', 'subtree_control', 'type'].map((name) => [`cgroup.${name}`, WORDS] as const),
  ...['events', 'stat', 'stat.local'].map((name) => [`cgroup.${name}`, KEYED] as const),
  ...['freeze', 'max.depth', 'max.descendants', 'pressure', 'clone_children', 'sane_behavior'].map(
    (name) => [`cgroup.${name}`, VALUE] as const,
  ),
  ...['cpus', 'mems', 'cpus.effective', 'mems.effective', 'effective_cpus', 'effective_mems'].map(
    (name) => [`cpuset.${name}`, RANGES] as const,
  ),
  ...['max.burst', 'burst', 'stat.local'].map((name) => [`cpu.${name}`, name === 'stat.local' ? KEYED : VALUE] as const),
  ...['uclamp.min', 'uclamp.max'].map((name) => [`cpu.${name}`, PERCENT] as const),
  ...['usage_percpu', 'usage_percpu_user', 'usage_percpu_sys'].map((name) => [`cpuacct.${name}`, NUMBERS] as const),
  ...['usage_user', 'usage_sys'].map((name) => [`cpuacct.${name}`, VALUE] as const),
  ['cpuacct.stat', KEYED],
  ['memory.numa_stat', BY_NODE],
  ...['zswap.current', 'zswap.max', 'zswap.writeback'].map((name) => [`memory.${name}`, VALUE] as const),
  ...['latency', 'cost.qos', 'cost.model', 'prio.class'].map((name) => [`io.${name}`, OF_DEVICES] as const),
  ...['io_service_bytes_recursive', 'io_serviced_recursive'].map((name) => [`blkio.throttle.${name}`, OF_DEVICES] as const),
]);
const HUGETLB =
  /^hugetlb\.\d{1,6}[KMG]B\.(rsvd\.(?:max|current|limit_in_bytes|usage_in_bytes|max_usage_in_bytes|failcnt)|max_usage_in_bytes|events\.local|numa_stat)$/;

/** The form of a file that is known and not used; undefined where the name is none of them. */
export function unusedForm(name: string): Form | undefined {
  const known = UNUSED.get(name);
  if (known !== undefined) return known;
  // A reservation that is refused fails at mmap, and not by SIGBUS as a page does.
  const huge = HUGETLB.exec(name)?.[1];
  if (huge === undefined) return undefined;
  return huge === 'numa_stat' ? BY_NODE : huge === 'events.local' ? KEYED : VALUE;
}
