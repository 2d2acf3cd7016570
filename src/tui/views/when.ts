import type { TimelineEntry } from '../../report/report.ts';
import { age } from '../../report/timeline/age.ts';

/** A time of day in UTC, to the millisecond; of a date that is none the number. */
export function timeOfDay(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? String(atMs) : `${date.toISOString().slice(0, 23).replace('T', ' ')} UTC`;
}

/** Time since a process or its trace began: `+0.263 s`. */
export function sinceStart(atMs: number): string {
  return `+${(atMs / 1000).toFixed(3)} s`;
}

/** When an entry of the timeline was, on its clock. */
export function whenOf({ atMs, clock }: TimelineEntry): string {
  if (clock === 'listing') return `-${age(atMs)}`;
  return clock === 'unix' ? timeOfDay(atMs) : sinceStart(atMs);
}
