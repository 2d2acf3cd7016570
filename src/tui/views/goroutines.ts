import type { Citation } from '../../evidence/citation.ts';
import type { GoroutinesFact } from '../../evidence/facts/dump.ts';
import type { GrowthFact } from '../../evidence/facts/growth.ts';
import type { Finding } from '../../matcher/finding.ts';
import { count } from '../../report/count.ts';
import { idleKinds } from '../../report/goroutines/group.ts';
import { stateWords } from '../../report/goroutines/render-text.ts';
import type { GroupView, Level } from '../../report/goroutines/view.ts';
import type { Report, ReportDump } from '../../report/report.ts';
import type { Span } from '../styled.ts';
import { type Table, table } from '../text/table.ts';
import type { Target, View, ViewInput } from '../view.ts';
import { type Bucket, bucketsOf, functionOf, shortWait, SORTS, viewOf } from './bucket.ts';
import { dumpHeading } from './dump-heading.ts';
import { growthOf, growthWords } from './growth.ts';
import { quoteOf } from './places.ts';
import { type Block, block, EMPTY, prose, type Row, rowsOf } from './rows.ts';
import { severityMark } from './severity.ts';

/** A group with what its row says of it. */
interface Line {
  readonly group: GroupView;
  readonly bucket: Bucket;
  readonly growth: GrowthFact | undefined;
  readonly finding: Finding | undefined;
}

/**
 * The goroutines of every dump, or of one. Groups are put together and sorted at once, which takes well under 100 ms for 100,000 of them; a row
 * is formatted when it is asked for.
 *
 * @param exact The dumps of the same bundle, read with places apart (`apartFor('exact', {})`): lines are not in the groups of a
 * report. Without them the level `exact` shows functions, and says so.
 */
export function goroutinesView(exact?: readonly ReportDump[]): View<Extract<Target, { view: 'goroutines' }>> {
  return {
    name: 'goroutines',
    title: ({ dump }) => (dump === undefined ? 'goroutines' : `goroutines of ${dump}`),
    sorts: SORTS,
    rows: ({ dump: wanted }, input) => {
      const { report, width, level = 'functions', sort = 'count' } = input;
      const all = dumpsAt(level, report, exact);
      const dumps = wanted === undefined ? all : all.filter(({ id }) => id === wanted);
      if (dumps.length === 0) return rowsOf([block(prose('No goroutines: nothing in the bundle lists any.', width))], width);
      const cites = citing(report);
      const shape = tableOf(dumps, report, width, level);
      const blocks = dumps.flatMap((dump, i) => blocksOf(dump, i, { input, level, sort, cites, shape }));
      const missing = level === 'exact' && exact === undefined ? '; lines are not kept apart here, so as by functions' : '';
      const said = { text: `${LEVELS[level]}, by ${sort}${missing}`, role: 'muted' } as const;
      return rowsOf(blocks, width, [[said], shape.head]);
    },
  };
}

const LEVELS: Readonly<Record<Level, string>> = {
  exact: 'alike to the line',
  functions: 'alike by their functions',
  creator: 'alike by who started them',
};

/** The dumps as they were read for a level. */
export function dumpsAt(level: Level, report: Report, exact: readonly ReportDump[] | undefined): readonly ReportDump[] {
  return level === 'exact' && exact !== undefined ? exact : report.facts.dumps;
}

function tableOf(dumps: readonly ReportDump[], report: Report, width: number, level: Level): Table<Line> {
  const most = dumps.reduce((size, { goroutines }) => Math.max(size, String(goroutines).length), 5);
  return table<Line>(
    [
      { title: '', width: 2, cell: markOf },
      { title: 'count', width: most, align: 'right', cell: ({ group }) => ({ text: String(group.count), role: 'strong' }) },
      { title: 'state', width: width < 100 ? 13 : 20, from: 50, cell: ({ group }) => stateSpan(group) },
      { title: 'wait', width: 9, from: 60, align: 'right', cell: ({ group }) => ({ text: shortWait(group) }) },
      // Growth is followed by functions, not by creators.
      ...(level === 'creator' || !report.facts.growth.some(({ subject }) => subject === 'goroutines')
        ? []
        : [
            {
              title: 'growth',
              width: width < 100 ? 10 : 16,
              from: 80,
              align: 'right' as const,
              cell: ({ growth }: Line) =>
                growth === undefined
                  ? { text: '' }
                  : { text: growthWords(growth, width < 100), ...(growth.delta > 0 ? { role: 'strong' as const } : {}) },
            },
          ]),
      {
        title: level === 'creator' ? 'largest part' : 'function',
        width: 'rest',
        keep: 'end',
        cell: ({ bucket }) => ({ text: functionOf(bucket.parts[0]) || 'no stack' }),
      },
      {
        title: 'created by',
        width: 'rest',
        // Of groups by creator that is what they are told apart by.
        from: level === 'creator' ? 60 : 120,
        keep: 'end',
        cell: ({ group }) => ({ text: group.creator?.function ?? (level === 'creator' ? 'not printed' : ''), role: 'muted' }),
      },
    ],
    width,
  );
}

