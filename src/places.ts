import { layoutOf, type Place, placeOf, type RecognisedLayout } from './bundle/layouts/place.ts';
import type { CaseFile } from './evidence/case-file.ts';
import { numberedRuns } from './evidence/incarnations.ts';
import { mergeScope } from './evidence/merge-scope.ts';
import type { Scope } from './evidence/scope.ts';
import type { Artifact } from './report/report.ts';
import { trusted } from './text/safe-text.ts';

const CURRENT_ROLE = trusted('log, beside that of the run before');

/**
 * What the paths of a bundle tell of its files. All of them are known by then: in an archive the file that shows what it is may be the last one,
 * and what is found must not depend on that.
 */
export class Places {
  /** The bundles that were recognised, by root. */
  readonly layouts: readonly RecognisedLayout[];
  readonly #places = new Map<string, Place | undefined>();
  readonly #paths: ReadonlySet<string>;

  constructor(paths: Iterable<string>) {
    this.#paths = new Set(paths);
    this.layouts = layoutOf(this.#paths);
  }

  /** What the place of a file tells; undefined where it tells nothing. */
  of(path: string): Place | undefined {
    if (!this.#places.has(path)) this.#places.set(path, placeOf(path, this.layouts) ?? this.#besidePrevious(path));
    return this.#places.get(path);
  }

  /** An entry of the inventory, with what its place tells. */
  described(artifact: Artifact): Artifact {
    const place = this.of(artifact.path);
    if (place === undefined) return artifact;
    const { role, scope } = place;
    return { ...artifact, role, ...(Object.keys(scope).length === 0 ? {} : { scope }) };
  }

  /** The facts, each with the scope of the place that it was read from; the case file itself where no place tells a scope. */
  placed(caseFile: CaseFile): CaseFile {
    const number = numberedRuns(caseFile);
    const merged = new Map<string, WeakMap<Scope, Scope>>();
    let changed = false;
    const placed = caseFile.withScopes(({ scope, citations: [{ path }] }) => {
      const place = this.of(path)?.scope;
      if (place === undefined) return scope;
      // All goroutines of a dump share one scope: they go on doing so.
      const known = merged.get(path) ?? new WeakMap<Scope, Scope>();
      merged.set(path, known);
      const whole = known.get(scope) ?? number(mergeScope(place, scope));
      known.set(scope, whole);
      changed ||= whole !== scope;
      return whole;
    });
    return changed ? placed : caseFile;
  }

  /** `app.log` beside `app-previous.log` is the log of the current run. */
  #besidePrevious(path: string): Place | undefined {
    const end = /\.(?:log|txt)$/.exec(path);
    if (end === null) return undefined;
    const stem = path.slice(0, end.index);
    const previous = ['-', '.', '_'].flatMap((mark) => ['previous', 'prev'].map((word) => `${stem}${mark}${word}${end[0]}`));
    const found = previous.map((one) => (this.#paths.has(one) ? placeOf(one, this.layouts) : undefined)).find((one) => one !== undefined);
    return found?.scope.incarnation === 'previous'
      ? { ...found, role: CURRENT_ROLE, scope: { ...found.scope, incarnation: 'current' } }
      : undefined;
  }
}
