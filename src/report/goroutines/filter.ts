import type { GoroutinesFact, StateClass } from '../../evidence/facts/dump.ts';
import { matchesLabels, type WantedLabel } from '../../evidence/labels.ts';
import { linearRegex } from '../../matcher/regex.ts';
import type { FilterSettings } from './view.ts';

/**
 * What became of goroutines at the filters. `unknown-wait`, `unknown-state`: everything fits but what is not known, and the
 * unknown does not match.
 */
export type Filtered = 'match' | 'no' | 'unknown-wait' | 'unknown-state';

/** States of goroutines that wait for nothing: they have no age, known or not. */
export const RUNS: ReadonlySet<StateClass> = new Set(['running', 'runnable']);

/** Tells which goroutines to list. They must have been read with what the filters need kept apart (`apartFor`). */
export type GoroutineFilter = (group: GoroutinesFact) => Filtered;

/**
 * Makes a filter.
 *
 * @throws Error where an expression is not RE2 syntax.
 */
export function goroutineFilter(settings: FilterSettings): GoroutineFilter {
  const { minWait } = settings;
  const states = settings.state?.map(plainState);
  const functions = settings.function?.map(nameTest);
  const packages = settings.package?.map(packageTest);
  const labels = settings.label?.map(wantedLabel);
  return (group) => {
    // Those that meet it were kept apart, so one set of labels speaks for all.
    if (labels !== undefined && !matchesLabels(group.labels?.sets[0]?.labels ?? [], labels)) return 'no';
    const names = group.creator === undefined ? group.functions : [...group.functions, group.creator.function];
    if (functions?.some((test) => names.some(test)) === false) return 'no';
    if (packages?.some((test) => names.some(test)) === false) return 'no';
    const { state, stateClass, wait } = group;
    const stateKnown = state !== undefined || stateClass !== undefined;
    const isState = (wanted: string) => wanted === stateClass || (state !== undefined && wanted === plainState(state));
    if (stateKnown && states?.some(isState) === false) return 'no';
    if (minWait !== undefined && wait.maxMinutes !== undefined && wait.maxMinutes < minWait) return 'no';
    if (minWait !== undefined && RUNS.has(stateClass ?? 'other')) return 'no';
    if (!stateKnown && states !== undefined) return 'unknown-state';
    return minWait !== undefined && wait.maxMinutes === undefined ? 'unknown-wait' : 'match';
  };
}

/**
 * A test of function names: `/…/` is an RE2 expression, anything else a part of the name.
 *
 * @throws Error where the expression is not RE2 syntax.
 */
export function nameTest(wanted: string): (name: string) => boolean {
  const expression = /^\/(.+)\/$/s.exec(wanted)?.[1];
  return expression === undefined ? (name) => name.includes(wanted) : linearRegex(expression);
}

/** `key`, or `key=value`. */
export function wantedLabel(text: string): WantedLabel {
  const sign = text.indexOf('=');
  return sign < 0 ? { name: text } : { name: text.slice(0, sign), value: text.slice(sign + 1) };
}

/** Facts hold names without the escapes that tell where an import path ends, so the path is compared with what it would begin. */
function packageTest(wanted: string): (name: string) => boolean {
  const path = wanted.replace(/\/\.\.\.$/, '');
  const below = path !== wanted;
  return (name) => name.startsWith(`${path}.`) || (below && name.startsWith(`${path}/`));
}

/** `chan receive`, `Chan-Receive`: a blank in what the runtime prints is a hyphen in the classes. */
function plainState(state: string): string {
  return state
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '-');
}
