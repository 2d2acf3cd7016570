import { parseGoRange } from '../go-range.ts';
import { checkConditions, checkPaths, checkSelections } from './evidence-rules.ts';
import type { ParsedFile } from './parse.ts';
import type { Complain, Problem, ValuePath } from './problem.ts';
import { FIELD_ORDER } from './schema.ts';
import { selectionShapes } from './selections.ts';
import { checkTemplates } from './template-rules.ts';

/** Tests that a signature needs of each kind, at least. */
const LEAST_TESTS = 2;

const NOTHING = /^\W*(?:none|unknown|unlikely|n\/?a|nothing|not known|todo|tbd)?\W*$/i;

/** What is wrong with one signature beyond its form. Rules over the whole set stand in set-rules.ts. */
export function checkRules(file: ParsedFile): readonly Problem[] {
  const problems: Problem[] = [];
  const complain: Complain = (at, message) => problems.push({ path: file.path, ...file.positionOf(at), message });
  const { signature } = file;
  const shapes = selectionShapes(signature);
  checkNames(file, complain);
  checkFieldOrder(file, complain);
  if (signature.pageOnly === undefined) {
    if (signature.applies.facts.length === 0)
      complain(['applies', 'facts'], 'is empty; name the types of facts that the signature looks at');
    checkSelections(signature, shapes, complain);
    checkConditions(signature, shapes, complain);
    checkPaths(signature, shapes, complain);
    checkTests(file, complain);
  } else checkPageOnly(file, complain);
  checkTemplates(signature, shapes, complain);
  if (signature.applies.go !== undefined)
    try {
      parseGoRange(signature.applies.go);
    } catch (error) {
      complain(['applies', 'go'], `${error instanceof Error ? error.message : String(error)}; write such bounds, separated by spaces`);
    }
  checkProse(file, complain);
  return problems;
}

function checkNames({ path, signature }: ParsedFile, complain: Complain): void {
  const steps = path.split('/');
  const fileName = steps.at(-1) ?? '';
  if (fileName.replace(/\.ya?ml$/, '') !== signature.id)
    complain(['id'], `"${signature.id}" is not the name of the file; name the file ${signature.id}.yaml`);
  const folder = steps.at(-2);
  if (folder !== undefined && folder !== signature.family)
    complain(['family'], `"${signature.family}" is not the name of the folder; move the file to the folder ${signature.family}`);
}

function checkFieldOrder({ keys }: ParsedFile, complain: Complain): void {
  const places = keys.map((key) => FIELD_ORDER.indexOf(key));
  for (const [i, key] of keys.entries()) {
    const before = i === 0 ? undefined : keys[i - 1];
    if (before === undefined || (places[i] ?? 0) > (places[i - 1] ?? 0)) continue;
    complain([key], `${key} stands after ${before}; keep the order: ${FIELD_ORDER.filter((field) => keys.includes(field)).join(', ')}`);
    return;
  }
}

function checkProse({ signature }: ParsedFile, complain: Complain): void {
  if (signature.falsePositives.length === 0)
    complain(['falsePositives'], 'is empty; say what looks the same and is not: something always does');
  for (const [i, text] of signature.falsePositives.entries())
    if (NOTHING.test(text)) complain(['falsePositives', i], `"${text}" says nothing; say what looks the same and is not`);
  if (signature.symptoms.length === 0) complain(['symptoms'], 'is empty; write what people see or search for');
  const lists = { keywords: signature.keywords, distinct: signature.distinct, explains: signature.explains, symptoms: signature.symptoms };
  for (const [field, values] of Object.entries(lists))
    for (const [i, value] of values.entries())
      if (values.indexOf(value) < i) complain([field, i], `"${value}" stands twice in ${field}; take one out`);
}

/** What a page without a rule must not have: whatever could match, or looks as if it could. */
function checkPageOnly({ signature }: ParsedFile, complain: Complain): void {
  if (NOTHING.test(signature.pageOnly ?? '')) complain(['pageOnly'], 'says nothing; say why no bundle shows it');
  if (signature.role !== 'refuted') complain(['pageOnly'], `is for role refuted alone; a ${signature.role} needs a rule that finds it`);
  const { applies, keywords, evidence, distinct, explains, inconclusive, tests } = signature;
  const parts: readonly (readonly [ValuePath, number])[] = [
    [['applies', 'facts'], applies.facts.length],
    [['applies', 'go'], applies.go === undefined ? 0 : 1],
    [['keywords'], keywords.length],
    [['evidence'], Object.keys(evidence).length],
    ...(['anchors', 'condition', 'correlate', 'culprit', 'prefer'] as const).map(
      (field) => [[field], signature[field] === undefined ? 0 : 1] as const,
    ),
    [['distinct'], distinct.length],
    [['explains'], explains.length],
    [['inconclusive'], inconclusive.length],
    [['tests', 'match'], tests.match.length],
    [['tests', 'nearMiss'], tests.nearMiss.length],
    [['tests', 'mayAlsoMatch'], tests.mayAlsoMatch.length],
  ];
  for (const [at, count] of parts)
    if (count > 0) complain(at, `is part of a rule, and pageOnly says that there is none; take one of them out`);
}

function checkTests({ signature }: ParsedFile, complain: Complain): void {
  for (const kind of ['match', 'nearMiss'] as const) {
    const tests = signature.tests[kind];
    if (tests.length < LEAST_TESTS)
      complain(['tests', kind], `tests.${kind} has ${tests.length} of at least ${LEAST_TESTS} tests; add one`);
    for (const [i, { name }] of tests.entries())
      if (tests.findIndex((other) => other.name === name) < i)
        complain(['tests', kind, i, 'name'], `"${name}" names two tests; give each its own name`);
  }
}
