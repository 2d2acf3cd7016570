import type { Report, TimelineEntry } from '../../report.ts';
import { age } from '../../timeline/age.ts';
import { leftOutWords } from '../../timeline/left-out.ts';
import { type Undated, undated } from '../../undated.ts';
import { type Block, table } from './blocks.ts';
import { prose } from './inline.ts';
import { place } from './place.ts';

/** Entries that are listed, at most. */
const MOST = 40;

/** The latest time that a date can hold, in milliseconds (ECMA-262, TimeClip). */
const LATEST_MS = 8.64e15;

/** What no time is written for, at most. */
const MOST_UNDATED = 20;

/** What happened when, as a table; last, in the order of reading, what no time is written for: a crash seldom says when it was. */
export function timelineBlocks(report: Pick<Report, 'timeline' | 'timelineLeftOut' | 'facts' | 'bundle' | 'findings'>): Block[] {
  const { timeline: entries, timelineLeftOut = 0 } = report;
  const without = undated(report);
  const shown = mostTelling(without);
  const left = Math.max(0, entries.length - MOST) + without.length - shown.length;
  const clocks = new Set(entries.map(({ clock }) => clock));
  return [
    table(
      ['Time', 'What happened', 'Where'],
      [
        ...entries.slice(0, MOST).map((one) => [time(one), prose(one.event), place(one.citation)]),
        ...shown.map(({ event, citation }) => ['no time written', prose(firstLine(event)), place(citation)]),
      ],
    ),
    left > 0 ? [`… and ${left} more: the JSON report has ${timelineLeftOut > 0 ? 'them' : 'all'}.`] : [],
    timelineLeftOut > 0 ? [leftOutWords(timelineLeftOut)] : [],
    clocks.has('process')
      ? ['Times with a + count from the start of a process, or of its trace: those of different processes cannot be compared.']
      : [],
    clocks.has('boot') ? ['Times since boot are those of a kernel: those of different machines cannot be compared.'] : [],
    clocks.has('listing')
      ? ['Times before a list count back from when it was printed, which it does not say: those of different lists cannot be compared.']
      : [],
  ];
}

/** Where there is no room for all, what ended something comes before what was only looked at. */
function mostTelling(all: readonly Undated[]): readonly Undated[] {
  if (all.length <= MOST_UNDATED) return all;
  const kept = new Set([...all.filter(({ ends }) => ends), ...all.filter(({ ends }) => !ends)].slice(0, MOST_UNDATED));
  return all.filter((one) => kept.has(one));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function time({ atMs, clock }: TimelineEntry): string {
  if (clock === 'process') return `+${(atMs / 1000).toFixed(3)} s`;
  if (clock === 'boot') return `${(atMs / 1000).toFixed(3)} s since boot`;
  if (clock === 'listing') return `${age(atMs)} before the list`;
  return Math.abs(atMs) <= LATEST_MS ? new Date(atMs).toISOString() : `${atMs} ms`;
}
