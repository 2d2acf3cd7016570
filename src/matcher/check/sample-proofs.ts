import { candidates } from '../candidate.ts';
import { type CompiledSignature, compileSignature } from '../compile.ts';
import { type Match, type Outcome, evaluate } from '../evaluate.ts';
import { match } from '../match.ts';
import type { Signature } from '../signature.ts';
import { compileTemplate } from '../template.ts';
import { type Sample, type TestResult, verdict } from './test-result.ts';

/**
 * Takes away, for each required selection, every fact that it selected: the signature must not match any more. Else
 * the selection is not required, or the condition does not ask for it.
 */
export function deletionResults(signature: Signature, name: string, { caseFile }: Sample): readonly TestResult[] {
  const compiled = compileSignature(signature);
  const found = [...candidates(compiled, caseFile)];
  return compiled.selections
    .filter(({ role }) => role === 'required')
    .map((selection) => {
      const facts = new Set(found.flatMap(({ bound }) => (bound.get(selection.name) ?? []).map(({ fact }) => fact.id)));
      const result = match([signature], caseFile.without(facts), 0);
      const matches = result.findings.length > 0 || result.refuted.length > 0;
      return verdict(signature.id, `${name}, without ${selection.name}`, matches ? ['still matches; it does not need that evidence'] : []);
    });
}

/** Every place in a text that is shown must have a value on the signature's own samples. */
export function placesResult(signature: Signature, name: string, { caseFile }: Sample): TestResult {
  const compiled = compileSignature(signature);
  const outcome = evaluate(compiled, caseFile);
  const matches = outcome.kind === 'matched' ? outcome.matches : [];
  const unknown = new Set(matches.flatMap((one) => unknownPlaces(compiled, one)));
  return verdict(
    signature.id,
    name,
    [...unknown].map((place) => `${place} has no value; use a selection that needs it`),
  );
}

function unknownPlaces(compiled: CompiledSignature, { candidate }: Match): string[] {
  const { signature } = compiled;
  const { mitigate, fix, prevent } = signature.remediation;
  const shown = [
    ...compiled.selections.filter((one) => candidate.bound.has(one.name)).map((one) => ({ where: one.name, text: one.says })),
    { where: 'summary', text: signature.summary },
    { where: 'why', text: signature.why },
    // Of a refuted explanation no remedy is shown.
    ...(signature.role === 'refuted'
      ? []
      : [
          { where: 'fix', text: signature.fix },
          ...[...mitigate, ...fix, ...prevent].map((text) => ({ where: 'remediation', text })),
          ...signature.collect.flatMap(({ command, why }) => [command, why].map((text) => ({ where: 'collect', text }))),
        ]),
  ];
  return shown.flatMap(({ where, text }) =>
    compileTemplate(text)
      .places.filter((paths) => paths.every((path) => candidate.lookup(path) === undefined))
      .map((paths) => `{${paths.join('/')}} in ${where}`),
  );
}

/** The search for keywords is a shortcut: without it the outcome must be the same. */
export function keywordResult(signature: Signature, name: string, { caseFile }: Sample): TestResult {
  const outcome = evaluate(compileSignature(signature), caseFile);
  const complaints = sameOutcome(outcome, evaluate(compileSignature({ ...signature, keywords: [] }), caseFile))
    ? []
    : ['the outcome differs without its keywords; a keyword must stand in every text that can match'];
  return verdict(signature.id, name, complaints);
}

/** Whether two outcomes say the same: kind, findings, suspicions. */
export function sameOutcome(a: Outcome, b: Outcome): boolean {
  return describe(a) === describe(b);
}

function describe(outcome: Outcome): string {
  const found = outcome.kind === 'matched' ? outcome.matches.map(({ distinct, scoring }) => [distinct, scoring]) : [];
  const suspected = outcome.kind === 'matched' || outcome.kind === 'inconclusive' ? outcome.suspected.map(({ distinct }) => distinct) : [];
  return JSON.stringify([outcome.kind, found, suspected]);
}
