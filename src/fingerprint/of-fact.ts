import type { CaseFile } from '../evidence/case-file.ts';
import type { CrashFact } from '../evidence/facts/crash.ts';
import type { DumpFact, GoroutinesFact } from '../evidence/facts/dump.ts';
import type { GrowthFact } from '../evidence/facts/growth.ts';
import type { Fact } from '../evidence/facts/index.ts';
import { trusted } from '../text/safe-text.ts';
import { fingerprintOf } from './compute.ts';
import type { Fingerprint } from './fingerprint.ts';
import { type MostGoroutines, crashSubject } from './of-crash.ts';
import { groupSubject, leakCheckSubject, lockSubject } from './of-goroutines.ts';
import { holderSubject, siteSubject } from './of-heap.ts';
import { raceSubject } from './of-race.ts';
import type { Subject } from './subject.ts';

/** What is asked of a case file. */
export type Facts = Pick<CaseFile, 'get' | 'of'>;

/** The fingerprint of what a fact states, with all its notes; undefined for facts of a type that has no stack. */
export function fingerprintOfFact(fact: Fact, facts: Facts): Fingerprint | undefined {
  const subject = subjectOf(fact, facts);
  return subject === undefined ? undefined : fingerprintOf(subject);
}

/**
 * The fingerprint of a finding that rests on no stack: refused. Its signature alone would give one name to the same limit, the same kill or the same
 * probe of any program, whatever is wrong with it.
 */
export function withoutStack(signature: string): Fingerprint {
  return fingerprintOf({
    kind: signature,
    level: 'L2',
    stacks: [],
    refused: trusted('it rests on no stack: the same limit, kill or setting has different faults behind it'),
  });
}

function subjectOf(fact: Fact, facts: Facts): Subject | undefined {
  switch (fact.type) {
    case 'crash':
      return crashSubject(fact, fact.blame === 'resource' ? mostGoroutines(fact, facts) : undefined);
    case 'race':
      return raceSubject(fact);
    case 'goroutines':
      return groupSubject(fact, dumpOf(fact.dump, facts));
    case 'wait-edge': {
      const group = fact.waiters.map((id) => facts.get(id)).find((one) => one?.type === 'goroutines');
      return lockSubject(fact, group, dumpOf(fact.dump, facts));
    }
    case 'leak-check':
      return leakCheckSubject(fact);
    case 'heap-holder':
      return holderSubject(fact);
    case 'growth': {
      if (fact.subject !== 'goroutines') return siteSubject(fact);
      const group = groupOf(fact, facts);
      return group === undefined ? undefined : groupSubject(group, dumpOf(group.dump, facts));
    }
    default:
      return undefined;
  }
}

/** Goroutines that a group has at least, and how many times the next group, to be what a resource went to. */
const MANY = 10;
const BY_FAR = 2;

function mostGoroutines({ dump: id }: CrashFact, facts: Facts): MostGoroutines | undefined {
  if (id === undefined) return undefined;
  const own = facts.of('goroutines').filter(({ dump, idle, owner }) => dump === id && idle === undefined && owner?.origin === 'app');
  const [most, next] = own.toSorted((a, b) => b.count - a.count);
  if (most === undefined || most.count < MANY || most.count < BY_FAR * (next?.count ?? 0)) return undefined;
  const dump = dumpOf(id, facts);
  return { group: most, ...(dump === undefined ? {} : { dump }) };
}

function dumpOf(id: string, facts: Facts): DumpFact | undefined {
  const dump = facts.get(id);
  return dump?.type === 'dump' ? dump : undefined;
}

/** The group of the last dump that has it. */
function groupOf({ key, points }: GrowthFact, facts: Facts): GoroutinesFact | undefined {
  const last = points.findLast(({ count }) => count > 0)?.dump;
  return facts.of('goroutines').find((group) => group.dump === last && group.key === key);
}