/** A group that a finding rests on has its mark; so has one of which the runtime itself says that nothing can wake it. */
function markOf({ finding, group }: Line): Span {
  if (finding !== undefined) return severityMark(finding.severity);
  return group.leaked === 0 ? { text: '' } : severityMark('high');
}

/** What the runtime marked stands first: in a narrow column the rest may be cut. */
function stateSpan(group: GroupView): Span {
  if (group.leaked === 0) return { text: stateWords(group) };
  return { text: `${group.leaked === group.count ? '' : `${group.leaked} `}leaked, ${stateWords(group)}`, role: 'high' };
}

interface Shown {
  readonly input: ViewInput;
  readonly level: Level;
  readonly sort: string;
  readonly cites: (citation: Citation) => Finding | undefined;
  readonly shape: Table<Line>;
}

function blocksOf(dump: ReportDump, index: number, shown: Shown): Block[] {
  const { input, level, sort } = shown;
  const { report, width, idle = false } = input;
  const listed = idle ? dump.groups : dump.groups.filter((one) => one.idle === undefined);
  const folded = idle ? [] : dump.groups.filter((one) => one.idle !== undefined);
  const buckets = bucketsOf(dump.id, listed, level, sort);
  const haystacks: (string | undefined)[] = [];
  const ungrouped = dump.ungrouped ?? 0;
  return [
    block([...(index === 0 ? [] : [EMPTY]), ...dumpHeading(dump, report, width)]),
    {
      count: buckets.count,
      row: (at) => {
        const bucket = buckets.at(at);
        return bucket === undefined ? EMPTY : groupRow(bucket, dump, shown);
      },
      haystack: (at) => (haystacks[at] ??= haystackOf(buckets.parts(at))),
    },
    {
      count: folded.length === 0 ? 0 : 1,
      row: () => {
        const kinds = idleKinds(folded);
        const all = kinds.reduce((total, one) => total + one.count, 0);
        return {
          line: [
            {
              text: `   ${count(all, 'goroutine')} idle by design, folded: ${kinds.map((one) => `${one.count} ${one.kind}`).join(', ')}`,
              role: 'muted',
            },
          ],
        };
      },
    },
    block(ungrouped === 0 ? [] : prose(`${ungrouped} in no group that could be kept`, width, { first: '   ', role: 'medium' })),
  ];
}

function groupRow(bucket: Bucket, dump: ReportDump, { input, level, cites, shape }: Shown): Row {
  const group = viewOf(bucket, level, dump);
  if (group === undefined) return EMPTY;
  const [first] = bucket.parts;
  const growth = level === 'creator' ? undefined : growthOf(input.report, dump.id, first.key);
  const finding = bucket.parts.map(({ citations }) => cites(citations[0])).find((one) => one !== undefined);
  return {
    line: shape.line({ group, bucket, growth, finding }),
    target: { view: 'group', id: bucket.id },
    place: group.citation,
    quote: quoteOf(`${count(group.count, 'goroutine')}, ${stateWords(group)}, in ${functionOf(first)}`, group.citation),
  };
}

function haystackOf(parts: readonly GoroutinesFact[]): string {
  let words = '';
  for (const { state = '', stateClass = '', functions, creator } of parts) {
    words += `${state} ${stateClass} ${functions.join(' ')} ${creator?.function ?? ''} `;
  }
  return words.toLowerCase();
}

/** Finds the first finding that cites a place as evidence for itself. */
export function citing({ findings }: Report): (citation: Citation) => Finding | undefined {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings)
    for (const { citation, more, role } of finding.evidence)
      if (role !== 'contradicting')
        for (const one of [citation, ...more])
          if (one.firstLine !== undefined && !byPlace.has(placeKey(one))) byPlace.set(placeKey(one), finding);
  return (citation) => (byPlace.size === 0 ? undefined : byPlace.get(placeKey(citation)));
}

function placeKey({ path, firstLine = 0, lastLine = 0 }: Citation): string {
  return `${firstLine}-${lastLine} ${path}`;
}
