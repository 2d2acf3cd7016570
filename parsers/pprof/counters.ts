import type { ContentionFact } from '../../src/evidence/facts/contention.ts';
import type { ThreadsFact } from '../../src/evidence/facts/threads.ts';
import { takeContention } from '../metrics/contention.ts';
import { Moment } from '../metrics/moment.ts';
import type { ParserContext } from '../parser.ts';

/** Emits what a profile counts over the life of the process: of a difference between two moments nothing, nor where the profile is unknown. */
export function emitCounters(fact: Omit<ContentionFact, 'id'> | Omit<ThreadsFact, 'id'>, context: ParserContext): void {
  const moment = new Moment('profile');
  if (fact.durationNanos !== undefined) return;
  if (fact.type === 'threads') moment.metrics.threadsCreated = fact.total;
  else if (fact.kind !== 'unknown') takeContention(moment, fact.kind, fact);
  moment.emit(context);
}
