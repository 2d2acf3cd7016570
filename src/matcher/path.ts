/**
 * Reads a dotted path (`culprit.function`, `frames.0.line`) from a fact. Own properties only: a path never reaches a
 * prototype. Undefined where any step is missing.
 */
export function read(value: unknown, path: string): unknown {
  return walk(value, path.split('.'));
}

/** The same for a path that is read from many facts: it is taken apart once. */
export function reader(path: string): (value: unknown) => unknown {
  const steps = path.split('.');
  return (value) => walk(value, steps);
}

function walk(value: unknown, steps: readonly string[]): unknown {
  let current = value;
  for (const step of steps) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, step)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[step];
  }
  return current;
}
