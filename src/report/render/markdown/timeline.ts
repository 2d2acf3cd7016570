import type { TimelineEntry } from '../../report.ts';
import { type Block, table } from './blocks.ts';
import { prose } from './inline.ts';
import { place } from './place.ts';

/** Entries that are listed, at most. */
const MOST = 40;

/** The latest time that a date can hold, in milliseconds (ECMA-262, TimeClip). */
const LATEST_MS = 8.64e15;

/** What happened when, as a table. */
export function timelineBlocks(entries: readonly TimelineEntry[]): Block[] {
  const left = entries.length - MOST;
  const relative = entries.some(({ clock }) => clock === 'process');
  return [
    table(
      ['Time', 'What happened', 'Where'],
      entries.slice(0, MOST).map((one) => [time(one), prose(one.event), place(one.citation)]),
    ),
    left > 0 ? [`… and ${left} more: the JSON report has all.`] : [],
    relative ? ['Times with a + count from the start of a process, or of its trace: those of different processes cannot be compared.'] : [],
  ];
}

function time({ atMs, clock }: TimelineEntry): string {
  if (clock === 'process') return `+${(atMs / 1000).toFixed(3)} s`;
  return Math.abs(atMs) <= LATEST_MS ? new Date(atMs).toISOString() : `${atMs} ms`;
}
