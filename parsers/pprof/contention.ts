import type { ContentionFact, ContentionKind, ContentionSite } from '../../src/evidence/facts/contention.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { trusted } from '../../src/text/safe-text.ts';
import type { SourceInfo } from '../parser.ts';
import { FrameReader, ownerOf } from './frames.ts';
import { largestSites } from './largest.ts';
import { type LockStack, sumLocks } from './locks.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import { groupStacks, type Stacks } from './stacks.ts';

/** The fact that a block or mutex profile states. `salvaged`: the file is damaged and this is what could be read. */
export function contentionFact(profile: Profile, source: SourceInfo, salvaged: boolean): Omit<ContentionFact, 'id'> {
  const stacks = groupStacks(profile);
  const { width } = profile.samples;
  const events = sampleTypeIndex(profile, 'contentions');
  const delay = sampleTypeIndex(profile, 'delay');
  const { timeNanos, durationNanos } = profile;
  const whole = stacks.totals.near(delay);
  const comparable = durationNanos === undefined && !stacks.negative && whole > 0;
  const largest = largestSites(profile, stacks, delay < 0 ? [events] : [delay, events]);
  const sites = largest.map(({ slot, stack: { frames } }): ContentionSite => ({
    ...namesOf(frames),
    events: stacks.sums.get(slot * width + events),
    ...(delay < 0 ? {} : { delayNanos: stacks.sums.get(slot * width + delay) }),
    share: comparable ? stacks.sums.near(slot * width + delay) / whole : 0,
  }));
  return {
    type: 'contention',
    certainty: 'stated',
    citations: [{ path: source.path, excerpt: trusted('') }],
    scope: source.scope,
    kind: kindOf(sites),
    ...(timeNanos === undefined ? {} : { timeNanos }),
    ...(durationNanos === undefined ? {} : { durationNanos }),
    events: stacks.totals.get(events),
    ...(delay < 0 ? {} : { delayNanos: stacks.totals.get(delay) }),
    siteCount: stacks.count,
    sites,
    ...sumLocks(lockStacks(profile, stacks, events, delay), comparable ? whole : 0),
    salvaged,
  };
}

function* lockStacks(profile: Profile, stacks: Stacks, events: number, delay: number): Generator<LockStack> {
  const reader = new FrameReader(profile);
  const { width } = profile.samples;
  for (const [slot, sample] of stacks.samples.entries())
    yield {
      frames: reader.stack(sample).frames,
      events: stacks.sums.get(slot * width + events),
      ...(delay < 0 ? {} : { delayNanos: stacks.sums.get(slot * width + delay) }),
    };
}

/** The frames of a site, and what is looked up in them. */
export function namesOf(frames: readonly Frame[]): Pick<ContentionSite, 'frames' | 'owner' | 'functions'> {
  const owner = ownerOf(frames);
  return { frames, ...(owner === undefined ? {} : { owner }), functions: frames.map((frame) => frame.function) };
}

/** A mutex profile charges the wait to who unlocks (`mutexevent`, and for the runtime's own locks `unlock2`, in runtime/mprof.go and lock_*.go). */
const UNLOCK = /^(?:(?:internal\/)?sync\.\(\*(?:RW)?Mutex\)\.[rR]?[uU]nlock|runtime\.unlock|runtime\._LostContendedRuntimeLock)/;
/** Functions that wait for other goroutines, right below what records it (`blockevent`). */
const WAIT =
  /^(?:runtime\.(?:chanrecv|chansend|selectgo|block|semacquire)|(?:internal\/)?sync\.\(\*(?:(?:RW)?Mutex\)\.[rR]?[lL]ock|WaitGroup\)\.Wait|Cond\)\.Wait)|sync\.runtime_)/;

/** Both profiles name their values alike, so the innermost frames have to tell. */
function kindOf(sites: readonly ContentionSite[]): ContentionKind {
  const innermost = sites.map(({ functions }) => functions[0] ?? '');
  if (innermost.some((name) => UNLOCK.test(name))) return 'mutex';
  return innermost.some((name) => WAIT.test(name)) ? 'block' : 'unknown';
}
