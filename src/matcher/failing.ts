import type { FieldTest, Test } from './predicate.ts';

/** Why a fact was not selected: the first test of a field that it fails, and how far it came. */
export interface Failing {
  /** Path of the field. */
  readonly field: string;
  /** The test that fails. */
  readonly test: FieldTest;
  /** What stands there; undefined where nothing does. */
  readonly found: unknown;
  /** Tests of fields that it passes. */
  readonly passed: number;
}

/** The first of the tests that a `where` consists of that a value fails; undefined where it passes all. */
export function failing({ fields = [] }: Test, value: unknown, bound: (path: string) => unknown): Failing | undefined {
  const failed = fields.filter((one) => !one.test(one.field(value), bound));
  const [first] = failed;
  if (first === undefined) return undefined;
  const found = first.field(value);
  const passed = fields.length - failed.length;
  // Of fields within a field the one that fails is named: `culprit.function`, not `culprit`.
  const inner = found === undefined ? undefined : failing(first.test, found, bound);
  if (inner !== undefined) return { ...inner, field: `${first.path}.${inner.field}`, passed };
  return { field: first.path, test: first, found, passed };
}
