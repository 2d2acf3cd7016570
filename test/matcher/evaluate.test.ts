import { describe, expect, test } from 'vitest';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import { compileSignature } from '../../src/matcher/compile.ts';
import { evaluate } from '../../src/matcher/evaluate.ts';
import { type MatchResult, match } from '../../src/matcher/match.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { caseFile, citation, crash, dump, frame, group, page, race, signature } from './fixture.ts';

const outcome = (of: Signature, ...facts: readonly FactDraft[]) => evaluate(compileSignature(of), caseFile(...facts));

const at = (line: number, path?: string) => ({ citations: [citation(line, path)] as const });

const leak: Partial<Signature> = {
  id: 'leak',
  applies: { facts: ['goroutines'] },
  keywords: [],
  evidence: {
    group: { role: 'required', weight: 'strong', fact: 'goroutines', where: { stateClass: 'chan-receive' }, says: '{group.count} wait' },
    many: { role: 'supporting', weight: 'moderate', of: 'group', where: { count: { gte: 100 } }, says: 'they are many' },
    pool: { role: 'contradicting', weight: 'decisive', of: 'group', where: { perProcess: true }, says: 'it looks like a pool' },
  },
  condition: 'group and many',
  culprit: 'group.owner',
  distinct: ['group.key'],
  prefer: 'group.count',
  inconclusive: [{ when: 'group', missing: 'a second dump, to see whether {group.count} grows' }],
};

/** What a group of goroutines or a crash report can tell, and both together tell once. */
const either: Partial<Signature> = {
  id: 'either',
  applies: { facts: ['goroutines', 'crash'] },
  keywords: [],
  evidence: {
    group: { role: 'supporting', weight: 'strong', fact: 'goroutines', where: { stateClass: 'chan-receive' }, says: 'they wait' },
    panic: { role: 'supporting', weight: 'moderate', fact: 'crash', where: { class: 'panic' }, says: 'it panicked' },
  },
  anchors: ['group', 'panic'],
  condition: 'group or panic',
  distinct: [],
};

describe('several anchors', () => {
  const named = (...facts: readonly FactDraft[]) => {
    const found = outcome(signature(either), ...facts);
    return found.kind === 'matched' ? found.matches.map(({ scoring }) => scoring.map(({ evidence }) => evidence)) : found.kind;
  };

  test('each stands alone, and what one found does not begin a candidate of another', () => {
    expect(named(group())).toEqual([['group']]);
    expect(named(crash())).toEqual([['panic']]);
    expect(named(group(), crash())).toEqual([['group', 'panic']]);
    expect(named(group({ stateClass: 'sleep' }), crash({ class: 'throw' }))).toBe('cleared');
  });

  test('two findings of one anchor are not mixed by the other', () => {
    const [a, b] = [group({ key: 'a', ...at(1) }), group({ key: 'b', ...at(2) })];
    const found = outcome(signature({ ...either, distinct: ['group.key'] }), a, b, crash(at(3)));
    const places =
      found.kind === 'matched' ? found.matches.map(({ evidence }) => evidence.map((line) => [line.citation, ...line.more])) : [];
    expect(places).toEqual([
      [[citation(1)], [citation(3)]],
      [[citation(2)], [citation(3)]],
    ]);
  });

  test('what is not beside an earlier anchor begins its own candidate', () => {
    const inPod = (pod: string) => ({ scope: { pod: sanitize(pod) } });
    const found = outcome(signature({ ...either, distinct: ['panic.scope.pod'] }), group(inPod('a')), crash(inPod('b')));
    expect(found.kind === 'matched' && found.matches.map(({ distinct, scoring }) => [distinct, scoring.length])).toEqual([
      ['""', 1],
      ['"b"', 1],
    ]);
  });
});

describe('a page without a rule', () => {
  test('applies to no bundle, whatever is in it', () => {
    const result = match([page(), signature()], caseFile(crash(), dump(), group()), 0);
    expect(result.notApplicable).toEqual([
      {
        signature: 'a-recipe',
        title: 'Send on a closed channel',
        needs: [],
        reason: 'it is a page and no rule: No bundle shows how it was collected.',
      },
    ]);
    expect(result.findings.map((finding) => finding.signature)).toEqual(['send-on-closed-channel']);
    expect([...result.refuted, ...result.inconclusive, ...result.cleared, ...result.signatureErrors]).toEqual([]);
  });
});

