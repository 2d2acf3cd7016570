import { Box } from 'ink';
import { memo, type ReactElement } from 'react';
import { bodyHeight, type Pane as PaneShape } from '../store/layout.ts';
import type { List } from '../store/list.ts';
import type { Lists } from '../store/lists.ts';
import type { State, Visit } from '../store/state.ts';
import type { Look } from './look.ts';
import { rowText } from './row-text.ts';
import { Row } from './row.tsx';

export interface PaneProps {
  readonly state: State;
  readonly lists: Lists;
  readonly look: Look;
  readonly pane: PaneShape;
  /** What it shows; nothing where absent. */
  readonly visit: Visit | undefined;
  /** A line at its left parts it from the one before. */
  readonly parted: boolean;
}

/** The rows of a view that are on the screen, each a line of its own. No other row is made. */
export function Pane({ state, lists, look, pane, visit, parted }: PaneProps): ReactElement {
  return (
    <Window
      list={visit === undefined ? undefined : lists.list(state, visit, pane.name)}
      top={visit?.top ?? 0}
      cursor={visit?.cursor ?? 0}
      filtered={visit !== undefined && visit.filter !== ''}
      focused={pane.focused}
      width={pane.width}
      text={pane.text}
      height={bodyHeight(state.size)}
      parted={parted}
      look={look}
    />
  );
}

/** What a pane shows, in values that are equal where it shows the same: then it is not rendered again. */
interface WindowProps extends Pick<PaneShape, 'width' | 'text' | 'focused'> {
  readonly list: List | undefined;
  readonly top: number;
  readonly cursor: number;
  readonly filtered: boolean;
  readonly height: number;
  readonly parted: boolean;
  readonly look: Look;
}

const Window = memo(function Window(props: WindowProps): ReactElement {
  const { parted, look, height, width } = props;
  const rows = windowRows(props);
  const edge = parted ? look.paint('│', 'muted') : '';
  // With a line at the left every row has something in it, the empty ones too.
  const shown = parted ? Array.from({ length: height }, (_, at) => edge + (rows[at] ?? '')) : rows;
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} overflow="hidden">
      {shown.map((text, at) => (
        // Rows have no identity of their own: they are lines of the screen.
        // oxlint-disable-next-line react/no-array-index-key
        <Row key={at} text={text} />
      ))}
    </Box>
  );
});

/** The lines of a pane, from its headings on. */
function windowRows({ list, top, cursor, filtered, focused, text: width, height, look }: WindowProps): readonly string[] {
  if (list === undefined) return [];
  const head = list.rows.head.map((line) => rowText(line, { width, look }));
  if (list.count === 0) {
    const words = filtered ? 'nothing matches the filter; esc takes it away' : 'nothing here';
    return [...head, rowText([{ text: words, role: 'muted' }], { width, look })];
  }
  const room = Math.max(1, height - list.rows.head.length);
  const rows: string[] = [];
  for (let position = top; position < Math.min(list.count, top + room); position++) {
    const row = list.row(position);
    rows.push(position === cursor ? cursorRow(list, row, { width, look, focused }) : plainRow(list, row, width, look));
  }
  return [...head, ...rows];
}

function cursorRow(
  list: List,
  row: number,
  { width, look, focused }: { readonly width: number; readonly look: Look; readonly focused: boolean },
) {
  return rowText(list.rows.line(row), { width, look, cursor: focused ? 'here' : 'dim', ...found(list, row) });
}

function found(list: List, row: number): { readonly hit: boolean; readonly words?: string } {
  const { words } = list.filter ?? {};
  return { hit: list.hit(row), ...(words === undefined ? {} : { words }) };
}

/** Rows that have been on the screen, without the cursor, of lists that are still in use. A list is for one width of one pane. */
const painted = new WeakMap<List, Map<number, string>>();
/** More rows of a list are not kept. */
const KEPT = 1000;

function plainRow(list: List, row: number, width: number, look: Look): string {
  let known = painted.get(list);
  if (known === undefined || known.size >= KEPT) painted.set(list, (known = new Map()));
  const kept = known.get(row);
  if (kept !== undefined) return kept;
  const text = rowText(list.rows.line(row), { width, look, ...found(list, row) });
  known.set(row, text);
  return text;
}
