import { join } from 'node:path';
import { expect, describe, test } from 'vitest';
import type { Fact } from '../../src/evidence/facts/index.ts';
import { loadSignatures } from '../../src/matcher/store.ts';
import { sanitize, trusted } from '../../src/text/safe-text.ts';
import { crash, dump, group } from '../matcher/fixture.ts';
import { check, unsafeText } from './check.ts';
import { readCorpus } from './corpus.ts';
import { factRules } from './fact-rules.ts';
import { minimise } from './minimise.ts';
import { makeCase } from './mutate.ts';
import { reportSchemaCheck } from './schema.ts';

const ROOT = join(import.meta.dirname, '../..');
const CASES = 300;

const [first, ...others] = readCorpus(join(ROOT, 'samples/incidents'));
if (first === undefined) throw new Error('there are no samples');
const corpus = [first, ...others] as const;

test(`whatever happens to the samples, the rules hold: ${CASES} cases of one seed`, async () => {
  const tools = { signatures: await loadSignatures(), invalid: reportSchemaCheck(ROOT) };
  for (let number = 0; number < CASES; number += 1) {
    const one = makeCase(corpus, 20_260_303, number);
    const failure = await check(one, { report: number % 8 === 0, again: number % 4 === 1 }, tools);
    expect(failure, `case ${number}: ${one.story}\n${one.bytes.toString('latin1')}`).toBeUndefined();
  }
}, 180_000);

test('a number gives the same case every time, and others give others', () => {
  const cases = Array.from({ length: 50 }, (_, number) => makeCase(corpus, 7, number));
  expect(Array.from({ length: 50 }, (_, number) => makeCase(corpus, 7, number))).toStrictEqual(cases);
  expect(new Set(cases.map(({ bytes }) => bytes.toString('latin1'))).size).toBeGreaterThan(45);
  expect(makeCase(corpus, 8, 0)).not.toStrictEqual(cases[0]);
});

describe('a rule is broken by', () => {
  const broken = (facts: readonly unknown[], over: { lines?: number; skipped?: readonly unknown[] } = {}) =>
    factRules({ facts, skipped: [], lines: 100, plain: true, ...over } as unknown as Parameters<typeof factRules>[0])?.rule;
  const at = (firstLine?: number, lastLine?: number) => ({ path: trusted('<stdin>'), firstLine, lastLine, excerpt: trusted('') });
  const filed = (draft: object, id: string, over: object = {}) => ({ ...draft, id, citations: [at(1, 2)], ...over }) as unknown as Fact;
  const whole = [filed(crash(), 'crash:1'), filed(dump(), 'dump:1', { goroutines: 3 })];
  const skip = { reason: 'cut', amount: 1, unit: 'lines', citation: at(1, 1) };

  test('nothing that is right', () => {
    expect(broken(whole, { skipped: [skip] })).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['an id that is there already', whole[0], 'ids are unique'],
    ['no citation', filed(crash(), 'crash:2', { citations: [] }), 'every fact has a citation'],
    ['a citation beyond the file', filed(crash(), 'crash:2', { citations: [at(1, 101)] }), 'citations lie within the file'],
    ['a citation that runs backwards', filed(crash(), 'crash:2', { citations: [at(3, 2)] }), 'citations lie within the file'],
    ['line 0', filed(crash(), 'crash:2', { citations: [at(0, 2)] }), 'citations lie within the file'],
    ['a last line alone', filed(crash(), 'crash:2', { citations: [at(undefined, 2)] }), 'citations lie within the file'],
    ['a negative count', filed(dump(), 'dump:2', { unparsedLines: -1 }), 'what counts is a whole number, and none is negative'],
    ['no number', filed(crash(), 'crash:2', { x: [{ y: Number.NaN }] }), 'numbers are finite'],
    ['a group too large', filed(group({ dump: 'dump:1', count: 4 }), 'goroutines:1'), 'groups hold no more goroutines than their dump'],
  ])('%s', (_name, fact, rule) => {
    expect(broken([...whole, fact])).toBe(rule);
  });

  test.each<[string, object, string]>([
    ['nothing skipped', { ...skip, amount: 0 }, 'what was skipped is something'],
    ['more skipped than there is', { ...skip, amount: 101 }, 'no more lines are skipped than there are'],
    ['no reason', { ...skip, reason: '' }, 'what was skipped has a reason'],
    ['a place beyond the file', { ...skip, citation: at(101, 101) }, 'citations lie within the file'],
  ])('%s', (_name, skipped, rule) => {
    expect(broken(whole, { skipped: [skipped] })).toBe(rule);
  });

  test.each(['\u001b[1m', 'a\0', '\u0085', '\u202e', '\u200b', '\ufeff', '\u2028', '\u{e0041}', '\ud800', '\r'])(
    'unsafe text %j',
    (text) => {
      expect(unsafeText({ a: [{ b: `x${text}` }] })).toMatch(/^\/a\/0\/b: /);
      expect(unsafeText({ a: sanitize(text) })).toBeUndefined();
    },
  );
});

test('a failing input is cut down to the lines that it takes', async () => {
  const lines = Array.from({ length: 200 }, (_, i) => `line ${i}`);
  const fails = (bytes: Buffer) => {
    const left = bytes.toString().split('\n');
    return Promise.resolve(left.includes('line 17') && left.includes('line 180'));
  };
  expect((await minimise(Buffer.from(lines.join('\n')), fails)).toString()).toBe('line 17\nline 180');
});
