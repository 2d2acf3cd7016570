import type { Citation } from '../evidence/citation.ts';
import type { Report } from '../report/report.ts';
import type { TriageEntry } from './triage/triage.ts';
import type { StyledLine } from './styled.ts';

/** Where a row leads. */
export type Target =
  | { readonly view: 'findings' }
  | { readonly view: 'finding'; readonly id: string }
  | { readonly view: 'goroutines'; readonly dump?: string }
  | { readonly view: 'group'; readonly id: string }
  | { readonly view: 'timeline' }
  | { readonly view: 'heap' }
  | { readonly view: 'files' }
  | { readonly view: 'file'; readonly path: string; readonly line?: number }
  | { readonly view: 'outcomes' }
  | { readonly view: 'help' };

export type ViewName = Target['view'];

/** What a view is made from. */
export interface ViewInput {
  readonly report: Report;
  /** What the user has said of findings, by their fingerprint. */
  readonly triage: ReadonlyMap<string, TriageEntry>;
  /** Columns of the pane; text is folded to it, tables are fitted to it. */
  readonly width: number;
  /** How the rows are sorted; a name from `sorts` of the view. */
  readonly sort?: string;
  /** Level of similarity of the goroutines view. */
  readonly level?: 'exact' | 'functions' | 'creator';
  /** Goroutines that are idle by design are shown, too. */
  readonly idle?: boolean;
}

/**
 * The rows of a view, one line each. Rows are made when they are asked for: a view of 100,000 groups costs what is on the screen. Pure.
 */
export interface Rows {
  /** Headings that stay while the rest scrolls; at most two lines. */
  readonly head: readonly StyledLine[];
  readonly count: number;
  /** The row `at`, from 0. */
  readonly line: (at: number) => StyledLine;
  /** Where enter leads from a row; undefined where it has nothing behind it. */
  readonly target?: (at: number) => Target | undefined;
  /** The place in the bundle that a row is about: for the editor, the pager and copying. */
  readonly place?: (at: number) => Citation | undefined;
  /** What `y` copies of a row: a block that can be quoted. */
  readonly quote?: (at: number) => string | undefined;
  /** What a filter looks at, lower case; the text of the row where absent. */
  readonly haystack?: (at: number) => string;
  /** Rows that the cursor may stand on; all where absent. */
  readonly selectable?: (at: number) => boolean;
}

/** A view is a small file over the report. */
export interface View<T extends Target = Target> {
  readonly name: T['view'];
  /** For the breadcrumbs. */
  readonly title: (target: T, input: ViewInput) => string;
  /** Names of the orders that `s` goes through, the first at the start; none where the order is given. */
  readonly sorts?: readonly string[];
  readonly rows: (target: T, input: ViewInput) => Rows;
}
