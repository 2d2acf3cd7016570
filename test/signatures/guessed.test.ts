import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { Report } from '../../src/report/report.ts';

/** Findings that rest on a guess alone: they are named, and never more than weak. */
async function report(files: Readonly<Record<string, string>>): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-guessed-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await analyze([folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const found = async (files: Readonly<Record<string, string>>): Promise<string[]> =>
  (await report(files)).findings.map(({ signature, confidence }) => `${signature} ${confidence}`);

/** Counters of the runtime's hidden calls, as programs of Go 1.21 to 1.26 for amd64 have them. */
const HIDDEN = {
  'chan-receive': '0x43a0ce 0x40a40d 0x40a012',
  'chan-send': '0x43a0ce 0x4093c5 0x409017',
  select: '0x43a0ce 0x44c725',
  running: '',
} as const;

const stack = (count: number, wait: keyof typeof HIDDEN, name: string): string =>
  `${count} @ ${`${HIDDEN[wait]} 0x4e704c 0x46e321`.trimStart()}\n#\t0x4e704b\t${name}+0x4b\t/src/quotes/client.go:88\n`;

const SLEEPER = `1 @ 0x43a0ce 0x450004 0x4e8020 0x46e321
#	0x450003	time.Sleep+0x123	/usr/local/go/src/runtime/time.go:195
#	0x4e801f	main.report+0x1f	/src/app/main.go:40
`;
const WRITER = `1 @ 0x4a1c05 0x4e9051 0x46e321
#	0x4a1c04	runtime/pprof.(*Profile).WriteTo+0x144	/usr/local/go/src/runtime/pprof/pprof.go:377
#	0x4e9050	main.main+0x50	/src/app/main.go:50
`;
const profile = (total: number, ...stacks: readonly string[]): string =>
  [`goroutine profile: total ${total + 2}`, ...stacks, SLEEPER, WRITER].join('\n');

const NAME = 'example.org/quotes.(*Client).await';

describe('one stack that was copied out of a profile in text form', () => {
  test.each(['chan-receive', 'chan-send', 'select'] as const)('%s: a leak, weakly, on guesses that are marked', async (wait) => {
    const { findings } = await report({ 'stack.txt': stack(426, wait, NAME) });
    expect(findings.map(({ signature, confidence }) => [signature, confidence])).toEqual([[`goroutine-leak-${wait}`, 'weak']]);
    expect(findings[0]?.evidence.map(({ evidence, certainty }) => [evidence, certainty])).toEqual([
      ['group', 'guessed'],
      ['excerpted', 'guessed'],
      ['untold', 'guessed'],
    ]);
    expect(findings[0]?.evidence[0]?.statement).toContain('likely in');
  });

  test('nothing, where few wait, or where it is not told in what', async () => {
    expect(await found({ 'stack.txt': stack(49, 'chan-receive', NAME) })).toEqual([]);
    expect(await found({ 'stack.txt': stack(426, 'running', NAME) })).toEqual([]);
  });

  test('nothing of workers that a library keeps', async () => {
    expect(await found({ 'stack.txt': stack(426, 'chan-receive', 'github.com/valyala/fasthttp.(*workerPool).workerFunc') })).toEqual([]);
  });
});

describe('whole profiles in text form', () => {
  test.each(['chan-receive', 'chan-send', 'select'] as const)('%s: of one alone nothing is found, however many wait', async (wait) => {
    expect(await found({ 'goroutine.txt': profile(64, stack(64, wait, 'main.worker')) })).toEqual([]);
    expect(await found({ 'goroutine.txt': profile(4000, stack(4000, wait, NAME)) })).toEqual([]);
  });

  test.each(['chan-receive', 'chan-send', 'select'] as const)('%s: of two, in which more and more wait, a leak', async (wait) => {
    const files = (last: number, as: keyof typeof HIDDEN) => ({
      'goroutine-1.txt': profile(2000, stack(2000, as, NAME)),
      'goroutine-2.txt': profile(last, stack(last, as, NAME)),
    });
    expect((await found(files(4000, wait)))[0]).toBe(`goroutine-leak-${wait} moderate`);
    expect(await found(files(2000, wait))).toEqual([]);
    expect(await found(files(4000, 'running'))).toEqual([]);
  });
});

test('a piece of an endless recursion without message and header is a stack overflow, weakly', async () => {
  const circle = ['example.org/rules.(*Group).Check', 'example.org/rules.(*Engine).eval', 'example.org/rules.(*Engine).Run'];
  const calls = (times: number) => Array.from({ length: times }, () => circle).flat();
  const piece = (names: readonly string[]) =>
    names
      .map((name, at) => {
        const fp = (one: number) => `0x${(0xc020078d08 + 0x70 * one).toString(16)}`;
        const pc = `0x${(0x4901fb + 0x100 * circle.indexOf(name)).toString(16)}`;
        return `${name}(0xc000012340)\n\t/src/rules/rules.go:44 +0x7b fp=${fp(at + 1)} sp=${fp(at)} pc=${pc}\n`;
      })
      .join('');
  expect(await found({ 'trace.txt': piece(calls(3)) })).toEqual(['stack-overflow weak']);
  expect(await found({ 'trace.txt': piece([...calls(3), 'main.main', 'runtime.main']) })).toEqual([]);
});
