/** Calls that a recursion has at most to be recognised. */
const LONGEST = 16;
/** Calls on top of it that may belong to something that it calls. */
const ON_TOP = 10;

/**
 * The functions of an endless recursion, from the one whose name comes first in the alphabet: which of them is on top when the stack is full is
 * chance. Undefined where the calls do not repeat. `calls`: innermost first, the same call twice in a row only once.
 */
export function recursionOf(calls: readonly string[]): readonly string[] | undefined {
  for (let top = 0; top <= Math.min(ON_TOP, calls.length); top++)
    for (let period = 1; period <= LONGEST; period++) {
      if (calls.length - top < 2 * period) break;
      const cycle = calls.slice(top, top + period);
      if (!cycle.every((call, i) => call === calls[top + period + i])) continue;
      const first = cycle.indexOf(cycle.toSorted()[0] ?? '');
      return [...cycle.slice(first), ...cycle.slice(0, first)];
    }
  return undefined;
}
