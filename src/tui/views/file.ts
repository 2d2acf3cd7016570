import type { Finding } from '../../matcher/finding.ts';
import { count } from '../../report/count.ts';
import { sanitize, trusted } from '../../text/safe-text.ts';
import { padStart, textWidth } from '../../text/width.ts';
import { placeOf } from '../../report/render/text/layout.ts';
import type { Report } from '../../report/report.ts';
import type { Span } from '../styled.ts';
import { cut } from '../text/cut.ts';
import { shown } from '../text/shown.ts';
import { fold } from '../text/fold.ts';
import type { Target, View } from '../view.ts';
import type { FileLines } from './file-lines.ts';
import { excerptRows } from './excerpt.ts';
import { type CitedLines, citedLines, quoteOf } from './places.ts';
import { block, EMPTY, prose, type Row, rowsOf } from './rows.ts';
import { severityMark } from './severity.ts';

/**
 * One file as it is, line by line, what findings cite in it marked. Enter on a cited line leads to its finding.
 *
 * @param linesOf The lines of a file of the bundle.
 */
export function fileView(linesOf: (path: string) => FileLines): View<Extract<Target, { view: 'file' }>> {
  return {
    name: 'file',
    reading: 'text',
    title: ({ path }) => shown(path),
    rows: ({ path }, { report, width }) => {
      const lines = linesOf(path);
      const cited = citedLines(report, path);
      const about = report.bundle.artifacts.find((one) => one.path === path);
      const size = `${count(lines.count, 'line')}${lines.complete ? '' : ' so far'}`;
      const marked = cited.length === 0 ? 'no finding cites it' : `${count(cited.length, 'citation')} (lines with *)`;
      const head = [
        [{ text: path, role: 'title' } as const],
        [{ text: lines.problem === undefined ? `${size}; ${marked}` : marked, role: 'muted' } as const],
      ];
      if (lines.problem !== undefined) {
        const kinds = about?.kinds.join(', ') ?? '';
        const rows = [
          ...prose(`No lines to show: ${lines.problem}`, width),
          ...(kinds === '' ? [] : prose(`It was read as ${kinds}.`, width)),
          ...citedRowsOf(cited, report, width),
        ];
        return rowsOf([block(rows)], width, head);
      }
      if (lines.count === 0) return rowsOf([block(prose(lines.complete ? 'The file is empty.' : 'Loading…', width))], width, head);
      const digits = String(lines.count).length;
      const find = finder(cited);
      return rowsOf(
        [
          {
            count: lines.count,
            row: (at) => lineRow(at + 1, { path, lines, digits, width, cites: find(at + 1) }),
            key: (at) => String(at + 1),
            haystack: (at) => (lines.line(at + 1) ?? '').toLowerCase(),
          },
          block(
            !lines.complete || lines.left === undefined
              ? []
              : [
                  EMPTY,
                  ...prose(lines.left, width, { role: 'medium' }),
                  ...citedRowsOf(
                    cited.filter(({ first }) => first > lines.count),
                    report,
                    width,
                  ),
                ],
            'left',
          ),
        ],
        width,
        head,
      );
    },
  };
}

/** What is cited of lines that cannot be shown: the report has kept so much of them. Each leads to its finding. */
function citedRowsOf(cited: readonly CitedLines[], report: Report, width: number): Row[] {
  const seen = new Set<string>();
  const rows = cited.flatMap(({ citation, finding }): Row[] => {
    const place = placeOf(citation);
    if (seen.has(place)) return [];
    seen.add(place);
    const target = { view: 'finding', id: finding.id } as const;
    return excerptRows(citation, report, { width, indent: '  ', most: Number.POSITIVE_INFINITY, title: titleOf(finding) }).map(
      (row): Row => ({ ...row, target }),
    );
  });
  return rows.length === 0 ? [] : [EMPTY, ...prose('What is cited of it, as the report has kept it:', width, { role: 'title' }), ...rows];
}

interface LineAbout {
  readonly path: string;
  readonly lines: FileLines;
  readonly digits: number;
  readonly width: number;
  readonly cites: readonly CitedLines[];
}

/** From this width on a cited line says, at its right end, by what it is cited. */
const ROOM_FOR_ID = 60;

function lineRow(number: number, { path, lines, digits, width, cites }: LineAbout): Row {
  if (number > lines.count) return EMPTY;
  const text = lines.line(number);
  const [cite] = cites;
  const gutter: Span = {
    text: `${padStart(String(number), digits)}${cite === undefined ? '  ' : '* '}`,
    role: cite === undefined ? 'muted' : 'cited',
  };
  const place = { path: sanitize(path), firstLine: number, lastLine: number, excerpt: text ?? trusted('') };
  const behind = {
    place,
    ...(cite === undefined ? {} : { target: { view: 'finding', id: cite.finding.id } as const }),
    quote: quoteOf(cite === undefined ? path : titleOf(cite.finding), place),
  };
  if (text === undefined) return { ...behind, line: [gutter, { text: '(loading)', role: 'muted' }] };
  const begins = cites.find(({ first }) => first === number);
  if (begins === undefined || width < ROOM_FOR_ID)
    return { ...behind, line: [gutter, cite === undefined ? { text } : { text, role: 'cited' }] };
  const [note = ''] = fold(`${severityMark(begins.finding.severity).text} ${begins.finding.id}`, Math.floor(width / 2));
  const room = width - textWidth(gutter.text) - textWidth(note) - 2;
  const fitted = cut(text, room);
  return {
    ...behind,
    line: [
      gutter,
      { text: fitted, role: 'cited' },
      { text: ' '.repeat(Math.max(0, room - textWidth(fitted)) + 2) },
      { ...severityMark(begins.finding.severity), text: note },
    ],
  };
}

function titleOf({ id, title }: Finding): string {
  return `${id}: ${title}`;
}

/** Finds what cites a line: what begins at it or last before it comes first. */
function finder(cited: readonly CitedLines[]): (line: number) => readonly CitedLines[] {
  if (cited.length === 0) return () => [];
  return (line) => cited.filter(({ first, last }) => first <= line && line <= last).toReversed();
}
