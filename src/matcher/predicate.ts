import { isKin } from '../evidence/kin.ts';
import { reader } from './path.ts';
import { linearRegex } from './regex.ts';
import type { Predicate, PredicateObject, Scalar, Where } from './signature.ts';

/** A compiled test of a value. `bound` reads a field of a selection that is already bound: `panic.dump`. */
export interface Test {
  (value: unknown, bound: (path: string) => unknown): boolean;
  /** Of a `where`: the tests that it consists of, in order. A trace asks these very ones which of them fails. */
  readonly fields?: readonly FieldTest[];
}

/** The test of one field of a `where`. */
export interface FieldTest {
  /** Path of the field. */
  readonly path: string;
  /** What it must satisfy, as the signature says it. */
  readonly predicate: Predicate;
  /** Reads the field. */
  readonly field: (value: unknown) => unknown;
  /** The same, compiled. */
  readonly test: Test;
}

const OPERATORS: ReadonlySet<string> = new Set<keyof PredicateObject>([
  'is',
  'in',
  'not',
  'exists',
  'gte',
  'gt',
  'lte',
  'lt',
  'matches',
  'contains',
  'startsWith',
  'endsWith',
  'some',
  'every',
  'none',
  'sequence',
  'any',
  'all',
  'same',
  'kin',
  'atLeast',
]);

/** Compiles the fields of a `where`. All must hold. Throws where a pattern is not valid. */
export function compileWhere(where: Where): Test {
  const fields = Object.entries(where).map(([path, predicate]): FieldTest => ({
    path,
    predicate,
    field: reader(path),
    test: compilePredicate(predicate),
  }));
  const test: Test = (value, bound) => fields.every((one) => one.test(one.field(value), bound));
  return Object.assign(test, { fields });
}

/** Compiles one predicate. Throws where a pattern is not valid. */
export function compilePredicate(predicate: Predicate): Test {
  if (typeof predicate !== 'object') return (value) => equal(value, predicate);
  if (!isOperators(predicate)) {
    const nested = compileWhere(predicate);
    const test: Test = (value, bound) => value !== undefined && nested(value, bound);
    return Object.assign(test, { fields: nested.fields });
  }
  const tests = [...operatorTests(predicate)];
  return (value, bound) => tests.every((test) => test(value, bound));
}

/** Whether an object is made of operators rather than of fields. */
export function isOperators(predicate: PredicateObject | Where): predicate is PredicateObject {
  return Object.keys(predicate).every((key) => OPERATORS.has(key));
}

function* operatorTests(p: PredicateObject): Generator<Test> {
  if (p.is !== undefined) yield compilePredicate(p.is);
  if (p.in !== undefined) {
    const wanted = p.in;
    yield (value) => wanted.some((one) => equal(value, one));
  }
  if (p.not !== undefined) {
    const test = compilePredicate(p.not);
    yield (value, bound) => !test(value, bound);
  }
  if (p.exists !== undefined) {
    const wanted = p.exists;
    yield (value) => (value !== undefined) === wanted;
  }
  yield* numberTests(p);
  yield* textTests(p);
  yield* listTests(p);
  if (p.any !== undefined) {
    const tests = p.any.map(compilePredicate);
    yield (value, bound) => tests.some((test) => test(value, bound));
  }
  if (p.all !== undefined) {
    const tests = p.all.map(compilePredicate);
    yield (value, bound) => tests.every((test) => test(value, bound));
  }
  if (p.same !== undefined) {
    const path = p.same;
    yield (value, bound) => value !== undefined && value === bound(path);
  }
  if (p.kin !== undefined) {
    const path = p.kin;
    yield (value, bound) => typeof value === 'string' && isKin(value, bound(path));
  }
  if (p.atLeast !== undefined) {
    const { of, times } = p.atLeast;
    yield (value, bound) => toNumber(value) >= times * toNumber(bound(of));
  }
}

function* numberTests(p: PredicateObject): Generator<Test> {
  const { gte, gt, lte, lt } = p;
  // Integers beyond 2^53 are decimal strings; against a threshold their nearest double is exact enough.
  if (gte !== undefined) yield (value) => toNumber(value) >= gte;
  if (gt !== undefined) yield (value) => toNumber(value) > gt;
  if (lte !== undefined) yield (value) => toNumber(value) <= lte;
  if (lt !== undefined) yield (value) => toNumber(value) < lt;
}

function* textTests(p: PredicateObject): Generator<Test> {
  const { contains, startsWith, endsWith } = p;
  if (p.matches !== undefined) {
    const pattern = p.matches;
    // Compiled when first needed: most signatures of a run never come so far, and compiling all takes longer than matching.
    let regex: ((text: string) => boolean) | undefined;
    yield (value) => typeof value === 'string' && (regex ??= linearRegex(pattern))(value);
  }
  if (contains !== undefined) yield (value) => typeof value === 'string' && value.includes(contains);
  if (startsWith !== undefined) yield (value) => typeof value === 'string' && value.startsWith(startsWith);
  if (endsWith !== undefined) yield (value) => typeof value === 'string' && value.endsWith(endsWith);
}

function* listTests(p: PredicateObject): Generator<Test> {
  if (p.some !== undefined) {
    const test = compilePredicate(p.some);
    yield (value, bound) => Array.isArray(value) && value.some((one) => test(one, bound));
  }
  if (p.every !== undefined) {
    const test = compilePredicate(p.every);
    yield (value, bound) => Array.isArray(value) && value.every((one) => test(one, bound));
  }
  if (p.none !== undefined) {
    const test = compilePredicate(p.none);
    yield (value, bound) => Array.isArray(value) && !value.some((one) => test(one, bound));
  }
  if (p.sequence !== undefined) {
    const tests = p.sequence.map(compilePredicate);
    yield (value, bound) =>
      Array.isArray(value) &&
      value.some((_, start) => tests.every((test, offset) => start + offset < value.length && test(value[start + offset], bound)));
  }
}

function equal(value: unknown, wanted: Scalar): boolean {
  return value === wanted;
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
}
