import type { Creator, Frame } from '../../evidence/frame.ts';
import { count } from '../../report/count.ts';
import { labelWords, stateWords, waitWords } from '../../report/goroutines/render-text.ts';
import { RUNS } from '../../report/goroutines/filter.ts';
import type { GroupView } from '../../report/goroutines/view.ts';
import type { Report, ReportDump } from '../../report/report.ts';
import { percent } from '../text/percent.ts';
import { shown } from '../text/shown.ts';
import { sparkline } from '../text/sparkline.ts';
import type { Target, View, ViewInput } from '../view.ts';
import { type Bucket, bucketsOf, findBucket, functionOf, stateOf, viewOf } from './bucket.ts';
import { dumpHeading } from './dump-heading.ts';
import { excerptRows } from './excerpt.ts';
import { dumpsAt } from './goroutines.ts';
import { growthOf, growthWords } from './growth.ts';
import { findingsOn, placeTarget } from './places.ts';
import { block, EMPTY, prose, type Row, rowsOf } from './rows.ts';
import { section } from './sections.ts';
import { severityRole } from './severity.ts';

/** Stacks of a group by creator that are listed. */
const MOST_STACKS = 200;
const EXCERPT_LINES = 40;

/** One group of goroutines in full. */
export const groupView: View<Extract<Target, { view: 'group' }>> = {
  name: 'group',
  reading: 'text',
  title: ({ id }, input) => {
    const found = find(id, input);
    if (found === undefined) return 'group';
    const creator = found.level === 'creator' ? found.bucket.parts[0].creator?.function : undefined;
    return shown(creator ?? functionOf(found.bucket.parts[0])) || 'group';
  },
  rows: ({ id }, input) => {
    const { report, width } = input;
    const found = find(id, input);
    const group = found === undefined ? undefined : viewOf(found.bucket, found.level, found.dump);
    if (found === undefined || group === undefined) return rowsOf([block(prose('There is no such group in this report.', width))], width);
    const { bucket, dump, level } = found;
    const title = `${count(group.count, 'goroutine')}, ${stateWords(group)}`;
    // What is said of a group leads to one of its goroutines as it was printed.
    const behind = { target: placeTarget(group.citation, report), place: group.citation };
    const rows: Row[] = [
      ...prose(title, width, { role: 'title', rest: '  ', ...behind }),
      ...facts(group).flatMap((one) => prose(one, width, { first: '  ', rest: '    ' })),
      ...(level === 'creator' ? [] : growth(bucket, dump, report, width)),
      ...section('Found by', citedBy(bucket, report, width)),
      ...(level === 'creator'
        ? section(`Started by ${group.creator?.function ?? 'nobody who is printed'}`, stacks(bucket, dump, width))
        : section('Calls, innermost first', frames(group.frames, width, behind))),
      ...section(
        'Created by',
        group.creator === undefined ? prose('not printed', width, { first: '  ' }) : frames([group.creator], width, behind),
      ),
      ...section('Oldest ids', group.ids.length === 0 ? [] : prose(group.ids.join(', '), width, { first: '  ' })),
      ...section('One of them as it was printed', excerptRows(group.citation, report, { width, indent: '  ', most: EXCERPT_LINES, title })),
      ...section('In the dump', dumpHeading(dump, report, width, '  ')),
      EMPTY,
    ];
    return rowsOf([block(rows.slice(0, -1))], width);
  },
};

function find(id: string, input: ViewInput): ReturnType<typeof findBucket> {
  return findBucket(dumpsAt(id.includes('|exact|') ? 'exact' : 'functions', input), id);
}

function facts(group: GroupView): string[] {
  const runs = group.states.length > 0 && group.states.every((one) => RUNS.has(one.class ?? 'other'));
  return [
    ...(runs ? [] : [`waiting: ${waitWords(group.wait, group.count)}`]),
    `${percent(group.share)} of the goroutines of the dump`,
    ...(group.leaked === 0 ? [] : [`${group.leaked} marked leaked by the runtime: nothing alive can wake them`]),
    ...(group.locked === 0 ? [] : [`${group.locked} locked to a thread`]),
    ...group.idle.map((one) => `${one.count === group.count ? '' : `${one.count} `}idle by design: ${one.kind}`),
    ...(group.elided ? ['calls are missing: the runtime left frames out'] : []),
    ...(group.labels === undefined ? [] : [labelWords(group.labels, group.count)]),
  ];
}

function growth(bucket: Bucket, dump: ReportDump, report: Report, width: number): Row[] {
  const found = growthOf(report, dump.id, bucket.parts[0].key);
  if (found === undefined) return [];
  const line = sparkline(
    found.points.map((point, at) => ({ at, value: point.count })),
    Math.min(20, width - 20),
  );
  const stayed =
    found.stayed === undefined ? [] : [`${found.stayed.still} of the ${found.stayed.compared} oldest of the first dump are still there`];
  return [
    ...prose(`over ${count(found.points.length, 'dump')}: ${growthWords(found, false)} ${line}`, width, { first: '  ', rest: '    ' }),
    ...stayed.flatMap((one) => prose(one, width, { first: '  ', rest: '    ' })),
  ];
}

/** Findings that rest on a group. */
function citedBy({ parts }: Bucket, report: Report, width: number): Row[] {
  const found = new Set(parts.flatMap(({ citations }) => citations.flatMap((one) => findingsOn(report, one))));
  return report.findings
    .filter((one) => found.has(one))
    .flatMap(({ id, title, severity }) =>
      prose(`${title} (${id})`, width, { first: '  ', rest: '    ', role: severityRole(severity), target: { view: 'finding', id } }),
    );
}

/** The different stacks that one `go` statement's goroutines stand in; each leads to its own group. */
function stacks({ parts }: Bucket, dump: ReportDump, width: number): Row[] {
  const buckets = bucketsOf(dump.id, parts, 'functions');
  const left = buckets.count - MOST_STACKS;
  return [
    ...Array.from({ length: Math.min(MOST_STACKS, buckets.count) }, (_, i) => buckets.at(i)).flatMap((one): Row[] => {
      if (one === undefined) return [];
      const [first] = one.parts;
      return prose(`${one.count} ${stateOf(first) || 'state unknown'} in ${functionOf(first) || 'no stack'}`, width, {
        first: '  ',
        rest: '    ',
        target: { view: 'group', id: one.id },
        place: first.citations[0],
      });
    }),
    ...(left > 0 ? prose(`… ${count(left, 'more stack')}: the level functions lists all`, width, { first: '  ', role: 'muted' }) : []),
  ];
}

function frames(calls: readonly (Frame | Creator)[], width: number, behind: Pick<Row, 'target' | 'place'>): Row[] {
  if (calls.length === 0) return prose('no stack', width, { first: '  ' });
  return calls.flatMap(({ function: name, file, line, origin }): Row[] => {
    const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}`;
    const quote = `${name}${place === '' ? '' : `\n\t${place}`}`;
    return [
      ...prose(name, width, { ...behind, first: '  ', rest: '    ', quote, role: origin === 'app' ? 'strong' : 'muted' }),
      ...(place === '' ? [] : prose(place, width, { ...behind, first: '      ', role: 'muted', quote })),
    ];
  });
}