describe('evaluate', () => {
  test('matched', () => {
    const found = outcome(signature(), crash({ culprit: frame('main.send') }));
    expect(found.kind).toBe('matched');
    expect(found).toMatchObject({
      matches: [
        {
          scoring: [
            { evidence: 'panic', points: 5 },
            { evidence: 'sender', points: 2 },
          ],
        },
      ],
      suspected: [],
    });
  });

  test('cleared: everything needed was there, and it is not so', () => {
    expect(outcome(signature(), crash({ message: sanitize('close of closed channel') }))).toEqual({
      kind: 'cleared',
      reason: 'looked at 1 crash report',
    });
    expect(outcome(signature(), crash({ class: 'sigquit' }), crash({ class: 'sigquit' }))).toEqual({
      kind: 'cleared',
      reason: 'looked at 2 crash reports',
    });
  });

  test('cleared: what speaks against it outweighs', () => {
    const found = outcome(signature(leak), group({ count: 200, perProcess: true }));
    expect(found).toEqual({ kind: 'cleared', reason: 'what speaks against it outweighs what speaks for it' });
  });

  test('inconclusive: names what is missing', () => {
    const found = outcome(signature(leak), group({ count: 40 }));
    expect(found).toMatchObject({ kind: 'inconclusive', suspected: [{ missing: ['a second dump, to see whether 40 grows'] }] });
  });

  test('not applicable: no fact of its types, or another Go release', () => {
    expect(outcome(signature({ applies: { facts: ['crash', 'growth', 'goroutines', 'dump'] } }), race())).toEqual({
      kind: 'not-applicable',
      needs: ['crash', 'growth', 'goroutines', 'dump'],
      reason: 'it needs a crash report, two dumps, or two heap profiles, of one process, or a goroutine dump',
    });
    expect(outcome(signature(), crash({ class: 'head-missing' }))).toMatchObject({
      reason: 'it needs a crash report; those in the bundle begin within their stack',
    });
    const old = signature({ applies: { facts: ['crash'], go: '<1.14' } });
    expect(outcome(old, crash({ goVersions: { min: '1.20', max: '1.20', reasons: [] } }))).toEqual({
      kind: 'not-applicable',
      needs: [],
      go: '<1.14',
      reason: 'it concerns Go <1.14 only, and what was found is of other releases',
    });
    expect(outcome(old, crash()).kind).toBe('matched');
  });

  test('the Go release of a group of goroutines is that of its dump', () => {
    const old = signature({ ...leak, applies: { facts: ['goroutines'], go: '<1.14' } });
    const newer = dump({ goVersions: { min: '1.20', reasons: [] } });
    expect(outcome(old, newer, group({ count: 200 })).kind).toBe('not-applicable');
    expect(outcome(old, dump(), group({ count: 200 })).kind).toBe('matched');
  });

  test('error: a broken signature is never a finding, and leaves the others alone', () => {
    const broken = signature({ id: 'broken', condition: 'panic and' });
    const result = match([broken, signature()], caseFile(crash()), 0);
    expect(result.signatureErrors).toEqual([{ signature: 'broken', reason: 'condition ends where a name is expected: "panic and"' }]);
    expect(result.findings.map((finding) => finding.signature)).toEqual(['send-on-closed-channel']);
  });

  test('every outcome has its place in the result', () => {
    const result = match(
      [
        signature(leak),
        signature(),
        signature({ id: 'cleared', keywords: ['no such word'] }),
        signature({ id: 'other', applies: { facts: ['heap'] } }),
        signature({ id: 'bait', role: 'refuted' }),
      ],
      caseFile(crash(), group({ count: 40 })),
      0,
    );
    expect(result.findings.map((one) => one.signature)).toEqual(['send-on-closed-channel']);
    expect(result.inconclusive.map((one) => one.signature)).toEqual(['leak']);
    expect(result.cleared.map((one) => one.signature)).toEqual(['cleared']);
    expect(result.notApplicable.map((one) => one.signature)).toEqual(['other']);
    expect(result.refuted.map((one) => one.signature)).toEqual(['bait']);
  });
});

