import type { RaceAccess, RaceFact } from '../evidence/facts/race.ts';
import { trusted } from '../text/safe-text.ts';
import type { Stack, Subject } from './subject.ts';

/** What the fingerprint of a data race is made of: both stacks, in no order, since who is seen second is chance. */
export function raceSubject({ access, previous, on, truncated }: RaceFact): Subject {
  const sides = [access, ...(previous === undefined ? [] : [previous])];
  const whole = sides.length === 2 && sides.every(({ frames }) => frames.length > 0);
  return {
    kind: 'race',
    // One race on a map shows on its header in one run and on an element in another.
    message: on === 'map' ? 'memory' : on,
    level: 'L2',
    stacks: whole ? sides.map((side) => stackOf(side, truncated && side === previous)) : [],
    ...(whole ? {} : { stackless: trusted('the stack of one side is missing') }),
  };
}

function stackOf({ frames, culprit }: RaceAccess, cut: boolean): Stack {
  const from = culprit === undefined ? 0 : Math.max(0, frames.indexOf(culprit));
  const rest = frames.slice(from);
  return { frames: rest, above: frames.slice(0, from), ...(cut ? { missing: { from: rest.length, why: 'cut' } } : {}) };
}
