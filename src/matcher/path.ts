/**
 * Reads a dotted path (`culprit.function`, `frames.0.line`) from a fact. Own properties only: a path never reaches a
 * prototype. Undefined where any step is missing.
 */
export function read(value: unknown, path: string): unknown {
  let current = value;
  for (const step of path.split('.')) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, step)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[step];
  }
  return current;
}
