import { type Condition, parseCondition } from './condition.ts';
import { type GoRange, parseGoRange } from './go-range.ts';
import { type Test, compileWhere, isOperators } from './predicate.ts';
import type { Selection, Signature } from './signature.ts';
import { type Template, compileTemplate } from './template.ts';

export interface CompiledSelection extends Selection {
  readonly name: string;
  readonly test: Test;
  readonly statement: Template;
  /** Of a fact that is selected as a guess: what is said of it. Undefined where the fact is what the selection looks for. */
  readonly guessOf: (value: unknown) => Template | undefined;
  /** Paths of the fields that it tests, and of those of its own fact that it tells. */
  readonly fields: readonly string[];
  /** Nothing that is bound already has a say in what it selects. */
  readonly isConstant: boolean;
  /** What of the test asks for nothing that is bound, and what does: both must hold. */
  readonly alone: Test;
  readonly beside: Test;
  /** Fields whose values have to be those of something bound. */
  readonly equals: readonly { readonly field: string; readonly to: string }[];
}

/** A signature ready to be matched. */
export interface CompiledSignature {
  readonly signature: Signature;
  /** What candidates begin with, one a fact: the first selection, or those that `anchors` names. */
  readonly anchors: readonly CompiledSelection[];
  /** All selections, in order. */
  readonly selections: readonly CompiledSelection[];
  readonly condition: Condition;
  readonly suspicions: readonly { readonly when: Condition; readonly missing: Template }[];
  readonly go?: GoRange;
  readonly summary: Template;
  readonly why: Template;
  readonly fix: Template;
}

/** Names of the selections that candidates begin with. */
export function anchorNames({ anchors, evidence }: Pick<Signature, 'anchors' | 'evidence'>): readonly string[] {
  return anchors ?? Object.keys(evidence).slice(0, 1);
}

/** Compiles a signature. Throws an error that says what is wrong; the checker has a better message for most. */
export function compileSignature(signature: Signature): CompiledSignature {
  const selections = Object.entries(signature.evidence).map(([name, selection]): CompiledSelection => ({
    ...selection,
    name,
    test: compileWhere(selection.where ?? {}),
    guessOf: () => undefined,
    ...told(name, selection),
    ...references(selection),
    ...likelyOf(selection),
  }));
  const anchors = anchorNames(signature).flatMap((name) => selections.find((one) => one.name === name) ?? []);
  if (anchors.length === 0 || anchors.some(({ fact }) => fact === undefined)) throw new Error('an anchor must select facts of a type');
  const required = selections.filter((selection) => selection.role === 'required').map((selection) => selection.name);
  return {
    signature,
    anchors,
    selections,
    condition: parseCondition(signature.condition ?? required.join(' and ')),
    suspicions: signature.inconclusive.map(({ when, missing }) => ({
      when: parseCondition(when),
      missing: compileTemplate(missing),
    })),
    ...(signature.applies.go === undefined ? {} : { go: parseGoRange(signature.applies.go) }),
    summary: compileTemplate(signature.summary),
    why: compileTemplate(signature.why),
    fix: compileTemplate(signature.fix),
  };
}

/** The tests of a selection that takes facts as a guess as well. */
function likelyOf({ where = {}, likely }: Selection): Partial<Pick<CompiledSelection, 'test' | 'alone' | 'guessOf'>> {
  if (likely === undefined) return {};
  if (comparesWithBound(where) || comparesWithBound(likely.where))
    throw new Error('likely stands in selections that compare with nothing that is bound');
  const sure = compileWhere(where);
  const other = compileWhere(likely.where);
  const statement = compileTemplate(likely.says);
  const either: Test = (value, bound) => sure(value, bound) || other(value, bound);
  return {
    // What was looked for is `where`: a trace names its fields.
    test: Object.assign(either, { fields: sure.fields ?? [] }),
    alone: either,
    guessOf: (value) => (sure(value, () => undefined) ? undefined : statement),
  };
}

/** What a selection asks of what is bound already. */
function references({ where = {} }: Selection): Pick<CompiledSelection, 'isConstant' | 'alone' | 'beside' | 'equals'> {
  const entries = Object.entries(where);
  const equals = entries.flatMap(([field, predicate]) =>
    typeof predicate === 'object' && isOperators(predicate) && predicate.same !== undefined ? [{ field, to: predicate.same }] : [],
  );
  return {
    isConstant: !comparesWithBound(where),
    alone: compileWhere(Object.fromEntries(entries.filter(([, predicate]) => !comparesWithBound(predicate)))),
    beside: compileWhere(Object.fromEntries(entries.filter(([, predicate]) => comparesWithBound(predicate)))),
    equals,
  };
}

/** Whether a predicate anywhere in it compares with something bound. */
export function comparesWithBound(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, one]) => key === 'same' || key === 'kin' || key === 'atLeast' || comparesWithBound(one));
}

function told(name: string, { where, says, of }: Selection): Pick<CompiledSelection, 'statement' | 'fields'> {
  const statement = compileTemplate(says);
  const own = statement.paths
    .filter((path) => path.startsWith(`${name}.`) || (of !== undefined && path.startsWith(`${of}.`)))
    .map((path) => path.slice(path.indexOf('.') + 1));
  return { statement, fields: [...Object.keys(where ?? {}), ...own] };
}
