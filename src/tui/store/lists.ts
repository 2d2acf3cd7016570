import type { Report } from '../../report/report.ts';
import type { Reading, Rows, Target, View, ViewInput, ViewName } from '../view.ts';
import { type PaneName, bodyHeight, textWidthOf } from './layout.ts';
import { type List, haystack, makeList } from './list.ts';
import type { State, Visit } from './state.ts';
import { fileKey, targetKey } from './target.ts';

/** The views by their names. A name without one has no rows. */
export type Views = { readonly [name in ViewName]?: View<Extract<Target, { view: name }>> };

/** Lists are kept for so many views and widths; those of a screen are fewer. */
const KEPT = 24;
/** So often it is asked whether there is still time. */
const CHECK = 64;
const NOTHING: Rows = { head: [], count: 0, key: () => '', line: () => [] };

/** What rows are made from, for as long as they do not change. */
interface Kept {
  readonly rows: Rows;
  readonly haystacks: string[];
}

/** All that is kept of one report, with what was said of its findings. */
interface Generation {
  readonly report: Report | undefined;
  readonly triage: State['triage'];
  readonly exact: State['exact'];
  readonly rows: Map<string, Kept>;
  readonly lists: Map<string, List>;
  readonly titles: Map<string, string>;
}

/** The rows of visits. The same state gives the same rows: what is kept between calls saves time and nothing else. */
export class Lists {
  readonly #views: Views;
  /** The last two: a row is followed from the rows of before into those of now. */
  #generations: readonly Generation[] = [];

  constructor(views: Views) {
    this.#views = views;
  }

  /** More lines of a file have been loaded: its rows are to be made anew. */
  forgetFile(path: string): void {
    const beginning = fileKey(path);
    for (const { rows, lists } of this.#generations)
      for (const map of [rows, lists]) for (const key of map.keys()) if (key.startsWith(beginning)) map.delete(key);
  }

  /** The rows of a visit, as its filter leaves them. */
  list(state: State, visit: Visit, pane: PaneName): List {
    const { lists } = this.#generation(state);
    return keep(lists, `${this.#key(state, visit, pane)}\u0000${visit.filter}`, () => {
      const { rows, haystacks } = this.#kept(state, visit, pane);
      return makeList(rows, visit.filter, this.#reading(visit), haystacks);
    });
  }

  /** Makes what a filter looks at in the rows of a visit, before there is one, for as long as it may. Gives whether all of it is there. */
  prepareFilter(state: State, visit: Visit, pane: PaneName, mayGoOn: () => boolean): boolean {
    // Of a text only what is on the screen is looked at.
    if (this.#reading(visit) === 'text') return true;
    const { rows, haystacks } = this.#kept(state, visit, pane);
    for (let row = haystacks.length; row < rows.count; row++) {
      if (row % CHECK === 0 && !mayGoOn()) return false;
      haystacks[row] = haystack(rows, row);
    }
    return true;
  }

  #reading({ target }: Visit): Reading {
    return this.#view(target)?.reading ?? 'list';
  }

  #key(state: State, { target, sort, kind }: Visit, pane: PaneName): string {
    return [targetKey(target), textWidthOf(state, pane), sort ?? '', kind ?? '', state.level, state.idle].join('\u0000');
  }

  #kept(state: State, visit: Visit, pane: PaneName): Kept {
    const { rows } = this.#generation(state);
    const make = () => ({ rows: this.#make(state, visit, textWidthOf(state, pane)), haystacks: [] });
    return keep<Kept>(rows, this.#key(state, visit, pane), make);
  }

  #generation({ report, triage, exact }: State): Generation {
    const known = this.#generations.find((one) => one.report === report && one.triage === triage && one.exact === exact);
    if (known !== undefined) return known;
    const made: Generation = { report, triage, exact, rows: new Map(), lists: new Map(), titles: new Map() };
    this.#generations = [made, ...this.#generations.slice(0, 1)];
    return made;
  }

  /** How many rows of a visit are on the screen at once. */
  height(state: State, visit: Visit, pane: PaneName): number {
    return Math.max(1, bodyHeight(state.size) - this.list(state, visit, pane).rows.head.length);
  }

  /** What the breadcrumbs call a visit. */
  title(state: State, visit: Visit): string {
    const { target } = visit;
    const { report } = state;
    const view = this.#view(target);
    if (report === undefined || view === undefined) return target.view;
    const title = () => view.title(target, input(report, state, textWidthOf(state, 'main'), visit));
    return keep(this.#generation(state).titles, this.#key(state, visit, 'main'), title);
  }

  /** The orders that a view can have. */
  sorts({ target }: Visit): readonly string[] {
    return this.#views[target.view]?.sorts ?? [];
  }

  /** The kinds of rows that a view has, of which one alone can be shown. */
  kinds(state: State, visit: Visit, pane: PaneName): readonly string[] {
    const { target } = visit;
    if (state.report === undefined) return [];
    return this.#view(target)?.kinds?.(target, input(state.report, state, textWidthOf(state, pane), visit)) ?? [];
  }

  #make(state: State, visit: Visit, width: number): Rows {
    const { target } = visit;
    const view = this.#view(target);
    if (state.report === undefined || view === undefined) return NOTHING;
    return view.rows(target, input(state.report, state, width, visit));
  }

  #view(target: Target): View | undefined {
    // Each view stands under the name of its own targets.
    return this.#views[target.view] as View | undefined;
  }
}

function input(report: Report, { triage, level, idle, exact, comparison }: State, width: number, { sort, kind }: Visit): ViewInput {
  return {
    report,
    triage,
    level,
    idle,
    width,
    ...(exact === undefined ? {} : { exact }),
    ...(comparison === undefined ? {} : { comparison }),
    ...(sort === undefined ? {} : { sort }),
    ...(kind === undefined ? {} : { kind }),
  };
}

function keep<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) {
    // The one that was not used for longest goes first: a list in front stays, however many previews it had.
    map.delete(key);
    map.set(key, known);
    return known;
  }
  const made = make();
  const [oldest] = map.keys();
  if (map.size >= KEPT && oldest !== undefined) map.delete(oldest);
  map.set(key, made);
  return made;
}
