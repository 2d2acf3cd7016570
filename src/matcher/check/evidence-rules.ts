import { anchorNames, comparesWithBound } from '../compile.ts';
import { parseCondition } from '../condition.ts';
import { points } from '../score.ts';
import type { Selection, Signature } from '../signature.ts';
import { FACT_FIELDS, describeField, fieldAt, isScalar } from './fact-fields.ts';
import type { Complain, ValuePath } from './problem.ts';
import { type SelectionShape, conditionText, necessityOf, noField, resolve } from './selections.ts';
import { checkWhere } from './where-rules.ts';

type Shapes = ReadonlyMap<string, SelectionShape>;

/** Points from which a finding is moderate: a signature that cannot reach them is of no use. */
const MODERATE = 3;

/** Rules of the selections: the anchor, what each selects, its weight. */
export function checkSelections(signature: Signature, shapes: Shapes, complain: Complain): void {
  const entries = Object.entries(signature.evidence);
  if (entries.length === 0) {
    complain(['evidence'], 'is empty; name at least one selection');
    return;
  }
  checkAnchors(signature, shapes, complain);
  for (const [index, [one, selection]] of entries.entries()) checkSelection(one, selection, index, shapes, complain);
  const most = entries.reduce((sum, [, { role, weight }]) => sum + (role === 'contradicting' ? 0 : points(weight, false)), 0);
  if (most < MODERATE)
    complain(
      ['evidence'],
      `all weights together give ${most} points, and a moderate finding needs ${MODERATE}; raise a weight or add evidence`,
    );
}

function checkAnchors(signature: Signature, shapes: Shapes, complain: Complain): void {
  const { anchors, applies, evidence } = signature;
  if (anchors !== undefined && anchors.length < 2)
    complain(['anchors'], 'is for signatures that can begin with one of several selections; name two at least, or take it out');
  for (const [i, name] of anchorNames(signature).entries()) {
    const selection = evidence[name];
    if (selection === undefined) {
      complain(['anchors', i], `there is no selection "${name}"; use one of: ${[...shapes.keys()].join(', ')}`);
      continue;
    }
    const which = anchors === undefined ? 'the first selection is the anchor' : `${name} is an anchor`;
    if (anchors === undefined && selection.role !== 'required')
      complain(['evidence', name, 'role'], `${which}, so it must be required; put the required one first`);
    if (anchors !== undefined && selection.role !== 'supporting')
      complain(['evidence', name, 'role'], `${which} among others, so it must be supporting; the condition says what is needed`);
    if (selection.fact === undefined) complain(['evidence', name], `${which} and needs fact; name the type of fact that it selects`);
    else if (!applies.facts.includes(selection.fact))
      complain(
        ['applies', 'facts'],
        `does not name ${selection.fact}, which ${anchors === undefined ? 'the first selection' : name} selects; add it`,
      );
  }
}

function checkSelection(name: string, selection: Selection, index: number, shapes: Shapes, complain: Complain): void {
  const at: ValuePath = ['evidence', name];
  if (name === 'and' || name === 'or' || name === 'not') complain(at, `"${name}" is a word of conditions; give the selection another name`);
  if (selection.fact !== undefined && selection.of !== undefined) complain([...at, 'of'], 'stands beside fact; give one of them');
  if (selection.fact === undefined && selection.of === undefined) complain(at, `${name} selects nothing; give it fact or of`);
  if (selection.of !== undefined) {
    const target = shapes.get(selection.of);
    if (target === undefined)
      complain([...at, 'of'], `there is no selection "${selection.of}"; use one of: ${[...shapes.keys()].slice(0, index).join(', ')}`);
    else if (target.index >= index) complain([...at, 'of'], `"${selection.of}" is not bound yet; name an earlier selection`);
    if (selection.each !== undefined) complain([...at, 'each'], 'stands beside of, where it has no effect; take it out');
  }
  if (selection.guess === true && selection.weight === 'decisive')
    complain([...at, 'weight'], 'a guess is never decisive; give it strong at most');
  const shape = shapes.get(name);
  if (selection.each !== undefined && selection.fact !== undefined && shape?.field === undefined && shape?.factField !== undefined) {
    const field = fieldAt(shape.factField, selection.each);
    complain(
      [...at, 'each'],
      field === undefined ? noField(selection.each, shape.factField) : `must name a list, but it is ${describeField(field)}`,
    );
  }
  if (selection.where !== undefined && shape?.field !== undefined)
    checkWhere(selection.where, shape.field, [...at, 'where'], { shapes, index, complain });
  if (selection.likely === undefined) return;
  if (shape?.field !== undefined) checkWhere(selection.likely.where, shape.field, [...at, 'likely', 'where'], { shapes, index, complain });
  if (selection.of !== undefined) complain([...at, 'likely'], 'stands beside of; it is for selections of facts');
  if (comparesWithBound(selection.where) || comparesWithBound(selection.likely.where))
    complain([...at, 'likely'], 'stands in a selection that compares with what is bound; take one of them out');
}

