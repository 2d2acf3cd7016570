import type { ContentionFact } from '../../src/evidence/facts/contention.ts';
import type { Moment } from './moment.ts';

/** Takes the sums of a block or mutex profile as counters of the process. Seconds are rounded to microseconds: more would be noise. */
export function takeContention(
  { metrics }: Moment,
  kind: 'block' | 'mutex',
  { events, delayNanos }: Pick<ContentionFact, 'events' | 'delayNanos'>,
): void {
  const seconds = delayNanos === undefined ? undefined : Math.round(Number(delayNanos) / 1e3) / 1e6;
  if (kind === 'mutex') {
    metrics.mutexEvents = events;
    if (seconds !== undefined) metrics.mutexSeconds = seconds;
  } else {
    metrics.blockEvents = events;
    if (seconds !== undefined) metrics.blockSeconds = seconds;
  }
}