describe('each signature stands in one list', () => {
  const listsOf = (result: MatchResult, id: string) =>
    (['findings', 'inconclusive', 'cleared', 'refuted', 'notApplicable', 'signatureErrors'] as const).filter((list) =>
      result[list].some((one) => one.signature === id),
    );

  test('what is found in one place and suspected in another is a finding that says where else', () => {
    const here = (pod: string) => ({ scope: { pod: sanitize(pod) } });
    const byPod = signature({ ...leak, distinct: ['anchor.scope.pod'] });
    const result = match([byPod], caseFile(group({ count: 900, ...here('a') }), group({ count: 40, ...here('b') })), 0);
    expect(listsOf(result, byPod.id)).toEqual(['findings']);
    expect(result.findings.map(({ suspectedElsewhere = [] }) => suspectedElsewhere.map(({ summary }) => summary))).toEqual([['40 wait']]);
    expect(result.findings[0]?.suspectedElsewhere?.[0]).toMatchObject({ missing: ['a second dump, to see whether 40 grows'] });
  });

  test('what loses its last point to unread input is open, not gone', () => {
    const weak = signature({
      evidence: { panic: { role: 'required', weight: 'weak', fact: 'crash', says: 'it panicked' } },
      condition: 'panic',
    });
    expect(match([weak], caseFile(crash()), 0).findings).toMatchObject([{ confidence: 'weak', score: 1 }]);
    const cut = match([weak], caseFile(crash()), 1);
    expect(listsOf(cut, weak.id)).toEqual(['inconclusive']);
    expect(cut.inconclusive).toMatchObject([
      { summary: 'it panicked', missing: ['a limit was hit: part of the input was not read'], collect: weak.collect },
    ]);
  });
});

describe('what would speak against a finding', () => {
  const against = (over: Partial<Signature> = {}) =>
    signature({
      evidence: {
        panic: { role: 'required', weight: 'decisive', fact: 'crash', says: 'it panicked' },
        alive: { role: 'contradicting', weight: 'strong', fact: 'process', says: '{alive.pid} lives on' },
        stackless: {
          role: 'contradicting',
          weight: 'weak',
          of: 'panic',
          where: { goroutine: { exists: false } },
          says: 'there is no stack',
        },
        caught: {
          role: 'contradicting',
          weight: 'weak',
          of: 'panic',
          where: { class: 'recovered-panic' },
          says: '{panic.class} is caught',
        },
      },
      condition: 'panic',
      ...over,
    });

  test('is evidence where it is found, and else is said to have been looked for, or not to be in the bundle', () => {
    const [finding] = match([against()], caseFile(crash()), 0).findings;
    expect(finding?.evidence.map(({ evidence }) => evidence)).toEqual(['panic', 'stackless']);
    expect(finding?.lookedFor).toEqual([
      { evidence: 'alive', points: -3, statement: '<pid> lives on', inBundle: false },
      { evidence: 'caught', points: -1, statement: '<class> is caught', inBundle: true },
    ]);
  });

  test('is nothing where the signature names nothing', () => {
    expect(match([signature()], caseFile(crash()), 0).findings[0]?.lookedFor).toEqual([]);
  });
});

describe('merging', () => {
  test('candidates with the same distinct values are one finding, with the places of all', () => {
    const found = match(
      [signature()],
      caseFile(crash(), crash({ citations: [citation(9)] }), crash({ citations: [citation(20)] })),
      0,
    ).findings;
    expect(found).toHaveLength(1);
    expect(found[0]?.evidence[0]).toMatchObject({ citation: { firstLine: 1 }, more: [{ firstLine: 9 }, { firstLine: 20 }] });
  });

  test('others are findings of their own, with keys of their own', () => {
    const found = match([signature()], caseFile(crash({ culprit: frame('main.a') }), crash({ culprit: frame('main.b') })), 0).findings;
    expect(found.map(({ id, culprit }) => [id, culprit?.function])).toEqual([
      ['send-on-closed-channel#1', 'main.a'],
      ['send-on-closed-channel#2', 'main.b'],
    ]);
    expect(new Set(found.map(({ key }) => key)).size).toBe(2);
  });

  test('of equal scores the preferred one speaks', () => {
    const found = match([signature(leak)], caseFile(group({ count: 150 }), group({ count: 900 }), group({ count: 300 })), 0).findings;
    expect(found.map(({ evidence }) => evidence[0]?.statement)).toEqual(['900 wait']);
  });

  test('a suspicion gives way to a finding of the same thing', () => {
    const result = match([signature(leak)], caseFile(group({ count: 50 }), group({ count: 900 })), 0);
    expect(result.findings).toHaveLength(1);
    expect(result.inconclusive).toEqual([]);
  });
});

