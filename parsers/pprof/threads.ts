import type { ThreadSite, ThreadsFact } from '../../src/evidence/facts/threads.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { exact, type ExactInt, toBigInt } from '../../src/text/exact.ts';
import { trusted } from '../../src/text/safe-text.ts';
import type { SourceInfo } from '../parser.ts';
import { namesOf } from './contention.ts';
import { compareStacks, largestSites, MOST_SITES } from './largest.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import { groupStacks } from './stacks.ts';

/** Threads that were started at one stack, as either form has them. */
export interface CountedThreads {
  readonly frames: readonly Frame[];
  readonly count: ExactInt;
}

/** The fact that a threadcreate profile states. `salvaged`: the file is damaged and this is what could be read. */
export function threadsFact(profile: Profile, source: SourceInfo, salvaged: boolean): Omit<ThreadsFact, 'id'> {
  const stacks = groupStacks(profile);
  const column = sampleTypeIndex(profile, 'threadcreate');
  const { timeNanos, durationNanos } = profile;
  const sites = largestSites(profile, stacks, [column]).map(({ slot, stack }) => ({
    frames: stack.frames,
    count: stacks.sums.get(slot * profile.samples.width + column),
  }));
  return {
    type: 'threads',
    certainty: 'stated',
    citations: [{ path: source.path, excerpt: trusted('') }],
    scope: source.scope,
    ...(timeNanos === undefined ? {} : { timeNanos }),
    ...(durationNanos === undefined ? {} : { durationNanos }),
    ...threadSites(sites, stacks.totals.get(column), stacks.count),
    salvaged,
  };
}

/** What a fact says of the sites, of which there are `all`. */
export function threadSites(
  counted: readonly CountedThreads[],
  total: ExactInt,
  all: number,
): Pick<ThreadsFact, 'total' | 'unrecorded' | 'siteCount' | 'sites'> {
  const known = counted.map(({ frames, count }) => ({ frames: frames.filter(isRecorded), count }));
  const recorded = known.filter(({ frames }) => frames.length > 0);
  const unrecorded = known.filter(({ frames }) => frames.length === 0).reduce((sum, { count }) => sum + toBigInt(count), 0n);
  const whole = Number(total);
  const sites = recorded
    .toSorted((a, b) => Number(toBigInt(b.count) - toBigInt(a.count)) || compareStacks(a, b))
    .slice(0, MOST_SITES)
    .map(({ frames, count }): ThreadSite => ({ ...namesOf(frames), count, share: whole > 0 ? Number(count) / whole : 0 }));
  return { total, unrecorded: exact(unrecorded), siteCount: all - (known.length - recorded.length), sites };
}

/**
 * Go 1.23 and later fill stacks up to 32 places with address 0: printed as `#␉0x0` where there is nothing else, and a place without a symbol at
 * 0 − 1 in the protobuf form.
 */
function isRecorded({ function: name }: Frame): boolean {
  return name !== '0x0' && name !== '0xffffffffffffffff';
}
