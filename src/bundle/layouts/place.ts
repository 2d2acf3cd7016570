import type { Scope } from '../../evidence/scope.ts';
import { oneLine, type SafeText, sanitize, trusted } from '../../text/safe-text.ts';
import { LAYOUTS } from './index.ts';
import { type FileRule, type Layout, RECOGNISED } from './layout.ts';
import { PathIndex } from './path-index.ts';
import { type Kept, matchPath, type PathPattern, pathPattern } from './path-pattern.ts';

/** A bundle that was recognised by its paths. */
export interface RecognisedLayout {
  /** Id of the layout. */
  readonly id: string;
  /** Its name in words. */
  readonly title: string;
  /** Path of its root, without a slash at its end; empty where the bundle is all there is. */
  readonly root: SafeText;
}

/** What the place of a file tells. */
export interface Place {
  /** Id of the layout whose rule it is. */
  readonly layout: string;
  /** What such a file is, in words. */
  readonly role: SafeText;
  /** Whose it is. */
  readonly scope: Scope;
  /** Its name joins those of a pod and a container (`FileRule.joined`): here they stand in one. */
  readonly joined?: string;
  /** Its node may have a label behind it (`Layout.labelled`). */
  readonly labelled?: boolean;
}

/** Directories above the root of a bundle that are looked at. */
const MOST_ABOVE = 64;
/** Longer parts of a path are no names of pods or nodes (DNS names end at 253 characters). */
const LONGEST_NAME = 253;
/** A greater number is no count of restarts. */
const MOST_RESTART_DIGITS = 9;

interface ReadyRule {
  readonly rule: FileRule;
  readonly pattern: PathPattern;
}

interface ReadyLayout {
  readonly layout: Layout;
  readonly order: number;
  readonly markers: readonly { readonly pattern: PathPattern; readonly weight: number; readonly key: string }[];
  readonly files: readonly ReadyRule[];
  readonly roots: readonly PathPattern[];
}

const READY: readonly ReadyLayout[] = LAYOUTS.map((layout, order) => ({
  layout,
  order,
  markers: layout.markers.map(({ path, weight }) => ({ pattern: pathPattern(path), weight, key: path })),
  files: layout.files.map((rule) => ({ rule, pattern: pathPattern(rule.path) })),
  roots: (layout.roots ?? []).map(pathPattern),
}));
const MARKERS = new PathIndex(
  READY.flatMap(({ layout, markers }) => markers.map(({ pattern, key }) => ({ pattern, value: { id: layout.id, key } }))),
);
const ANYWHERE = new PathIndex(
  READY.flatMap(({ layout, files }) =>
    files.filter(({ rule }) => rule.anywhere === true).map(({ rule, pattern }) => ({ pattern, value: { rule, layout: layout.id } })),
  ),
);
const BY_ID = new Map(READY.map((one) => [one.layout.id, one]));

/**
 * Recognises what the paths of a bundle are, whatever their order: each directory that has enough markers below it is the root of a layout, the
 * one with the most of them. Of one layout only the outermost root counts. Sorted by root.
 */
export function layoutOf(paths: Iterable<string>): readonly RecognisedLayout[] {
  const votes = new Map<string, Map<string, Set<string>>>();
  for (const path of paths) {
    const segments = path.split('/');
    for (const { value, from } of MARKERS.matches(segments, MOST_ABOVE)) {
      const root = segments.slice(0, from).join('/');
      const ofRoot = votes.get(root) ?? new Map<string, Set<string>>();
      votes.set(root, ofRoot.set(value.id, (ofRoot.get(value.id) ?? new Set()).add(value.key)));
    }
  }
  const found = new Map<string, RecognisedLayout>();
  // The shortest roots first: they come before those inside them.
  for (const root of [...votes.keys()].toSorted((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))) {
    const best = [...(votes.get(root) ?? [])]
      .flatMap(([id, keys]) => {
        const ready = BY_ID.get(id);
        if (ready === undefined) return [];
        return [{ ready, weight: ready.markers.reduce((sum, { key, weight }) => sum + (keys.has(key) ? weight : 0), 0) }];
      })
      .filter(({ weight, ready }) => weight >= RECOGNISED && !isInside(root, ready.layout, found))
      .toSorted(
        (a, b) =>
          Number(a.ready.layout.part ?? false) - Number(b.ready.layout.part ?? false) ||
          b.weight - a.weight ||
          a.ready.order - b.ready.order,
      )[0];
    if (best !== undefined) found.set(root, { id: best.ready.layout.id, title: best.ready.layout.title, root: oneLine(root) });
  }
  return [...found.values()].toSorted((a, b) => (a.root < b.root ? -1 : a.root > b.root ? 1 : 0));
}

function isInside(root: string, { id, part }: Layout, found: ReadonlyMap<string, RecognisedLayout>): boolean {
  return directoriesOf(root.split('/')).some((above) => {
    const one = found.get(above);
    return one !== undefined && (part === true || one.id === id);
  });
}