/** Rules of the condition, the suspicions and the order of events. */
export function checkConditions(signature: Signature, shapes: Shapes, complain: Complain): void {
  const condition = conditionText(signature);
  const place: ValuePath = signature.condition === undefined ? ['evidence'] : ['condition'];
  if (condition !== '') {
    checkExpression(condition, place, shapes, complain);
    const certain = necessityOf(condition, shapes)?.certain;
    for (const [name, { role }] of Object.entries(signature.evidence))
      if (role === 'required' && certain?.has(name) === false)
        complain(
          ['evidence', name, 'role'],
          `${name} is required, but the condition can hold without it; make it supporting or change the condition`,
        );
  }
  for (const [i, { when }] of signature.inconclusive.entries()) checkExpression(when, ['inconclusive', i, 'when'], shapes, complain);
  const order = signature.correlate?.order;
  if (order === undefined) return;
  if (order.length < 2) complain(['correlate', 'order'], 'an order needs two selections; add one or take correlate out');
  for (const [i, name] of order.entries())
    if (!shapes.has(name))
      complain(['correlate', 'order', i], `there is no selection "${name}"; use one of: ${[...shapes.keys()].join(', ')}`);
}

function checkExpression(text: string, at: ValuePath, shapes: Shapes, complain: Complain): void {
  try {
    for (const name of parseCondition(text).names)
      if (!shapes.has(name)) complain(at, `there is no selection "${name}"; use one of: ${[...shapes.keys()].join(', ')}`);
  } catch (error) {
    complain(at, `${error instanceof Error ? error.message : String(error)}; correct the expression`);
    return;
  }
  if (necessityOf(text, shapes)?.possible === false) complain(at, `can never hold: "${text}"; correct the expression`);
}

/** Rules of the paths that pick values out of the selections. */
export function checkPaths(signature: Signature, shapes: Shapes, complain: Complain): void {
  const certain = necessityOf(conditionText(signature), shapes)?.certain;
  if (signature.culprit !== undefined) {
    const target = resolve(signature.culprit, shapes);
    if ('reason' in target) complain(['culprit'], target.reason);
    else if (fieldAt(target.field, 'function') === undefined)
      complain(
        ['culprit'],
        `must be a frame, but ${signature.culprit} is ${describeField(target.field)}; name a frame such as panic.culprit or group.owner`,
      );
  }
  // Every candidate has one of the anchors: where each of them has a path here, one has a value.
  const anchors = signature.anchors ?? [];
  const perAnchor = anchors.every((name) => signature.distinct.some((path) => path.split('.')[0] === name)) ? anchors : [];
  for (const [i, path] of signature.distinct.entries()) {
    // Whose the anchor is: it has a scope, whichever selection it is.
    if (!shapes.has('anchor') && path.startsWith('anchor.scope.') && fieldAt(FACT_FIELDS.log, path.slice('anchor.'.length)) !== undefined)
      continue;
    const target = resolve(path, shapes);
    if ('reason' in target) complain(['distinct', i], target.reason);
    else if (!isScalar(target.field))
      complain(['distinct', i], `must be one value, but ${path} is ${describeField(target.field)}; name a field of it`);
    else if (certain?.has(path.split('.')[0] ?? '') === false && !perAnchor.includes(path.split('.')[0] ?? ''))
      complain(['distinct', i], `${path} has no value where that selection found nothing; use a selection that the condition needs`);
  }
  if (signature.prefer === undefined) return;
  const target = resolve(signature.prefer, shapes);
  if ('reason' in target) complain(['prefer'], target.reason);
  else if (target.field !== 'number')
    complain(['prefer'], `must be a number, but ${signature.prefer} is ${describeField(target.field)}; name a number`);
}
