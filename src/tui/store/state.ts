import type { ReadProgress } from '../../analyze.ts';
import type { Comparison } from '../../report/compare/comparison.ts';
import type { Report } from '../../report/report.ts';
import type { TriageEntry } from '../triage/triage.ts';
import type { ExactDumps, Target, ViewInput, ViewName } from '../view.ts';
import type { Spot } from './cursor.ts';
import type { Effect } from './effect.ts';
import type { Left } from './left.ts';

/** Columns and rows of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A view as the user left it: one step of the way that the breadcrumbs show, or what a pane beside it shows. */
export interface Visit {
  readonly target: Target;
  /** Where the cursor stands among the rows that the filter leaves, from 0; 0 where there is none. */
  readonly cursor: number;
  /** The first of them on the screen. */
  readonly top: number;
  /** Name of the order; that of the view where absent. */
  readonly sort?: string;
  /** The kind of rows that is shown alone; all where absent. */
  readonly kind?: string;
  /** What was typed after `/`; empty for everything. */
  readonly filter: string;
  /** The line that its target names is not loaded yet; the cursor goes there when it is, unless the user moves it before. */
  readonly seeking?: true;
}

/** A line that is being typed, or a choice of one key. Keys are no commands meanwhile. */
export type Prompt =
  /** `origin`: the row under the cursor when it began, absent where there was none; `before`: the filter and the position then, for escape. */
  | { readonly kind: 'filter'; readonly text: string; readonly origin?: Spot; readonly before: Visit }
  | { readonly kind: 'note'; readonly text: string; readonly fingerprint: string }
  /** `id`: the finding, beside the whole report; only that where absent. */
  | { readonly kind: 'export'; readonly id?: string };

/** A sentence on the status line, until the next key. */
export interface Message {
  readonly text: string;
  readonly tone: 'plain' | 'bad';
}

/** All that the screen depends on. Plain data; changed by `reduce` alone. */
export interface State {
  readonly size: Size;
  /** Absent while the bundle is being read. */
  readonly report?: Report;
  /** How the bundle differs from others that it is laid beside; absent where it is looked at alone. */
  readonly comparison?: Comparison;
  /** How far the reading has come, while it goes on. */
  readonly progress?: ReadProgress;
  /** The way from the findings to the view in front, which is the last one. Never empty. */
  readonly stack: readonly Visit[];
  /** The views of the number row that were left, as they were. */
  readonly left: ReadonlyMap<ViewName, Left>;
  /** What the panes beside show: what enter would open, and the lines of the cited place. Kept where they are not on the screen. */
  readonly preview?: Visit;
  readonly raw?: Visit;
  /** The cursor has moved on since: they follow when it rests. */
  readonly behind?: true;
  /** The pane that keys act on, from the left. */
  readonly focus: number;
  /** That pane has the whole screen. */
  readonly zoom: boolean;
  readonly prompt?: Prompt;
  readonly message?: Message;
  /** What the user has said of findings, by their key. */
  readonly triage: ReadonlyMap<string, TriageEntry>;
  /** Level of similarity of the goroutines. */
  readonly level: NonNullable<ViewInput['level']>;
  /** The dumps with lines kept apart, once the level `exact` was asked for. */
  readonly exact?: ExactDumps;
  /** Goroutines that are idle by design are shown, too. */
  readonly idle: boolean;
  /** What is to be done outside; the store takes it away. */
  readonly effects: readonly Effect[];
}

/** The state in which the UI opens. */
export function initialState(size: Size): State {
  return {
    size,
    stack: [{ target: { view: 'findings' }, cursor: 0, top: 0, filter: '' }],
    left: new Map(),
    focus: 0,
    zoom: false,
    triage: new Map(),
    level: 'functions',
    idle: false,
    effects: [],
  };
}
