import { cell } from '../text/cut.ts';
import type { Target, View, ViewName } from '../view.ts';
import { block, EMPTY, prose, type Row, rowsOf, textRow } from './rows.ts';

/** A line of help: what some keys do, or the heading of those that follow. The keymap makes them. */
export type HelpLine = { readonly heading: string } | { readonly keys: string; readonly does: string };

const LEGEND: readonly (readonly [sign: string, means: string])[] = [
  ['!!', 'critical or high severity; a file that could not be read'],
  ['!', 'medium severity; a file that is damaged'],
  ['·', 'low severity, or for information; goroutines idle by design; a file that was passed over'],
  ['+', 'goroutines that are idle by design: enter shows them'],
  ['•', 'a finding with a note'],
  ['└→', 'follows from the finding above'],
  ['*', 'after a number: a line that a finding cites; before a row: what is looked for is in what stands behind it'],
  ['…', 'something did not fit here'],
  ['unknown', 'no age is printed: it is not known to be short'],
  ['5 min ?', 'some of them print no age'],
  ['≤5 min', 'the longest of several waits'],
];

/** The keys, from the table that the keys themselves come from, and the signs that views draw. */
export function helpView(linesFor: (view: ViewName) => readonly HelpLine[]): View<Extract<Target, { view: 'help' }>> {
  return {
    name: 'help',
    reading: 'text',
    title: ({ of }) => (of === undefined ? 'help' : `help: keys in ${of}`),
    rows: ({ of = 'findings' }, { width }) => {
      const lines = linesFor(of);
      const keys = columns(
        lines.flatMap((one) => ('keys' in one ? [one.keys] : [])),
        width,
      );
      const signs = columns(
        LEGEND.map(([sign]) => sign),
        width,
      );
      const rows = [
        ...lines.flatMap((one, i): Row[] =>
          'keys' in one ? pair(one.keys, one.does, keys, width) : [...(i === 0 ? [] : [EMPTY]), textRow(one.heading, 'title')],
        ),
        ...(lines.length === 0 ? [] : [EMPTY]),
        textRow('Signs', 'title'),
        ...LEGEND.flatMap(([sign, means]) => pair(sign, means, signs, width)),
      ];
      return rowsOf([block(rows)], width);
    },
  };
}

/** Columns that the keys take: as many as they need, two fifths of the pane at most. */
function columns(texts: readonly string[], width: number): number {
  return Math.min(Math.floor(width * 0.4), Math.max(0, ...texts.map((one) => one.length)));
}

function pair(left: string, right: string, size: number, width: number): Row[] {
  return prose(right, Math.max(1, width - size - 4)).map((row, i): Row => {
    const key = i === 0 ? left : '';
    return { line: [{ text: '  ' }, { text: cell(key, size), role: 'key' }, { text: '  ' }, ...row.line], still: i > 0, key: left };
  });
}
