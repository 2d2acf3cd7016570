import type { Citation } from '../citation.ts';
import type { Fact, FactDraft } from '../facts/index.ts';
import type { ProcessFact } from '../facts/process.ts';
import { zombieParents } from '../whole/zombie-parents.ts';

/** Processes from here on are a listing; a few that somebody looked at are none. */
const FEWEST = 10;
/** Processes that are cited. */
const MOST_CITED = 3;

/**
 * Listings of processes that come as the files of each: `cat` of all `/proc/PID/stat`, or a copy of the directories. There is none where ps has listed them,
 * and none where nobody is dead or waits in the kernel, which is all that a listing is asked for.
 */
export function deriveProcessLists(facts: readonly Fact[]): FactDraft[] {
  const listed = new Set(facts.filter(({ type }) => type === 'processes').map(({ scope }) => JSON.stringify(scope)));
  const groups = new Map<string, Map<number, ProcessFact>>();
  for (const fact of facts) {
    if (fact.type !== 'process' || fact.source !== 'procfs' || fact.pid === undefined || fact.state === undefined) continue;
    const key = JSON.stringify(fact.scope);
    if (listed.has(key)) continue;
    const group = groups.get(key) ?? new Map<number, ProcessFact>();
    group.set(fact.pid, fact);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => listOf([...group.values()]) ?? []);
}

function listOf(processes: readonly ProcessFact[]): FactDraft | undefined {
  const zombies = processes.filter(({ state }) => state === 'Z');
  const waiting = processes.filter(({ state }) => state === 'D');
  const [first, ...more] = [...zombies, ...waiting].slice(0, MOST_CITED).map(({ citations }) => citations[0]);
  if (processes.length < FEWEST || first === undefined) return undefined;
  const citations: readonly [Citation, ...Citation[]] = [first, ...more];
  return {
    type: 'processes',
    certainty: 'derived',
    citations,
    scope: processes[0]?.scope ?? {},
    total: processes.length,
    zombies: zombies.length,
    uninterruptible: waiting.length,
    zombieParents: zombieParents(processes.map((one) => ({ ...one, zombie: one.state === 'Z' }))),
  };
}
