import { isOperators } from '../predicate.ts';
import { linearRegex } from '../regex.ts';
import type { Predicate, PredicateObject, Scalar, Where } from '../signature.ts';
import { type Field, describeField, fieldAt, isScalar } from './fact-fields.ts';
import type { Complain, ValuePath } from './problem.ts';
import { type SelectionShape, noField, resolve } from './selections.ts';

type Operator = keyof PredicateObject;

const NUMBER_OPERATORS: readonly Operator[] = ['gte', 'gt', 'lte', 'lt', 'atLeast'];
const TEXT_OPERATORS: readonly Operator[] = ['matches', 'contains', 'startsWith', 'endsWith'];
const LIST_OPERATORS: readonly Operator[] = ['some', 'every', 'none', 'sequence'];

/** What the rules of a `where` need to know. */
export interface WhereContext {
  readonly shapes: ReadonlyMap<string, SelectionShape>;
  /** Place of the selection: `same` may name only earlier ones. */
  readonly index: number;
  readonly complain: Complain;
}

/** Checks that a `where` names fields that exist and asks of each what it can answer. */
export function checkWhere(where: Where, from: Field, at: ValuePath, context: WhereContext): void {
  for (const [path, predicate] of Object.entries(where)) {
    const field = fieldAt(from, path);
    if (field === undefined) context.complain([...at, path], noField(path, from));
    else checkPredicate(predicate, field, [...at, path], context);
  }
}

function checkPredicate(predicate: Predicate, field: Field, at: ValuePath, context: WhereContext): void {
  if (typeof predicate !== 'object') checkValue(predicate, field, at, context);
  else if (!isOperators(predicate)) {
    if (typeof field === 'object' && 'fields' in field) checkWhere(predicate, field, at, context);
    else context.complain(at, `has fields of its own, but it is ${describeField(field)}; use operators`);
  } else checkOperators(predicate, field, at, context);
}

function checkOperators(p: PredicateObject, field: Field, at: ValuePath, context: WhereContext): void {
  const { complain } = context;
  const refuse = (operators: readonly Operator[], wanted: string) => {
    for (const operator of operators)
      if (p[operator] !== undefined)
        complain([...at, operator], `${operator} needs ${wanted}, but the field is ${describeField(field)}; use another operator`);
  };
  if (field !== 'number' && !mayBeNumber(field)) refuse(NUMBER_OPERATORS, 'a number');
  if (field !== 'text' && !(typeof field === 'object' && 'words' in field)) refuse(TEXT_OPERATORS, 'a text');
  if (!(typeof field === 'object' && 'list' in field)) refuse(LIST_OPERATORS, 'a list');
  if (p.is !== undefined) checkValue(p.is, field, [...at, 'is'], context);
  for (const [i, one] of (p.in ?? []).entries()) checkValue(one, field, [...at, 'in', i], context);
  if (p.not !== undefined) checkPredicate(p.not, field, [...at, 'not'], context);
  for (const operator of ['any', 'all'] as const)
    for (const [i, one] of (p[operator] ?? []).entries()) checkPredicate(one, field, [...at, operator, i], context);
  if (typeof field === 'object' && 'list' in field) {
    for (const operator of ['some', 'every', 'none'] as const) {
      const inner = p[operator];
      if (inner !== undefined) checkPredicate(inner, field.list, [...at, operator], context);
    }
    for (const [i, one] of (p.sequence ?? []).entries()) checkPredicate(one, field.list, [...at, 'sequence', i], context);
  }
  if (p.matches !== undefined) checkRegex(p.matches, [...at, 'matches'], complain);
  if (p.same !== undefined) checkSame(p.same, field, [...at, 'same'], context);
  if (p.kin !== undefined) checkKin(p.kin, field, [...at, 'kin'], context);
  if (p.atLeast !== undefined) checkMultiple(p.atLeast.of, [...at, 'atLeast', 'of'], context);
}

function checkValue(value: Scalar, field: Field, at: ValuePath, { complain }: WhereContext): void {
  if (!isScalar(field)) {
    complain(at, `compares a value with ${describeField(field)}; test its elements or its fields`);
    return;
  }
  const fits =
    field === 'number' || (typeof value === 'number' && mayBeNumber(field))
      ? typeof value === 'number' || /^-?\d{16,}$/.test(String(value))
      : field === 'flag'
        ? typeof value === 'boolean'
        : typeof value === 'string' && (typeof field === 'string' || !('words' in field) || Object.hasOwn(field.words, value));
  if (!fits) complain(at, `can never equal ${JSON.stringify(value)}: the field is ${describeField(field)}; correct the value`);
}

/** Words may stand for a number: compared with one they are never greater nor less. */
function mayBeNumber(field: Field): boolean {
  return typeof field === 'object' && 'words' in field && field.numbers === true;
}

function checkRegex(pattern: string, at: ValuePath, complain: Complain): void {
  try {
    linearRegex(pattern);
  } catch (error) {
    complain(
      at,
      `is no RE2 pattern: ${error instanceof Error ? error.message : String(error)}; RE2 has no look-around and no back-references`,
    );
  }
}

function checkSame(path: string, field: Field, at: ValuePath, context: WhereContext): void {
  const target = boundField(path, at, context);
  if (target !== undefined && (!isScalar(field) || !isScalar(target)))
    context.complain(at, 'compares lists or objects, which are never the same; compare one value');
}

function checkKin(path: string, field: Field, at: ValuePath, context: WhereContext): void {
  const target = boundField(path, at, context);
  if (target === undefined) return;
  const element = typeof target === 'object' && 'list' in target ? target.list : target;
  if (field !== 'text' || element !== 'text')
    context.complain(at, 'kin compares names of functions, and these fields are not; name a function or a list of functions');
}

function checkMultiple(path: string, at: ValuePath, context: WhereContext): void {
  const target = boundField(path, at, context);
  if (target !== undefined && target !== 'number')
    context.complain(at, `must be a number, but it is ${describeField(target)}; name a number`);
}

/** The field of an earlier selection at a path; undefined, with a complaint, where there is none. */
function boundField(path: string, at: ValuePath, { shapes, index, complain }: WhereContext): Field | undefined {
  const target = resolve(path, shapes);
  if ('reason' in target) complain(at, target.reason);
  else if ((shapes.get(path.split('.')[0] ?? '')?.index ?? index) >= index)
    complain(at, `"${path}" is not bound yet; name an earlier selection`);
  else return target.field;
  return undefined;
}
