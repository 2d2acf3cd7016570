import type { ProcessFact } from '../facts/process.ts';

/** Adds to a process what follows from several of its files together. */
export function wholeProcess<T extends Omit<ProcessFact, 'id'>>(fact: T): T {
  const soft = fact.limits?.openFiles?.soft;
  if (fact.openFds === undefined || soft === undefined || Number(soft) <= 0) return fact;
  return { ...fact, fdShare: fact.openFds / Number(soft) };
}
