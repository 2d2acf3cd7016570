import { type Condition, parseCondition } from './condition.ts';
import { type GoRange, parseGoRange } from './go-range.ts';
import { type Test, compileWhere } from './predicate.ts';
import type { Selection, Signature } from './signature.ts';
import { type Template, compileTemplate } from './template.ts';

export interface CompiledSelection extends Selection {
  readonly name: string;
  readonly test: Test;
  readonly statement: Template;
}

/** A signature ready to be matched. */
export interface CompiledSignature {
  readonly signature: Signature;
  /** The first selection: one candidate a fact. */
  readonly anchor: CompiledSelection;
  /** The others, in order. */
  readonly others: readonly CompiledSelection[];
  readonly condition: Condition;
  readonly suspicions: readonly { readonly when: Condition; readonly missing: Template }[];
  readonly go?: GoRange;
  readonly summary: Template;
  readonly why: Template;
  readonly fix: Template;
}

/** Compiles a signature. Throws an error that says what is wrong; the checker has a better message for most. */
export function compileSignature(signature: Signature): CompiledSignature {
  const selections = Object.entries(signature.evidence).map(([name, selection]): CompiledSelection => ({
    ...selection,
    name,
    test: compileWhere(selection.where ?? {}),
    statement: compileTemplate(selection.says),
  }));
  const [anchor, ...others] = selections;
  if (anchor?.fact === undefined) throw new Error('the first selection must select facts of a type');
  const required = selections.filter((selection) => selection.role === 'required').map((selection) => selection.name);
  return {
    signature,
    anchor,
    others,
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
