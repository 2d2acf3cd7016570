import { anchorNames } from '../compile.ts';
import { parseCondition } from '../condition.ts';
import type { Predicate, PredicateObject, Signature } from '../signature.ts';
import { FACT_FIELDS, type Field, fieldAt } from './fact-fields.ts';

/** What is known of a selection without any bundle. */
export interface SelectionShape {
  readonly name: string;
  /** Place among the selections; only earlier ones may be named by another one. */
  readonly index: number;
  /** Fields of what it binds; undefined where the selection itself is wrong (that is said elsewhere). */
  readonly field: Field | undefined;
  /** Fields of the fact that this stands in; differs from `field` for `each`. */
  readonly factField: Field | undefined;
  /** Candidates begin with it: one of the anchors is always bound. */
  readonly anchor: boolean;
  /** Selections that are bound whenever this one is: itself, the anchor where it is the only one, and what `of`, `same`, `kin` and `atLeast` name. */
  readonly implies: ReadonlySet<string>;
}

/** The selections of a signature by name, in order. */
export function selectionShapes(signature: Signature): ReadonlyMap<string, SelectionShape> {
  const shapes = new Map<string, SelectionShape>();
  const anchors = anchorNames(signature);
  for (const [index, [name, selection]] of Object.entries(signature.evidence).entries()) {
    const parent = selection.of === undefined ? undefined : shapes.get(selection.of);
    const factField = selection.fact === undefined ? parent?.factField : FACT_FIELDS[selection.fact];
    let field = selection.fact === undefined ? parent?.field : factField;
    if (selection.fact !== undefined && selection.each !== undefined && factField !== undefined) {
      const list = fieldAt(factField, selection.each);
      field = typeof list === 'object' && 'list' in list ? list.list : undefined;
    }
    const implies = new Set([name, ...(anchors.length === 1 ? anchors : []), ...(parent?.implies ?? [])]);
    for (const predicate of Object.values(selection.where ?? {}))
      for (const path of boundPaths(predicate)) {
        for (const implied of shapes.get(path.split('.')[0] ?? '')?.implies ?? []) implies.add(implied);
      }
    shapes.set(name, { name, index, field, factField, anchor: anchors.includes(name), implies });
  }
  return shapes;
}

/** What a predicate compares a field with, of what is bound already. */
function boundPaths(predicate: Predicate): readonly string[] {
  if (typeof predicate !== 'object') return [];
  const { same, kin, atLeast } = predicate as PredicateObject;
  return [same, kin, atLeast?.of].filter((path) => typeof path === 'string');
}

/** The condition of a signature as text: the one that is written, or all required selections. */
export function conditionText(signature: Signature): string {
  const required = Object.entries(signature.evidence).filter(([, { role }]) => role === 'required');
  return signature.condition ?? required.map(([name]) => name).join(' and ');
}

/** What an expression comes to over all ways in which its selections may hold. */
export interface Necessity {
  /** There is a way in which it holds. */
  readonly possible: boolean;
  /** Selections that hold whenever it does; the anchor always, where it is the only one. */
  readonly certain: ReadonlySet<string>;
}

/** Above this many names the truth table is not built, and only an anchor that is the only one counts as certain. */
const MOST_NAMES = 14;

/** Undefined where the expression cannot be parsed or names a selection that does not exist: that is said elsewhere. */
export function necessityOf(text: string, shapes: ReadonlyMap<string, SelectionShape>): Necessity | undefined {
  const anchors = [...shapes.values()].filter(({ anchor }) => anchor).map(({ name }) => name);
  if (anchors.length === 0) return undefined;
  const always = anchors.length === 1 ? anchors : [];
  let condition;
  try {
    condition = parseCondition(text);
  } catch {
    return undefined;
  }
  const free = [...new Set([...condition.names, ...anchors])].filter((name) => !always.includes(name));
  if (free.some((name) => !shapes.has(name))) return undefined;
  if (free.length > MOST_NAMES) return { possible: true, certain: new Set(always) };
  let possible = false;
  let certain = new Set(free);
  for (let bits = 0; bits < 2 ** free.length; bits++) {
    const holding = new Set([...always, ...free.filter((_, i) => (bits >> i) % 2 === 1)]);
    if (!anchors.some((name) => holding.has(name))) continue;
    // A selection never holds without those that it builds on.
    const consistent = [...holding].every((name) =>
      [...(shapes.get(name)?.implies ?? [])].every((one) => holding.has(one) || !free.includes(one)),
    );
    if (!consistent || !condition.holds((name) => holding.has(name))) continue;
    possible = true;
    certain = new Set([...certain].filter((name) => holding.has(name)));
  }
  const closure = new Set(always);
  if (possible) for (const name of certain) for (const implied of shapes.get(name)?.implies ?? []) closure.add(implied);
  return { possible, certain: closure };
}

/** The field that `name.path` reads; the reason where it reads nothing. */
export function resolve(
  path: string,
  shapes: ReadonlyMap<string, SelectionShape>,
): { readonly field: Field } | { readonly reason: string } {
  const dot = path.indexOf('.');
  const name = dot < 0 ? path : path.slice(0, dot);
  const shape = shapes.get(name);
  if (shape === undefined) return { reason: `there is no selection "${name}"; use one of: ${[...shapes.keys()].join(', ')}` };
  if (dot < 0) return { reason: `"${name}" alone is no value; name a field: ${name}.field` };
  const rest = path.slice(dot + 1);
  // The selection is wrong itself: one complaint is enough.
  if (shape.field === undefined || shape.factField === undefined) return { field: 'text' };
  const field = fieldAt(shape.field, rest) ?? (rest.startsWith('fact.') ? fieldAt(shape.factField, rest.slice(5)) : undefined);
  return field === undefined ? { reason: noField(rest, shape.field) } : { field };
}

/** Says that a path reads nothing, with the names that would at the step where it goes wrong. */
export function noField(path: string, from: Field): string {
  const steps = path.split('.');
  let at: Field = from;
  for (const step of steps) {
    const next = fieldAt(at, step);
    if (next === undefined) {
      const names =
        typeof at === 'object' && 'fields' in at
          ? Object.keys(at.fields)
          : typeof at === 'object' && 'list' in at
            ? ['0', '1', 'length']
            : [];
      return names.length === 0
        ? `there is no field "${path}": nothing is below "${steps.slice(0, steps.indexOf(step)).join('.')}"; shorten the path`
        : `there is no field "${path}"; use one of: ${names.join(', ')}`;
    }
    at = next;
  }
  return `there is no field "${path}"; correct its name`;
}
