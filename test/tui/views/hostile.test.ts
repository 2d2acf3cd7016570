import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Citation } from '../../../src/evidence/citation.ts';
import type { Finding } from '../../../src/matcher/finding.ts';
import type { Report } from '../../../src/report/report.ts';
import { type SafeText, sanitize } from '../../../src/text/safe-text.ts';
import { textWidth } from '../../../src/text/width.ts';
import type { Target, ViewInput } from '../../../src/tui/view.ts';
import { views } from '../../../src/tui/views/all.ts';
import { rowsFor } from './rows-for.ts';
import { dump, group } from '../../matcher/fixture.ts';
import { artifact, finding, report } from '../../report/fixture.ts';
import { hostile, UNSAFE } from './hostile.ts';
import { text } from './render.ts';

/** A report with the same text in every place that the bundle, or a signature, has a say in. */
function reportOf(raw: string): Report {
  const safe = sanitize(raw);
  const place: Citation = { path: safe, firstLine: 3, lastLine: 9, excerpt: safe };
  const frame = { function: safe, file: safe, line: 1, origin: 'app' } as const;
  const evidence = [
    { evidence: 'a', role: 'required', statement: safe, certainty: 'guessed', citation: place, more: [place] },
    { evidence: 'b', role: 'contradicting', statement: safe, certainty: 'stated', citation: { path: safe, excerpt: safe }, more: [] },
  ] as const;
  const steps = [{ command: safe, why: safe }];
  const one = (over: Partial<Finding>): Finding =>
    finding({
      ...over,
      title: raw as SafeText,
      summary: safe,
      explanation: safe,
      fix: safe,
      evidence,
      culprit: frame,
      collect: steps,
      falsePositives: [raw as SafeText],
      remediation: { mitigate: [safe], fix: [safe], prevent: [safe] },
      references: [{ title: raw as SafeText, url: raw as SafeText }],
    });
  const base = report(
    [
      dump({ citations: [place], unparsedSample: [{ line: 1, text: safe }], scope: { pod: safe } }),
      group({
        dump: 'dump:1',
        citations: [place],
        state: safe,
        frames: [frame],
        owner: frame,
        creator: frame,
        functions: [safe],
        labels: { sets: [{ labels: [{ name: safe, value: safe }], count: 1 }], others: 0, none: 0 },
      }),
    ],
    { artifacts: [artifact({ path: safe, kinds: [raw], status: 'damaged', reason: safe, wrappers: [raw] })] },
  );
  const warning = { code: 'x', message: safe, path: safe, citation: place };
  return {
    ...base,
    verdict: { finding: 'a#1', confidence: 'strong', summary: safe },
    findings: [one({ id: 'a#1', causes: ['b#1'] }), one({ id: 'b#1', causedBy: ['a#1'] })],
    inconclusive: [{ signature: 'i', title: raw as SafeText, severity: 'low', summary: safe, evidence, missing: [safe], collect: steps }],
    refuted: [{ signature: 'r', title: raw as SafeText, summary: safe, explanation: safe, evidence, references: [] }],
    cleared: [{ signature: 'c', title: raw as SafeText, reason: safe }],
    notApplicable: [{ signature: raw, title: raw as SafeText, needs: [], reason: raw as SafeText }],
    signatureErrors: [{ signature: raw, reason: raw as SafeText }],
    warnings: [warning],
    errors: [warning],
    timeline: [{ atMs: 1e15, clock: 'unix', kind: 'event', event: safe, citation: place }],
    exits: [
      {
        what: safe,
        scope: {},
        code: 137,
        meaning: safe,
        reason: safe,
        explained: false,
        evidence: [{ statement: safe, citation: place }],
        unknown: safe,
        collect: steps,
        citation: place,
      },
    ],
    bundle: { ...base.bundle, limits: [{ what: 'time', path: safe, limit: 1, detail: safe }] },
  };
}

test('whatever a bundle says, no row is wider than the pane, and nothing in it acts', () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom(1, 7, 20, 40, 61, 80, 120, 200), (raw, width) => {
      const line: SafeText = sanitize(raw.replaceAll('\n', ' '));
      const all = views({
        linesOf: () => ({ count: 20, complete: false, line: (n) => (n % 2 === 0 ? undefined : line) }),
        help: () => [{ heading: raw }, { keys: raw, does: raw }],
      });
      const made = reportOf(raw);
      const input: ViewInput = {
        report: made,
        triage: new Map([['send-on-closed-channel/abc', { fingerprint: '', mark: 'dismissed', note: raw }]]),
        width,
      };
      const key = made.facts.dumps[0]?.groups[0]?.key ?? '';
      const targets: readonly Target[] = [
        { view: 'findings' },
        { view: 'finding', id: 'a#1' },
        { view: 'goroutines' },
        { view: 'group', id: `dump:1|functions|${key}` },
        { view: 'group', id: `dump:1|creator|${sanitize(raw)}` },
        { view: 'timeline' },
        { view: 'memory' },
        { view: 'changes' },
        { view: 'waits' },
        { view: 'files' },
        { view: 'file', path: sanitize(raw) },
        { view: 'outcomes' },
        { view: 'exits' },
        { view: 'help' },
      ];
      for (const target of targets) {
        expect(all[target.view].name).toBe(target.view);
        const rows = rowsFor(all, target, input);
        expect(rows.count).toBeGreaterThan(0);
        const lines = [...rows.head, ...Array.from({ length: rows.count }, (_, at) => rows.line(at))].map(text);
        for (const one of lines) {
          expect(textWidth(one), `${target.view}: ${one}`).toBeLessThanOrEqual(width);
          expect(one).not.toMatch(UNSAFE);
        }
      }
    }),
    { numRuns: 60 },
  );
});
