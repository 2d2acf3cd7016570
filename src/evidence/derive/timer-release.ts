import { sameScope } from '../case-file.ts';
import type { HeapHolderFact } from '../facts/heap-holder.ts';
import type { HeapFact } from '../facts/heap.ts';
import type { Fact } from '../facts/index.ts';

/** The release from which on timers that nobody refers to are collected. */
const COLLECTED_SINCE = 23;
/** And from which on no setting changes that (internal/godebugs/table.go). */
const ALWAYS_SINCE = 27;
/** What allocates timers and tickers from that release on; before it time.NewTimer does so itself (time/sleep.go). */
const NEW_TIMER = 'time.newTimer';

/** So much of package time in use, and nothing of it from there: about half of it would be. Less may be chance, a sample stands for half a MiB. */
const TELLING_BYTES = 8_388_608;

/** What becomes of unreachable timers in the process whose heap it is; undefined where its Go release is not known. */
export function unreachableTimers(heap: HeapFact, facts: readonly Fact[]): HeapHolderFact['unreachableTimers'] {
  const own = facts.filter((fact) => sameScope(fact.scope, heap.scope));
  const settings = own.filter((fact) => fact.type === 'runtime-settings');
  const stated = settings.flatMap(({ goVersion }) => minorOf(goVersion?.replace(/^go/, '')) ?? []);
  const ranges = own.flatMap((fact) => (fact.type === 'dump' || fact.type === 'gc' ? (fact.goVersions ?? []) : []));
  const lowest = [...stated, ...ranges.flatMap(({ min }) => minorOf(min) ?? [])];
  const highest = [...stated, ...ranges.flatMap(({ max }) => minorOf(max) ?? [])];
  if (lowest.some((minor) => minor >= ALWAYS_SINCE)) return 'collected';
  // What is set when it starts goes before what was built in.
  const debug =
    settings.find(({ godebug }) => godebug?.includes('asynctimerchan=') === true)?.godebug ??
    settings.find(({ defaultGodebug }) => defaultGodebug !== undefined)?.defaultGodebug;
  if (debug?.includes('asynctimerchan=1') === true) return 'kept';
  if (heap.sites.some(({ frames }) => frames.some((frame) => frame.function === NEW_TIMER))) return 'collected';
  const ofTime = heap.sites.filter(({ frames }) => frames.some((frame) => /^time\.New(?:Timer|Ticker)$/.test(frame.function)));
  if (ofTime.reduce((bytes, { inuseBytes }) => bytes + Number(inuseBytes), 0) >= TELLING_BYTES) return 'kept';
  if (lowest.some((minor) => minor >= COLLECTED_SINCE)) return 'collected';
  return highest.some((minor) => minor < COLLECTED_SINCE) ? 'kept' : undefined;
}

/** The minor number of a release such as `1.21` or `1.21.13`. */
function minorOf(release: string | undefined): number | undefined {
  const match = release === undefined ? null : /^1\.(\d{1,3})/.exec(release);
  return match === null ? undefined : Number(match[1]);
}
