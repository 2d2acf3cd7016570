import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { bodyHeight, type Pane as PaneShape } from '../store/layout.ts';
import type { Lists } from '../store/lists.ts';
import type { State, Visit } from '../store/state.ts';
import type { Look } from './look.ts';
import { rowText } from './row-text.ts';

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
export function Pane(props: PaneProps): ReactElement {
  const { pane, parted, state, look } = props;
  const rows = paneRows(props);
  const height = bodyHeight(state.size);
  const edge = parted ? look.paint('│', 'muted') : '';
  // With a line at the left every row has something in it, the empty ones too.
  const shown = parted ? Array.from({ length: height }, (_, at) => edge + (rows[at] ?? '')) : rows;
  return (
    <Box flexDirection="column" width={pane.width} height={height} flexShrink={0} overflow="hidden">
      {shown.map((text, at) => (
        // Rows have no identity of their own: they are lines of the screen.
        // oxlint-disable-next-line react/no-array-index-key
        <Text key={at} wrap="truncate-end">
          {text === '' ? ' ' : text}
        </Text>
      ))}
    </Box>
  );
}

/** The lines of a pane, from its headings on. */
export function paneRows({ state, lists, look, pane, visit }: Omit<PaneProps, 'parted'>): readonly string[] {
  const width = pane.text;
  if (visit === undefined) return [];
  const list = lists.list(state, visit, pane.name);
  const head = list.rows.head.map((line) => rowText(line, { width, look }));
  if (list.count === 0) {
    const words = visit.filter === '' ? 'nothing here' : 'nothing matches the filter; esc takes it away';
    return [...head, rowText([{ text: words, role: 'muted' }], { width, look })];
  }
  const height = lists.height(state, visit, pane.name);
  const { words } = list.filter ?? {};
  const rows: string[] = [];
  for (let position = visit.top; position < Math.min(list.count, visit.top + height); position++) {
    const row = list.row(position);
    rows.push(
      rowText(list.rows.line(row), {
        width,
        look,
        hit: list.hit(row),
        ...(words === undefined ? {} : { words }),
        ...(position === visit.cursor ? { cursor: pane.focused ? 'here' : 'dim' } : {}),
      }),
    );
  }
  return [...head, ...rows];
}
