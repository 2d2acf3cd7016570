import { clip } from '../text/width.ts';
import { isOperators } from './predicate.ts';
import type { Predicate, PredicateObject, Scalar, Where } from './signature.ts';

/** Values of a list that are written out. */
const LISTED = 6;
/** Columns of one value. */
const LONGEST = 120;

/**
 * What a predicate asks for, in words: `at least 100`, `a text that begins with "net/http."`.
 *
 * @param bound Reads what was bound when it was asked: values that it compares with are said.
 */
export function predicateWords(predicate: Predicate, bound: (path: string) => unknown): string {
  if (typeof predicate !== 'object') return scalar(predicate);
  if (!isOperators(predicate)) return whereWords(predicate, bound);
  return [...operatorWords(predicate, bound)].join(' and ');
}

function whereWords(where: Where, bound: (path: string) => unknown): string {
  const fields = Object.entries(where).map(([path, predicate]) => `${path}: ${predicateWords(predicate, bound)}`);
  return `one with ${fields.join(', ')}`;
}

function* operatorWords(p: PredicateObject, bound: (path: string) => unknown): Generator<string> {
  const words = (one: Predicate) => predicateWords(one, bound);
  const group = (one: Predicate) => (isCompound(one) ? `(${words(one)})` : words(one));
  const compared = (path: string) => `${path} (${valueWords(bound(path))})`;
  if (p.is !== undefined) yield scalar(p.is);
  if (p.in !== undefined) yield `one of ${listed(p.in.map(scalar))}`;
  if (p.not !== undefined) yield `not ${group(p.not)}`;
  if (p.exists !== undefined) yield p.exists ? 'present' : 'absent';
  if (p.gte !== undefined) yield `at least ${p.gte}`;
  if (p.gt !== undefined) yield `more than ${p.gt}`;
  if (p.lte !== undefined) yield `at most ${p.lte}`;
  if (p.lt !== undefined) yield `less than ${p.lt}`;
  if (p.matches !== undefined) yield `a text that matches /${p.matches}/`;
  if (p.contains !== undefined) yield `a text with ${scalar(p.contains)}`;
  if (p.startsWith !== undefined) yield `a text that begins with ${scalar(p.startsWith)}`;
  if (p.endsWith !== undefined) yield `a text that ends with ${scalar(p.endsWith)}`;
  if (p.some !== undefined) yield `a list with some element ${words(p.some)}`;
  if (p.every !== undefined) yield `a list with every element ${words(p.every)}`;
  if (p.none !== undefined) yield `a list with no element ${words(p.none)}`;
  if (p.sequence !== undefined) yield `a list with these in a row: ${p.sequence.map(words).join('; ')}`;
  if (p.any !== undefined) yield `either ${p.any.map(group).join(' or ')}`;
  if (p.all !== undefined) yield p.all.map(group).join(' and ');
  if (p.same !== undefined) yield `the same as ${compared(p.same)}`;
  if (p.kin !== undefined) yield `a function of the same type or package as ${compared(p.kin)}`;
  if (p.atLeast !== undefined) yield `at least ${p.atLeast.times} times ${compared(p.atLeast.of)}`;
}

/** Whether it is several things joined by "and". */
function isCompound(one: Predicate): boolean {
  if (typeof one !== 'object') return false;
  const all = 'all' in one && Array.isArray(one.all) ? one.all.length : 0;
  return Object.keys(one).length > 1 || all > 1;
}

/** A value as it was found, in words: quoted, cut where it is long; of a list the first ones. */
export function valueWords(value: unknown): string {
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) {
    const first = value.slice(0, LISTED).map(valueWords);
    const left = value.length - first.length;
    return value.length === 0 ? 'an empty list' : `${value.length} in a list: ${first.join(', ')}${left > 0 ? `, … ${left} more` : ''}`;
  }
  if (value === null || typeof value !== 'object') return scalar(value as Scalar);
  const name = (value as { readonly function?: unknown; readonly name?: unknown }).function ?? (value as { readonly name?: unknown }).name;
  return typeof name === 'string' ? scalar(name) : 'present';
}

function listed(words: readonly string[]): string {
  const left = words.length - LISTED;
  return `${words.slice(0, LISTED).join(', ')}${left > 0 ? `, … ${left} more` : ''}`;
}

function scalar(value: Scalar): string {
  return typeof value === 'string' ? JSON.stringify(clip(value, LONGEST)) : String(value);
}
