import type { PredicateObject, Multiple } from '../signature.ts';
import type { ValuePath } from './problem.ts';

interface ShapeProblem {
  readonly path: ValuePath;
  readonly message: string;
}

type Operand = 'scalar' | 'scalars' | 'number' | 'text' | 'boolean' | 'predicate' | 'predicates' | 'multiple';

/** What each operator takes. The type makes the list complete. */
const OPERANDS: Readonly<Record<keyof PredicateObject, Operand>> = {
  is: 'scalar',
  in: 'scalars',
  not: 'predicate',
  exists: 'boolean',
  gte: 'number',
  gt: 'number',
  lte: 'number',
  lt: 'number',
  matches: 'text',
  contains: 'text',
  startsWith: 'text',
  endsWith: 'text',
  some: 'predicate',
  every: 'predicate',
  none: 'predicate',
  sequence: 'predicates',
  any: 'predicates',
  all: 'predicates',
  same: 'text',
  kin: 'text',
  atLeast: 'multiple',
};

/** What is wrong with the form of a predicate (or of a `where`, which must be fields). */
export function* predicateProblems(value: unknown, fieldsOnly = false, path: ValuePath = []): Generator<ShapeProblem> {
  if (isScalarValue(value) && !fieldsOnly) return;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    yield {
      path,
      message: `must be ${fieldsOnly ? 'fields and what each must satisfy' : 'a value, operators, or fields'}, not ${kind(value)}`,
    };
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) {
    yield { path, message: 'is empty, so it always holds; name a field or leave it out' };
    return;
  }
  if (!fieldsOnly && entries.every(([key]) => operandOf(key) !== undefined)) {
    for (const [operator, operand] of entries) yield* operandProblems(operandOf(operator), operand, [...path, operator]);
    return;
  }
  for (const [key, inner] of entries) {
    if (operandOf(key) !== undefined) {
      const message = fieldsOnly
        ? 'is an operator; name the field that it tests first'
        : 'is an operator among fields; an object holds either operators or fields, so use all: [...]';
      yield { path: [...path, key], message };
      continue;
    }
    if (!/^[A-Za-z][\w-]*(?:\.[\w-]+)*$/.test(key))
      yield { path: [...path, key], message: 'is no path of a field; write names joined by dots' };
    yield* predicateProblems(inner, false, [...path, key]);
  }
}

function operandOf(key: string): Operand | undefined {
  const operands: Readonly<Record<string, Operand>> = OPERANDS;
  return Object.hasOwn(operands, key) ? operands[key] : undefined;
}

function* operandProblems(operand: Operand | undefined, value: unknown, path: ValuePath): Generator<ShapeProblem> {
  const operator = String(path.at(-1));
  const wrong = (wanted: string) => ({ path, message: `${operator} takes ${wanted}, not ${kind(value)}` });
  switch (operand) {
    case undefined:
      return;
    case 'scalar':
      if (!isScalarValue(value)) yield wrong('a value');
      return;
    case 'scalars':
      if (!Array.isArray(value) || value.length === 0 || !value.every(isScalarValue)) yield wrong('a list of values');
      return;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) yield wrong('a number');
      return;
    case 'text':
      if (typeof value !== 'string' || value === '') yield wrong('a text');
      return;
    case 'boolean':
      if (typeof value !== 'boolean') yield wrong('true or false');
      return;
    case 'predicate':
      yield* predicateProblems(value, false, path);
      return;
    case 'predicates':
      if (!Array.isArray(value) || value.length === 0) yield wrong('a list of predicates');
      else for (const [i, one] of value.entries()) yield* predicateProblems(one, false, [...path, i]);
      return;
    case 'multiple':
      if (!isMultiple(value)) yield wrong('the path of a number and how many times of it: { times: 0.5, of: group.count }');
  }
}

function isMultiple(value: unknown): value is Multiple {
  if (value === null || typeof value !== 'object' || Object.keys(value).toSorted().join(' ') !== 'of times') return false;
  const { of, times } = value as Readonly<Record<string, unknown>>;
  return typeof of === 'string' && of !== '' && typeof times === 'number' && Number.isFinite(times) && times > 0;
}

function isScalarValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

function kind(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'an object' : JSON.stringify(value);
}
