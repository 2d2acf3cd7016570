import { formatBytes } from '../../matcher/template.ts';
import { count } from '../../report/count.ts';
import type { Artifact } from '../../report/report.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import { trusted } from '../../text/safe-text.ts';
import type { Span } from '../styled.ts';
import { table } from '../text/table.ts';
import type { Target, View } from '../view.ts';
import { citationCounts, citedLines } from './places.ts';
import { block, EMPTY, prose, type Row, rowsOf } from './rows.ts';

const SORTS = ['read', 'cited', 'size', 'name'] as const;

interface Line {
  readonly artifact: Artifact;
  readonly cited: number;
}

/** Every file of the bundle: what it is, who read it, or why nobody did. */
export const files: View<Extract<Target, { view: 'files' }>> = {
  name: 'files',
  reading: 'list',
  title: (_, { report }) => `files (${report.bundle.artifacts.length})`,
  sorts: SORTS,
  rows: (_, { report, width, sort = 'read' }) => {
    const { artifacts } = report.bundle;
    if (artifacts.length === 0) return rowsOf([block(prose('There is no file in the bundle.', width))], width);
    const cites = citationCounts(report);
    const lines = sorted(
      artifacts.map((artifact): Line => ({ artifact, cited: cites.get(artifact.path) ?? 0 })),
      sort,
    );
    const shape = table<Line>(
      [
        { title: '', width: 2, cell: ({ artifact }) => MARKS[artifact.status] },
        { title: 'file', width: 'rest', keep: 'end', cell: ({ artifact }) => ({ text: artifact.path, role: 'strong' }) },
        {
          title: 'read as',
          width: 'rest',
          cell: ({ artifact }) => ({ text: whatOf(artifact), ...(artifact.status === 'read' ? {} : { role: 'muted' as const }) }),
        },
        {
          title: 'size',
          width: 8,
          from: 60,
          align: 'right',
          cell: ({ artifact }) => ({ text: artifact.bytes === undefined ? '' : formatBytes(artifact.bytes) }),
        },
        { title: 'cited', width: 5, from: 60, align: 'right', cell: ({ cited }) => ({ text: cited === 0 ? '' : String(cited) }) },
        { title: 'wrapped in', width: 16, from: 100, cell: ({ artifact }) => ({ text: artifact.wrappers.join(', '), role: 'muted' }) },
      ],
      width,
    );
    const said = { text: `${count(artifacts.length, 'file')}, by ${sort === 'read' ? 'order of reading' : sort}`, role: 'muted' } as const;
    return rowsOf(
      [
        {
          count: lines.length,
          row: (at): Row => {
            const line = lines[at];
            if (line === undefined) return EMPTY;
            const { path, kinds, status, bytes, reason } = line.artifact;
            const [first] = citedLines(report, path);
            return {
              line: shape.line(line),
              target: { view: 'file', path, ...(first === undefined ? {} : { line: first.first }) },
              place: { path, excerpt: trusted('') },
              quote: [path, status, kinds.join(', '), bytes === undefined ? '' : `${bytes} bytes`, reason ?? '']
                .filter((one) => one !== '')
                .join('\n'),
            };
          },
          key: (at) => lines[at]?.artifact.path ?? '',
          haystack: (at) => {
            const artifact = lines[at]?.artifact;
            return artifact === undefined
              ? ''
              : `${artifact.path} ${whatOf(artifact)} ${artifact.wrappers.join(' ')} ${artifact.status}`.toLowerCase();
          },
        },
      ],
      width,
      [[said], shape.head],
    );
  },
};

const MARKS: Readonly<Record<Artifact['status'], Span>> = {
  read: { text: '' },
  damaged: { text: '!', role: 'medium' },
  'passed-over': { text: '·', role: 'muted' },
  unreadable: { text: '!!', role: 'high' },
};

/** The parsers that read it; of what was not read, or not whole, why. */
function whatOf({ kinds, status, reason }: Artifact): string {
  const state = status === 'read' ? '' : status === 'passed-over' ? 'passed over' : status;
  return [[kinds.join(', '), state].filter((one) => one !== '').join('; '), reason ?? ''].filter((one) => one !== '').join(': ');
}

function sorted(lines: Line[], sort: string): readonly Line[] {
  if (sort === 'cited') return lines.toSorted((a, b) => b.cited - a.cited);
  if (sort === 'size') return lines.toSorted((a, b) => (b.artifact.bytes ?? -1) - (a.artifact.bytes ?? -1));
  if (sort === 'name') return lines.toSorted((a, b) => naturalOrder(a.artifact.path, b.artifact.path));
  return lines;
}
