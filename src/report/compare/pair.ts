import { processKey, type Scope } from '../../evidence/scope.ts';

/** Something of a process that one side has. */
export interface Sided<T> {
  readonly scope: Scope;
  readonly value: T;
}

/** The same process on several sides; null where a side does not have it. */
export interface Paired<T> {
  readonly scope: Scope;
  readonly values: readonly (T | null)[];
}

/**
 * Puts what belongs together side by side: processes of the same scope, whichever of their runs it is. Where each side has one only, these are
 * the same one whatever they are called: a file has no scope, and a pod gets a new name with each rollout.
 */
export function pair<T>(sides: readonly (readonly Sided<T>[])[]): Paired<T>[] {
  const having = sides.filter((side) => side.length > 0);
  if (having.length > 0 && having.every((side) => side.length === 1)) {
    const scope = having.at(-1)?.[0]?.scope ?? {};
    return [{ scope, values: sides.map((side) => side[0]?.value ?? null) }];
  }
  const byScope = new Map<string, { scope: Scope; values: (T | null)[] }>();
  for (const [index, side] of sides.entries())
    for (const { scope, value } of side) {
      const key = processKey(scope);
      let known = byScope.get(key);
      if (known === undefined) {
        known = { scope, values: sides.map(() => null) };
        byScope.set(key, known);
      }
      known.scope = scope;
      known.values[index] = value;
    }
  return [...byScope.values()];
}
