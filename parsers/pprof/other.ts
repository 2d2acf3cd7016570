import type { OtherProfileFact, OtherSite } from '../../src/evidence/facts/other-profile.ts';
import { sanitize, trusted } from '../../src/text/safe-text.ts';
import type { SourceInfo } from '../parser.ts';
import { namesOf } from './contention.ts';
import { sumLabels } from './labels.ts';
import { largestSites } from './largest.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import { groupStacks } from './stacks.ts';

/** The fact that a profile of no known kind states. `salvaged`: the file is damaged and this is what could be read. */
export function otherFact(profile: Profile, source: SourceInfo, salvaged: boolean): Omit<OtherProfileFact, 'id'> {
  const stacks = groupStacks(profile);
  const { sampleTypes, defaultSampleType, timeNanos, durationNanos } = profile;
  const { width } = profile.samples;
  const named = defaultSampleType === undefined ? -1 : sampleTypeIndex(profile, defaultSampleType);
  const main = named >= 0 ? named : sampleTypes.length - 1;
  const columns = sampleTypes.map((_, column) => column);
  const values = sampleTypes.map(({ type, unit }, column) => ({
    type: sanitize(type),
    unit: sanitize(unit),
    total: stacks.totals.get(column),
  }));
  return {
    type: 'other-profile',
    certainty: 'stated',
    citations: [{ path: source.path, excerpt: trusted('') }],
    scope: source.scope,
    values,
    mainValue: values[main]?.type ?? trusted(''),
    ...(timeNanos === undefined ? {} : { timeNanos }),
    ...(durationNanos === undefined ? {} : { durationNanos }),
    labels: sumLabels(profile, stacks, main),
    siteCount: stacks.count,
    sites: largestSites(profile, stacks, [main, ...columns]).map(({ slot, stack }): OtherSite => ({
      ...namesOf(stack.frames),
      values: columns.map((column) => stacks.sums.get(slot * width + column)),
    })),
    salvaged,
  };
}