/** The directories above a file or directory, the outermost first, the bundle itself included. */
function directoriesOf(segments: readonly string[]): string[] {
  const found = [''];
  for (let to = 1; to < Math.min(segments.length, MOST_ABOVE + 1); to += 1) found.push(segments.slice(0, to).join('/'));
  return found;
}

/** Layouts by their roots: there may be many of both in a hostile bundle. */
const BY_ROOT = new WeakMap<readonly RecognisedLayout[], ReadonlyMap<string, RecognisedLayout>>();

function byRoot(layouts: readonly RecognisedLayout[]): ReadonlyMap<string, RecognisedLayout> {
  const known = BY_ROOT.get(layouts) ?? new Map(layouts.map((one) => [one.root, one]));
  BY_ROOT.set(layouts, known);
  return known;
}

/**
 * What the place of a file tells of it: by the layouts that were recognised around it, the innermost one first, or by rules of any layout that no
 * other file fits. Undefined where it tells nothing. Needs no other path: of a stream, where nothing is recognised yet, it says less.
 */
export function placeOf(path: string, layouts: readonly RecognisedLayout[] = []): Place | undefined {
  const segments = path.split('/');
  let place: Place | undefined;
  const roots = byRoot(layouts);
  for (const directory of roots.size === 0 ? [] : directoriesOf(segments)) {
    const { id, root } = roots.get(directory) ?? {};
    if (id === undefined || root === undefined) continue;
    const ready = BY_ID.get(id);
    if (ready === undefined) continue;
    const from = root === '' ? 0 : root.split('/').length;
    const whole = scopeOfRoot(ready, segments[from - 1]);
    const inner = firstPlace(ready.files, id, segments, from);
    const scope = { ...place?.scope, ...whole, ...inner?.scope };
    const labelled = whole.node === undefined ? place?.labelled === true : ready.layout.labelled === true;
    const label = labelled ? { labelled } : {};
    if (inner !== undefined) place = { ...inner, scope, ...label };
    else if (place !== undefined) place = { ...place, scope, ...label };
    else if (Object.keys(scope).length > 0) place = { layout: id, role: trusted('a file of this bundle'), scope, ...label };
  }
  // Files that stand in many bundles are known where the bundle around them does not know them.
  const { pod, container, process, incarnation } = place?.scope ?? {};
  if ((pod ?? container ?? process ?? incarnation) !== undefined) return place;
  const anywhere = placeAnywhere(segments);
  if (anywhere === undefined || (place !== undefined && Object.keys(anywhere.scope).length === 0)) return place;
  return { ...anywhere, scope: { ...place?.scope, ...anywhere.scope }, ...(place?.labelled === true ? { labelled: true } : {}) };
}

function placeAnywhere(segments: readonly string[]): Place | undefined {
  for (const { value, kept } of ANYWHERE.matches(segments, MOST_ABOVE)) {
    const scope = scopeOf(kept, value.rule.whose);
    if (scope !== undefined) return { layout: value.layout, role: sanitize(value.rule.role), scope };
  }
  return undefined;
}

function firstPlace(rules: readonly ReadyRule[], layout: string, segments: readonly string[], from: number): Place | undefined {
  for (const { rule, pattern } of rules) {
    const kept = matchPath(pattern, segments, from);
    const scope = kept === undefined ? undefined : scopeOf(kept, rule.whose);
    if (scope !== undefined)
      return { layout, role: sanitize(rule.role), scope, ...(rule.joined === true ? { joined: joinedName(scope) } : {}) };
  }
  return undefined;
}

function joinedName({ pod, container, process }: Scope): string {
  return process ?? [pod, container].filter((one) => one !== undefined).join('-');
}

function scopeOfRoot({ roots }: ReadyLayout, name: string | undefined): Scope {
  for (const root of name === undefined ? [] : roots) {
    const kept = matchPath(root, [name ?? ''], 0);
    const scope = kept === undefined ? undefined : scopeOf(kept);
    if (scope !== undefined) return scope;
  }
  return {};
}

/** The scope of the parts of a path; undefined where one of them cannot be what it stands for. */
function scopeOf(kept: Kept, whose: FileRule['whose'] = {}): Scope | undefined {
  const { run, container, process } = whose;
  const texts: Record<string, SafeText> = {};
  if (container !== undefined) texts['container'] = oneLine(container);
  if (process !== undefined) texts['process'] = oneLine(process);
  let incarnation: Scope['incarnation'] = run;
  for (const [name, value] of kept) {
    if (value.length > LONGEST_NAME) return undefined;
    if (name !== 'restart') texts[name] = oneLine(value);
    else if (value.length <= MOST_RESTART_DIGITS && /^\d+$/.test(value)) incarnation = Number(value);
    else return undefined;
  }
  return incarnation === undefined ? texts : { ...texts, incarnation };
}
