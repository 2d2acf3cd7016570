import type { Citation } from '../../src/evidence/citation.ts';
import type { OtherProfileFact } from '../../src/evidence/facts/other-profile.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import { sanitize, trusted } from '../../src/text/safe-text.ts';
import { namesOf } from '../pprof/contention.ts';
import { compareStacks, MOST_SITES } from '../pprof/largest.ts';

/** A profile that the program keeps itself, in text form (`printCountProfile` in runtime/pprof/pprof.go). */
interface CountProfile {
  readonly name: string;
  readonly total: number;
  readonly sites: readonly { readonly frames: readonly Frame[]; readonly count: number }[];
  readonly citation: Citation;
  readonly scope: Scope;
  readonly salvaged: boolean;
}

/** The fact of a profile that the program keeps itself (`pprof.NewProfile`): in protobuf form its one value has the profile's name. */
export function countFact({ name, total, sites, citation, scope, salvaged }: CountProfile): Omit<OtherProfileFact, 'id'> {
  const type = sanitize(name);
  return {
    type: 'other-profile',
    certainty: 'stated',
    citations: [citation],
    scope,
    values: [{ type, unit: trusted('count'), total }],
    mainValue: type,
    labels: [],
    siteCount: sites.length,
    sites: sites
      .toSorted((a, b) => b.count - a.count || compareStacks(a, b))
      .slice(0, MOST_SITES)
      .map(({ frames, count }) => ({ ...namesOf(frames), values: [count] })),
    salvaged,
  };
}