describe('selections', () => {
  test('same joins, and only within one scope', () => {
    const joined = signature({
      keywords: [],
      evidence: {
        panic: { role: 'required', weight: 'strong', fact: 'crash', says: 'a panic' },
        peers: { role: 'required', weight: 'moderate', fact: 'goroutines', where: { dump: { same: 'panic.dump' } }, says: '{peers.count}' },
      },
      condition: 'panic and peers',
    });
    expect(outcome(joined, crash({ dump: 'dump:1' }), group()).kind).toBe('matched');
    expect(outcome(joined, crash({ dump: 'dump:2' }), group()).kind).toBe('cleared');
    expect(outcome(joined, crash({ dump: 'dump:1', scope: { pod: sanitize('a') } }), group({ scope: { pod: sanitize('b') } })).kind).toBe(
      'cleared',
    );
  });

  test('correlate asks for the order of the lines within one file', () => {
    const ordered = signature({
      keywords: [],
      evidence: {
        later: { role: 'required', weight: 'strong', fact: 'crash', says: 'later' },
        earlier: { role: 'required', weight: 'moderate', fact: 'goroutines', says: 'earlier' },
      },
      condition: 'later and earlier',
      correlate: { order: ['earlier', 'later'] },
      distinct: [],
    });
    expect(outcome(ordered, crash(at(9)), group(at(3))).kind).toBe('matched');
    expect(outcome(ordered, crash(at(3)), group(at(9))).kind).toBe('cleared');
    expect(outcome(ordered, crash(at(3)), group(at(9, 'other.log'))).kind).toBe('matched');
  });

  test('a guess is marked and does not make a finding strong', () => {
    const guessed = signature({
      evidence: { panic: { role: 'required', weight: 'strong', fact: 'crash', guess: true, says: 'it looks so' } },
      condition: 'panic',
    });
    const [finding] = match([guessed], caseFile(crash()), 0).findings;
    expect(finding).toMatchObject({ confidence: 'weak', score: 3, evidence: [{ certainty: 'guessed' }] });
  });

  describe('facts that a selection takes as a guess', () => {
    const likely = signature({
      applies: { facts: ['goroutines'] },
      keywords: [],
      evidence: {
        group: {
          role: 'required',
          weight: 'decisive',
          fact: 'goroutines',
          where: { stateClass: 'chan-receive' },
          likely: { where: { 'hiddenWait.stateClass': 'chan-receive' }, says: '{group.count} seem to wait' },
          says: '{group.count} wait',
        },
      },
      condition: 'group',
      distinct: ['group.key'],
    });
    const { stateClass: _, ...unsaid } = group();
    const hidden: FactDraft = { ...unsaid, hiddenWait: { operation: 'channel', certainty: 'derived', stateClass: 'chan-receive' } };

    test('are guesses in words of their own, and never strong', () => {
      const [finding] = match([likely], caseFile(hidden), 0).findings;
      expect(finding).toMatchObject({ confidence: 'weak', score: 5, evidence: [{ certainty: 'guessed', statement: '10 seem to wait' }] });
    });

    test('whatever else is said of them, no finding is strong', () => {
      const marked = signature({
        ...likely,
        evidence: {
          ...likely.evidence,
          leaked: { role: 'supporting', weight: 'decisive', of: 'group', where: { leaked: { gte: 1 } }, says: 'marked' },
        },
      });
      const confidence = (fact: FactDraft) => match([marked], caseFile(fact), 0).findings[0]?.confidence;
      expect(confidence({ ...hidden, leaked: 10 })).toBe('moderate');
      expect(confidence(group({ leaked: 10 }))).toBe('strong');
    });

    test('are no guesses where they are what is looked for', () => {
      const [finding] = match([likely], caseFile(group()), 0).findings;
      expect(finding).toMatchObject({ confidence: 'strong', score: 5, evidence: [{ certainty: 'stated', statement: '10 wait' }] });
    });

    test('must satisfy one or the other', () => {
      expect(outcome(likely, unsaid).kind).toBe('cleared');
      const other: FactDraft = { ...unsaid, hiddenWait: { operation: 'channel', certainty: 'derived', stateClass: 'chan-send' } };
      expect(outcome(likely, other).kind).toBe('cleared');
    });
  });
});

describe('keywords', () => {
  test('without any of them nothing is looked at', () => {
    expect(outcome(signature({ keywords: ['elsewhere'] }), crash()).kind).toBe('cleared');
    expect(outcome(signature({ keywords: ['elsewhere', 'closed chan'] }), crash()).kind).toBe('matched');
  });

  test.each([
    ['a line before the head', crash({ preceding: [sanitize('free(): invalid pointer')] }), 'invalid pointer'],
    ['an entry of the chain', crash({ chain: [{ message: sanitize('boom') }] }), 'boom'],
    ['a function of a group', group({ functions: [sanitize('database/sql.(*DB).conn')] }), 'database/sql'],
    ['the creator of a group', group({ creator: frame('main.start') }), 'main.start'],
    ['the state of a group', group(), 'chan receive'],
  ])('they are found in %s', (_, fact, keyword) => {
    const any = signature({
      applies: { facts: ['crash', 'goroutines'] },
      keywords: [keyword],
      evidence: { it: { role: 'required', weight: 'decisive', fact: fact.type, says: 'it' } },
      condition: 'it',
      distinct: [],
    });
    expect(outcome(any, fact).kind).toBe('matched');
  });
});
