import type { ExitReport } from '../../report/exits/exits.ts';
import { exitHead } from '../../report/render/text/exits.ts';
import { placeOf } from '../../report/render/text/layout.ts';
import type { Report } from '../../report/report.ts';
import type { Target, View } from '../view.ts';
import { excerptRows } from './excerpt.ts';
import { placeTarget, quoteOf } from './places.ts';
import { block, EMPTY, keyed, prose, type Row, rowsOf } from './rows.ts';
import { commandRows } from './sections.ts';

/** Lines that are shown of the place where a code stands. */
const EXCERPT_LINES = 4;
/** Ends that are named where there is no root cause. */
const HEADS = 5;

/** How processes ended: what each exit code says by itself, what the bundle has about it, and what is open. What nothing explains comes first. */
export const exits: View<Extract<Target, { view: 'exits' }>> = {
  name: 'exits',
  reading: 'list',
  title: ({ view }, { report }) => `${view} (${report.exits.length})`,
  rows: (_, { report, width }) => {
    const ordered = inOrder(report.exits);
    if (ordered.length === 0)
      return rowsOf([block(prose('No exit code of a process that was not meant to end is in the bundle.', width))], width);
    return rowsOf(
      ordered.map((one, at) => block([...(at === 0 ? [] : [EMPTY]), ...keyed(keyOf(one), exitRows(one, report, width))], keyOf(one))),
      width,
    );
  },
};

/** The ends in a line each, those that nothing explains first. */
export function exitHeads({ exits: all }: Report, width: number): Row[] {
  const left = all.length - HEADS;
  const target = { view: 'exits' } as const;
  return [
    ...inOrder(all)
      .slice(0, HEADS)
      .flatMap((one) =>
        prose(`${exitHead(one)}${one.explained ? '' : ': why is open'}`, width, {
          first: '  ',
          rest: '    ',
          key: keyOf(one),
          target,
          place: one.citation,
          quote: quoteOf(exitHead(one), one.citation),
        }),
      ),
    ...(left > 0 ? prose(`… and ${left} more`, width, { first: '  ', key: 'more ends', target }) : []),
  ];
}

function inOrder(all: readonly ExitReport[]): readonly ExitReport[] {
  return [...all.filter(({ explained }) => !explained), ...all.filter(({ explained }) => explained)];
}

function keyOf(one: ExitReport): string {
  return `${exitHead(one)} ${placeOf(one.citation)}`;
}

function exitRows(one: ExitReport, report: Report, width: number): Row[] {
  const { citation, meaning, evidence, unknown, collect } = one;
  const title = exitHead(one);
  return [
    ...prose(title, width, {
      rest: '  ',
      role: 'strong',
      target: placeTarget(citation, report),
      place: citation,
      quote: quoteOf(title, citation),
    }),
    ...excerptRows(citation, report, { width, indent: '  ', most: EXCERPT_LINES, title }),
    ...prose(`The code by itself: ${meaning}.`, width, { first: '  ' }),
    ...evidence.flatMap(({ statement, citation: at }) =>
      prose(`${statement}${placeOf(at) === placeOf(citation) ? '' : ` (${placeOf(at)})`}`, width, {
        first: '  - ',
        target: placeTarget(at, report),
        place: at,
        quote: quoteOf(`${title}\n${statement}`, at),
      }),
    ),
    ...(unknown === undefined ? [] : prose(`not known: ${unknown}`, width, { first: '  - ', role: 'medium', place: citation })),
    ...commandRows(collect, width, '  '),
  ];
}
