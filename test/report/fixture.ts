import type { FactDraft } from '../../src/evidence/facts/index.ts';
import { withoutStack } from '../../src/fingerprint/of-fact.ts';
import type { Finding } from '../../src/matcher/finding.ts';
import type { MatchResult } from '../../src/matcher/match.ts';
import { type ReportInput, buildReport } from '../../src/report/build.ts';
import type { Artifact, Report } from '../../src/report/report.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { caseFile, citation } from '../matcher/fixture.ts';

export function artifact(over: Partial<Artifact> = {}): Artifact {
  return { path: sanitize('app.log'), kinds: ['goroutine-dump'], status: 'read', wrappers: [], ...over };
}

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    id: 'send-on-closed-channel#1',
    signature: 'send-on-closed-channel',
    title: sanitize('Send on a closed channel'),
    family: 'channels',
    role: 'cause',
    severity: 'critical',
    confidence: 'strong',
    score: 5,
    scoring: [{ evidence: 'panic', points: 5, statement: sanitize('the runtime panicked') }],
    summary: sanitize('A goroutine sent on a closed channel.'),
    explanation: sanitize('A send on a closed channel panics.'),
    evidence: [
      {
        evidence: 'panic',
        role: 'required',
        statement: sanitize('the runtime panicked'),
        certainty: 'stated',
        citation: citation(3),
        more: [],
      },
    ],
    lookedFor: [],
    causes: [],
    causedBy: [],
    fix: sanitize('Let one owner close it.'),
    remediation: { mitigate: [], fix: [], prevent: [] },
    collect: [],
    falsePositives: [],
    key: 'send-on-closed-channel/abc',
    fingerprint: withoutStack('send-on-closed-channel'),
    references: [],
    ...over,
  };
}

export function result(over: Partial<MatchResult> = {}): MatchResult {
  return {
    findings: [],
    inconclusive: [],
    cleared: [],
    refuted: [],
    notApplicable: [],
    signatureErrors: [],
    findingsLeftOut: [],
    partial: [],
    ...over,
  };
}

/** A report over these facts; everything else is empty unless given. */
export function report(facts: readonly FactDraft[] = [], over: Partial<ReportInput> = {}): Report {
  return buildReport({
    version: '0.1.0',
    artifacts: [artifact()],
    limits: [],
    skipped: [],
    caseFile: caseFile(...facts),
    result: result(),
    ...over,
  });
}
