import { shortHash } from '../../src/text/hash.ts';
import type { StateClass } from '../../src/evidence/facts/dump.ts';
import { normalName } from './names.ts';

/** What makes two goroutines members of one group. */
export interface KeyParts {
  /** Absent in profiles, which do not say. */
  readonly stateClass?: StateClass;
  /** Function names without escapes, innermost first. */
  readonly functions: readonly string[];
  readonly creator?: string;
  /** What `normalName` gives for the functions, where that is known already. */
  readonly normal?: readonly string[];
  /** Where the functions stand, in their order, and the creator: only where goroutines at different lines are to be told apart. */
  readonly places?: readonly string[];
  readonly creatorPlace?: string;
}

/** File and line of a frame as a key has them. */
export function placeOf(frame: { readonly file?: string; readonly line?: number } | undefined): string {
  return frame?.file === undefined ? '' : `${frame.file}:${frame.line ?? ''}`;
}

/**
 * The key of a group: the same for goroutines that do the same, in every dump of the same program and from every Go release.
 * Lines are not part of it, so that dumps of two builds can be compared; nor are ids, addresses, waits and labels.
 */
export function groupKey(parts: KeyParts): string {
  const text = [parts.stateClass ?? '-', ...normalStack(parts), `< ${normalName(parts.creator ?? '')}${at(parts.creatorPlace)}`];
  return shortHash(text.join('\n'));
}

/** A stack as it is compared. Repeated calls count once: recursion has any depth, and its middle may be elided. */
function normalStack({ functions, normal: known, places }: KeyParts): readonly string[] {
  const normal: string[] = [];
  for (const [i, name] of functions.entries()) {
    const same = known?.[i] ?? normalName(name);
    if (same !== '') normal.push(places === undefined ? same : `${same}${at(places[i])}`);
  }
  // Goroutines of the runtime have no other frames than hidden ones; then these tell them apart.
  const shown = normal.length > 0 ? normal : functions;
  return shown.filter((call, i) => call !== shown[i - 1]);
}

function at(place = ''): string {
  return place === '' ? '' : ` ${place}`;
}
