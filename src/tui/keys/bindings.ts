import type { Action } from '../store/action.ts';
import type { ViewName } from '../view.ts';

/** Headings of the help, in its order. */
export const GROUPS = ['Move', 'Go', 'Find', 'Show', 'Take along', 'Judge', 'Program'] as const;

export type Group = (typeof GROUPS)[number];

/** Keys that do one thing. */
export interface Binding {
  /** Names of keys as `keyName` gives them; the first is the one to show where there is room for one. */
  readonly keys: readonly string[];
  readonly action: Action;
  /** What it does, in one line. */
  readonly help: string;
}

/** Bindings that belong together, such as next and previous. */
export interface Command {
  readonly group: Group;
  readonly bindings: readonly Binding[];
  /** The word of the footer; without one the command is not shown there. */
  readonly label?: string;
  /** That word where there is no way back; `label` where absent. */
  readonly labelAtRoot?: string;
  /** Its keys in the footer, where these are more than a few. */
  readonly short?: string;
  /** Views where it holds; all where absent. */
  readonly views?: readonly ViewName[];
}

/** Every view, in the order in which docs name them. */
export const VIEWS = [
  'findings',
  'finding',
  'goroutines',
  'group',
  'timeline',
  'memory',
  'changes',
  'waits',
  'files',
  'file',
  'outcomes',
  'exits',
  'help',
] as const satisfies readonly ViewName[];

/** Views of the report, not of ourselves. */
const REPORT: readonly ViewName[] = VIEWS.filter((view) => view !== 'help');

/**
 * Every key, once: what it does, where it holds and what is said about it. Key handling, footer, help and docs/keys.md are all made from this table.
 * Commands stand in the order of the footer: what is needed most comes first, since a narrow footer leaves the rest out.
 */
