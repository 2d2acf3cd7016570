import type { DumpDefect } from '../../evidence/facts/dump.ts';
import { count } from '../../report/count.ts';
import { KINDS, scopeWords, versions, WHOLE } from '../../report/goroutines/render-text.ts';
import { placeOf } from '../../report/render/text/layout.ts';
import type { Report, ReportDump } from '../../report/report.ts';
import { placeTarget } from './places.ts';
import { prose, type Row } from './rows.ts';

/** What is wrong with a dump, in few words; the warnings among the other outcomes say it in full. */
const DEFECTS: Readonly<Record<DumpDefect, string>> = {
  truncated: 'cut off',
  'cut-at-known-limit': 'cut at the size of a usual buffer',
  'mid-line': 'breaks off within a line',
  'beginning-missing': 'beginning missing',
  'elided-frames': 'frames left out by the runtime',
  'foreign-lines': 'other lines inside',
  interleaved: 'stacks broken off',
  ungrouped: 'more stacks than are sorted',
  'single-goroutine': 'one goroutine only',
  'counts-disagree': 'states another number than it lists',
  damaged: 'damaged',
  reversed: 'newest line first',
  'no-ages': 'no ages printed',
};

/** What a dump is: its place, what printed it, whose it is, how many goroutines, and whether it is whole. */
export function dumpHeading(dump: ReportDump, report: Report, width: number, indent = ''): Row[] {
  const [citation] = dump.citations;
  const behind = { target: placeTarget(citation, report), place: citation };
  const whole = [...WHOLE[dump.integrity], ...dump.defects.map((one) => DEFECTS[one])];
  const words = [
    KINDS[dump.kind],
    ...scopeWords(dump),
    ...(dump.goVersions === undefined ? [] : [versions(dump.goVersions)]),
    count(dump.goroutines, 'goroutine'),
    ...whole,
  ];
  return [
    ...prose(`${dump.id} ${placeOf(citation)}`, width, { ...behind, first: indent, rest: `${indent}  `, role: 'title' }).map(
      (row, i): Row => (i === 0 ? row : { ...row, still: true }),
    ),
    ...prose(words.join(', '), width, { first: `${indent}  `, rest: `${indent}  `, role: 'muted', still: true }),
  ];
}
