import { Box } from 'ink';
import { type ReactElement, useSyncExternalStore } from 'react';
import type { StyledLine } from '../styled.ts';
import { atRoot, findingHere, focused, visitIn } from '../store/focus.ts';
import { bigEnough, bodyHeight, layout } from '../store/layout.ts';
import type { State } from '../store/state.ts';
import type { Store } from '../store/store.ts';
import type { ViewName } from '../view.ts';
import { breadcrumbs } from './breadcrumbs.ts';
import { Line } from './line.tsx';
import type { Look } from './look.ts';
import { Pane } from './pane.tsx';
import { progressText, status } from './status.ts';
import { TooSmall } from './too-small.tsx';

export interface AppProps {
  readonly store: Store;
  readonly look: Look;
  /** What is looked at, for the breadcrumbs: the path that was given. */
  readonly name: string;
  /** The keys that are valid now. */
  readonly footer: (view: ViewName, width: number, atRoot: boolean, finding: boolean) => StyledLine;
}

/** The whole screen. */
export function App({ store, look, name, footer }: AppProps): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const { size } = state;
  if (!bigEnough(size)) return <TooSmall size={size} />;
  const line = (text: StyledLine) => <Line line={text} width={size.columns} look={look} />;
  const keysHere = (now: State): StyledLine =>
    footer(viewOf(now), size.columns, atRoot(now, store.lists), findingHere(now, focused(now, store.lists)) !== undefined);
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      {line(breadcrumbs(state, store.lists, name))}
      {state.report === undefined ? <Reading state={state} look={look} /> : <Panes state={state} store={store} look={look} />}
      {line(status(state, store.lists))}
      {line(promptFooter(state) ?? keysHere(state))}
    </Box>
  );
}

function Panes({ state, store, look }: { readonly state: State; readonly store: Store; readonly look: Look }): ReactElement {
  return (
    <Box flexShrink={0} height={bodyHeight(state.size)} overflow="hidden">
      {layout(state).map((pane, at) => (
        <Pane key={pane.name} state={state} lists={store.lists} look={look} pane={pane} visit={visitIn(state, pane.name)} parted={at > 0} />
      ))}
    </Box>
  );
}

function Reading({ state, look }: { readonly state: State; readonly look: Look }): ReactElement {
  return (
    <Box flexShrink={0} height={bodyHeight(state.size)} overflow="hidden">
      <Line line={[{ text: progressText(state.progress), role: 'muted' }]} width={state.size.columns} look={look} />
    </Box>
  );
}

function viewOf(state: State): ViewName {
  const focusedPane = layout(state).find(({ focused }) => focused);
  const visit = focusedPane === undefined ? undefined : visitIn(state, focusedPane.name);
  return (visit ?? state.stack.at(-1))?.target.view ?? 'findings';
}

/** While something is typed, and before there is a report, only these keys mean anything. */
function promptFooter({ prompt, report }: State): StyledLine | undefined {
  if (report === undefined) return [{ text: 'q', role: 'key' }, { text: ' quit' }];
  if (prompt === undefined) return undefined;
  if (prompt.kind === 'export') return [];
  return [
    { text: 'enter', role: 'key' },
    { text: prompt.kind === 'filter' ? ' keep it  ' : ' save  ' },
    { text: 'esc', role: 'key' },
    { text: ' as before' },
  ];
}