export const COMMANDS: readonly Command[] = [
  {
    group: 'Move',
    label: 'move',
    bindings: [
      { keys: ['j', 'down'], action: { do: 'move', by: 1 }, help: 'one row down' },
      { keys: ['k', 'up'], action: { do: 'move', by: -1 }, help: 'one row up' },
    ],
  },
  {
    group: 'Go',
    label: 'open',
    views: REPORT,
    bindings: [{ keys: ['enter', 'l', 'right'], action: { do: 'open' }, help: 'open what the row is about' }],
  },
  {
    // Not in the footer: `q` is, and says the same.
    group: 'Go',
    bindings: [{ keys: ['esc', 'h', 'left'], action: { do: 'back' }, help: 'one step back: out of the filter, the pane, the view' }],
  },
  {
    group: 'Find',
    label: 'filter',
    bindings: [{ keys: ['/', 'f'], action: { do: 'filter' }, help: 'show only the rows that hold a text' }],
  },
  {
    group: 'Go',
    label: 'views',
    short: '1-9',
    bindings: [
      { keys: ['1'], action: { do: 'view', view: 'findings' }, help: 'findings' },
      { keys: ['2'], action: { do: 'view', view: 'goroutines' }, help: 'goroutines' },
      { keys: ['3'], action: { do: 'view', view: 'timeline' }, help: 'timeline' },
      { keys: ['4'], action: { do: 'view', view: 'memory' }, help: 'memory: where it went, and the heap by site' },
      { keys: ['5'], action: { do: 'view', view: 'files' }, help: 'files of the bundle' },
      { keys: ['6'], action: { do: 'view', view: 'outcomes' }, help: 'what was checked, and how each signature ended' },
      { keys: ['7'], action: { do: 'view', view: 'changes' }, help: 'what grew, what is new and what went, from dump to dump' },
      { keys: ['8'], action: { do: 'view', view: 'waits' }, help: 'who waits for whom, and who keeps the others waiting' },
      { keys: ['9'], action: { do: 'view', view: 'exits' }, help: 'how it ended: what exit codes say, and what they leave open' },
    ],
  },
  {
    group: 'Judge',
    label: 'mark',
    views: ['findings', 'finding'],
    bindings: [{ keys: ['m'], action: { do: 'mark' }, help: 'mark the finding: confirmed, dismissed, open' }],
  },
  {
    group: 'Judge',
    label: 'note',
    views: ['findings', 'finding'],
    bindings: [{ keys: ['M'], action: { do: 'note' }, help: 'write a note on the finding' }],
  },
  {
    group: 'Show',
    label: 'idle',
    views: ['goroutines'],
    bindings: [{ keys: ['i'], action: { do: 'idle' }, help: 'goroutines that are idle by design: show or hide' }],
  },
  {
    group: 'Show',
    label: 'level',
    views: ['goroutines'],
    bindings: [{ keys: ['v'], action: { do: 'level' }, help: 'what makes goroutines one group: same functions, creator, or lines' }],
  },
  {
    group: 'Show',
    label: 'kind',
    views: ['timeline', 'changes'],
    bindings: [
      {
        keys: ['v'],
        action: { do: 'kind', by: 1 },
        help: 'one kind of rows alone (starts and ends, the kernel, …), then all',
      },
      { keys: ['V'], action: { do: 'kind', by: -1 }, help: 'the kind before' },
    ],
  },
  {
    group: 'Show',
    label: 'sort',
    views: ['goroutines', 'memory', 'changes', 'files'],
    bindings: [{ keys: ['s'], action: { do: 'sort' }, help: 'the next order of the rows' }],
  },
  {
    group: 'Find',
    label: 'finding',
    views: ['finding', 'goroutines', 'group', 'timeline', 'file'],
    bindings: [
      { keys: ['e'], action: { do: 'next-finding', by: 1 }, help: 'next finding' },
      { keys: ['E'], action: { do: 'next-finding', by: -1 }, help: 'previous finding' },
    ],
  },
  {
    group: 'Take along',
    label: 'copy',
    views: REPORT,
    bindings: [
      { keys: ['y'], action: { do: 'copy', what: 'quote' }, help: 'copy the row as a block to quote' },
      { keys: ['Y'], action: { do: 'copy', what: 'place' }, help: 'copy its place, as file:line' },
    ],
  },
  {
    group: 'Take along',
    label: 'editor',
    views: REPORT,
    bindings: [{ keys: ['o'], action: { do: 'editor' }, help: 'open its place in $VISUAL or $EDITOR' }],
  },
  {
    group: 'Take along',
    label: 'pager',
    views: REPORT,
    bindings: [{ keys: ['p'], action: { do: 'pager' }, help: 'show its place in $PAGER' }],
  },
  {
    group: 'Take along',
    label: 'export',
    views: REPORT,
    bindings: [{ keys: ['x'], action: { do: 'export' }, help: 'write the report with your marks and notes to a file' }],
  },
  {
    group: 'Find',
    label: 'hit',
    bindings: [
      { keys: ['n'], action: { do: 'next-hit', by: 1 }, help: 'next hit of the filter' },
      { keys: ['N'], action: { do: 'next-hit', by: -1 }, help: 'previous hit of the filter' },
    ],
  },
  {
    group: 'Show',
    label: 'pane',
    views: REPORT,
    bindings: [
      { keys: ['tab'], action: { do: 'next-pane', by: 1 }, help: 'next pane' },
      { keys: ['shift-tab'], action: { do: 'next-pane', by: -1 }, help: 'previous pane' },
    ],
  },
  {
    group: 'Show',
    label: 'zoom',
    views: REPORT,
    bindings: [{ keys: ['z'], action: { do: 'zoom' }, help: 'this pane alone, and back' }],
  },
  {
    group: 'Move',
    bindings: [
      { keys: ['ctrl-d'], action: { do: 'page', by: 0.5 }, help: 'half a page down' },
      { keys: ['ctrl-u'], action: { do: 'page', by: -0.5 }, help: 'half a page up' },
    ],
  },
  {
    group: 'Move',
    bindings: [
      { keys: ['space', 'PgDn'], action: { do: 'page', by: 1 }, help: 'one page down' },
      { keys: ['b', 'PgUp'], action: { do: 'page', by: -1 }, help: 'one page up' },
    ],
  },
  {
    group: 'Move',
    bindings: [
      { keys: ['g', 'Home'], action: { do: 'first' }, help: 'first row' },
      { keys: ['G', 'End'], action: { do: 'last' }, help: 'last row' },
    ],
  },
  {
    group: 'Program',
    bindings: [{ keys: ['ctrl-l'], action: { do: 'redraw' }, help: 'draw the screen anew' }],
  },
  {
    group: 'Program',
    bindings: [{ keys: ['ctrl-z'], action: { do: 'suspend' }, help: 'suspend; fg comes back' }],
  },
  {
    group: 'Program',
    label: 'help',
    views: REPORT,
    bindings: [{ keys: ['?'], action: { do: 'help' }, help: 'these keys' }],
  },
  {
    group: 'Program',
    label: 'close',
    views: ['help'],
    bindings: [{ keys: ['?'], action: { do: 'help' }, help: 'close the help' }],
  },
  {
    group: 'Program',
    label: 'back',
    labelAtRoot: 'quit',
    bindings: [{ keys: ['q'], action: { do: 'leave' }, help: 'one step back, as esc; quit where there is none' }],
  },
  {
    group: 'Program',
    bindings: [{ keys: ['ctrl-c'], action: { do: 'quit' }, help: 'quit, always' }],
  },
];
