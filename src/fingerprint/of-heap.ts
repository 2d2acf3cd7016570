import type { GrowthFact } from '../evidence/facts/growth.ts';
import type { HeapHolderFact } from '../evidence/facts/heap-holder.ts';
import { originOf } from '../evidence/frame-origin.ts';
import { trusted } from '../text/safe-text.ts';
import type { Subject } from './subject.ts';

/** What the fingerprint of a function with memory in the heap is made of: itself, and the library function that allocates for it. */
export function holderSubject({ owner, via }: HeapHolderFact): Subject {
  const base = { kind: 'heap', ...(via === undefined ? {} : { message: `via ${via}` }), level: 'L2' } as const;
  return owner === undefined
    ? { ...base, stacks: [], stackless: trusted('no function of the program is named') }
    : { ...base, stacks: [{ frames: [owner], above: [] }], single: true };
}

/** What the fingerprint of a site of the heap is made of: the stack that allocates. */
export function siteSubject({ functions, owner }: GrowthFact): Subject {
  const frames = functions.map((name) => (owner?.function === name ? owner : { function: name, origin: originOf(name) }));
  return frames.length === 0
    ? { kind: 'heap', level: 'L2', stacks: [], stackless: trusted('it is of the whole heap and of no stack') }
    : { kind: 'heap', level: 'L2', stacks: [{ frames, above: [] }] };
}
