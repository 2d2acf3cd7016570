import { layoutOf, type Place, placeOf, type RecognisedLayout } from './bundle/layouts/place.ts';
import type { CaseFile } from './evidence/case-file.ts';
import { numberedRuns } from './evidence/incarnations.ts';
import { namespacesOfPods } from './evidence/namespaces.ts';
import { mergeScope } from './evidence/merge-scope.ts';
import { programsOfFiles } from './evidence/programs.ts';
import type { Scope } from './evidence/scope.ts';
import type { Artifact } from './report/report.ts';
import { trusted } from './text/safe-text.ts';

const CURRENT_ROLE = trusted('log, beside that of the run before');

/** The facts with other scopes; the case file itself where none changes. */
function rescoped(caseFile: CaseFile, scopeOf: (scope: Scope, path: string) => Scope): CaseFile {
  const known = new Map<string, WeakMap<Scope, Scope>>();
  let changed = false;
  const other = caseFile.withScopes(({ scope, citations: [{ path }] }) => {
    // All goroutines of a dump share one scope: they go on doing so.
    const ofPath = known.get(path) ?? new WeakMap<Scope, Scope>();
    known.set(path, ofPath);
    const whole = ofPath.get(scope) ?? scopeOf(scope, path);
    ofPath.set(scope, whole);
    changed ||= whole !== scope;
    return whole;
  });
  return changed ? other : caseFile;
}

/**
 * What the paths of a bundle tell of its files. All of them are known by then: in an archive the file that shows what it is may be the last one,
 * and what is found must not depend on that.
 */
export class Places {
  /** The bundles that were recognised, by root. */
  readonly layouts: readonly RecognisedLayout[];
  readonly #places = new Map<string, Place | undefined>();
  readonly #paths: ReadonlySet<string>;
  /** Pods with a container, by both names joined with a dash; undefined where two are joined to the same. */
  readonly #joined = new Map<string, Scope | undefined>();
  /** Nodes that files of a bundle name themselves. */
  readonly #nodes = new Set<NonNullable<Scope['node']>>();

  constructor(paths: Iterable<string>) {
    this.#paths = new Set(paths);
    this.layouts = layoutOf(this.#paths);
  }

  /** What the place of a file tells; undefined where it tells nothing. */
  of(path: string): Place | undefined {
    if (!this.#places.has(path)) this.#places.set(path, this.#settled(placeOf(path, this.layouts) ?? this.#besidePrevious(path)));
    return this.#places.get(path);
  }

  /** What the facts tell of names that the paths leave open. */
  #learn(caseFile: CaseFile): void {
    for (const { type, scope } of caseFile.all) {
      if (scope.node !== undefined) this.#nodes.add(scope.node);
      if (type !== 'container' || scope.pod === undefined || scope.container === undefined) continue;
      const { namespace, pod, container } = scope;
      const key = `${pod}-${container}`;
      const found: Scope = { ...(namespace === undefined ? {} : { namespace }), pod, container };
      const known = this.#joined.get(key);
      const isOther = this.#joined.has(key) && (known?.pod !== pod || known.container !== container || known.namespace !== namespace);
      this.#joined.set(key, isOther ? undefined : found);
    }
    this.#places.clear();
  }

  /** A place with what {@link #learn} found out. */
  #settled(place: Place | undefined): Place | undefined {
    if (place === undefined) return undefined;
    const { joined, labelled, ...rest } = place;
    let { scope } = rest;
    const pair = joined === undefined ? undefined : this.#joined.get(joined);
    if (pair !== undefined) {
      const { process: _, ...others } = scope;
      scope = { ...others, ...pair };
    }
    const { node } = scope;
    const host =
      labelled === true && node !== undefined
        ? [...this.#nodes].filter((one) => node.startsWith(`${one}-`) || node.startsWith(`${one}.`))
        : [];
    // The longest: `web-1` and not `web`.
    const [named] = host.toSorted((a, b) => b.length - a.length);
    return { ...rest, scope: named === undefined || this.#nodes.has(node ?? named) ? scope : { ...scope, node: named } };
  }

  /** An entry of the inventory, with what its place tells. */
  described(artifact: Artifact): Artifact {
    const place = this.of(artifact.path);
    if (place === undefined) return artifact;
    const { role, scope } = place;
    return { ...artifact, role, ...(Object.keys(scope).length === 0 ? {} : { scope }) };
  }

  /** The facts, each with the scope of the place that it was read from, and with what the others tell of it; the same ones where nothing does. */
  placed(caseFile: CaseFile): CaseFile {
    this.#learn(caseFile);
    const placed = rescoped(caseFile, (scope, path) => {
      const place = this.of(path)?.scope;
      return place === undefined ? scope : mergeScope(place, scope);
    });
    const whole = rescoped(placed, namespacesOfPods(placed));
    const numbered = rescoped(whole, numberedRuns(whole));
    return rescoped(numbered, programsOfFiles(numbered));
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
