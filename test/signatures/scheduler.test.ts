import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examineTestInput } from '../../src/cli/signatures.ts';
import { match } from '../../src/matcher/match.ts';
import { loadSignatures, signatureSources } from '../../src/matcher/store.ts';
import { detail, plain } from '../parsers/schedtrace/read.ts';

const signatures = await loadSignatures();
const examine = examineTestInput(join(signatureSources(), '..', 'samples', 'incidents'));
const results = async (...lines: readonly string[]) => match(signatures, await examine({ text: `${lines.join('\n')}\n` }), 0);

/** `id confidence` of each finding of the scheduler family. */
async function found(...lines: readonly string[]): Promise<readonly string[]> {
  const { findings } = await results(...lines);
  return findings.filter(({ family }) => family === 'scheduler').map(({ signature, confidence }) => `${signature} ${confidence}`);
}

const every = (count: number, line: (atMs: number, index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => line((index + 1) * 500, index));

const STILL = every(9, (at) => plain(at));
const sigquit = (...goroutines: readonly string[]) => ['SIGQUIT: quit', 'PC=0x45b4c1 m=0 sigcode=0', '', ...goroutines, 'rax    0xca'];
const RUNNING = [
  'goroutine 19 [running]:',
  '\tgoroutine running on other thread; stack unavailable',
  'created by main.main',
  '\t/src/app/main.go:20 +0x65',
  '',
];
const STOPPING = [
  'goroutine 0 [idle]:',
  'runtime.futex(0x92e3a8, 0x80)',
  '\t/usr/local/go/src/runtime/sys_linux_amd64.s:536 +0x21',
  'runtime.stopTheWorldWithSema()',
  '\t/usr/local/go/src/runtime/proc.go:1075 +0x1a5',
  '',
];
/** The block that a tracing process prints before it dies of a signal. */
const block = (atMs: number, gcwaiting: boolean) => detail(atMs, { gcwaiting, stopwait: gcwaiting ? 1 : 0, ticks: [3, 4], dying: 1 });

describe('a goroutine that cannot be preempted', () => {
  test('lines that never change are a suspicion, and none where the program prints meanwhile: compute jobs print them too', async () => {
    const suspected = async (...lines: readonly string[]) => (await results(...lines)).inconclusive.map(({ signature }) => signature);
    expect(await found(...STILL)).toEqual([]);
    expect(await suspected(...STILL)).toEqual(['gc-stw-nonpreemptible']);
    expect(await suspected(...STILL.slice(0, 4))).toEqual([]);
    expect(await suspected(...STILL.slice(0, 5), 'served', ...STILL.slice(5))).toEqual([]);
  });

  test('lines that never change, and a stop that is waited for when the signal comes', async () => {
    expect(await found(...STILL, ...block(4600, true), ...sigquit(...RUNNING))).toEqual(['gc-stw-nonpreemptible moderate']);
    expect(await found(...STILL, ...block(4600, false), ...sigquit(...RUNNING))).toEqual([]);
    expect(await found(...STILL, ...block(4600, true), ...sigquit(...STOPPING, ...RUNNING))).toEqual(['gc-stw-nonpreemptible strong']);
  });

  test('schedticks that stand still are proof, the longer the surer', async () => {
    const frozen = every(9, (at) => plain(at, { ticks: [3, 4] }));
    expect(await found(...frozen)).toEqual(['gc-stw-nonpreemptible strong']);
    expect(await found(...frozen.slice(0, 4))).toEqual(['gc-stw-nonpreemptible moderate']);
    expect(await found(...frozen.slice(0, 2))).toEqual([]);
    expect(await found(...frozen.slice(0, 5), 'served', ...frozen.slice(5))).toEqual(['gc-stw-nonpreemptible moderate']);
  });

  test('a dump alone does not tell an ordinary stop from one that lasts', async () => {
    const { findings, inconclusive } = await results(...sigquit(...STOPPING, ...RUNNING));
    expect(findings.map(({ signature }) => signature)).toEqual(['external-signal']);
    expect(inconclusive.map(({ signature, missing }) => [signature, missing[0]?.slice(0, 27)])).toEqual([
      ['gc-stw-nonpreemptible', 'Whether the stop lasted. In'],
    ]);
    expect((await results(...sigquit(...RUNNING))).inconclusive).toEqual([]);
  });

  test('the goroutine that the trace names is the culprit, where the dump has its stack', async () => {
    const held = every(5, (at) => detail(at, { ticks: [at, 7], goroutines: ['  G19: status=2() m=0 lockedm=nil'] }).join('\n'));
    const stack = ['goroutine 19 [running]:', 'example.org/app.(*cache).wait(...)', '\t/src/app/cache.go:27', 'created by main.main'];
    const dump = sigquit(...stack, '\t/src/app/main.go:20 +0x65', '');
    const { findings } = await results(...held, ...block(2600, false), ...dump);
    expect(findings[0]).toMatchObject({
      signature: 'gc-stw-nonpreemptible',
      culprit: { function: 'example.org/app.(*cache).wait', file: '/src/app/cache.go', line: 27 },
      causes: ['external-signal#1'],
    });
  });
});

describe('run queues', () => {
  const saturated = (count: number, run: (index: number) => number) => every(count, (at, index) => plain(at, { run: run(index) }));

  test.each([
    ['ten a processor over some seconds', saturated(8, (index) => 20 + index), ['runqueue-saturation strong']],
    ['that were empty in between', saturated(9, (index) => (index === 0 ? 2 : 21 + index)), ['runqueue-saturation moderate']],
    ['below ten a processor', saturated(8, (index) => 12 + index), []],
    ['in four lines', saturated(4, (index) => 50 + index), []],
  ])('%s', async (_, lines, expected) => {
    expect(await found(...lines)).toEqual(expected);
  });

  test('a burst counts less than a queue that stays', async () => {
    const fast = Array.from({ length: 6 }, (_, index) => plain(index * 100, { run: 40 + index }));
    expect(await found(...fast)).toEqual(['runqueue-saturation moderate']);
  });

  test('a trace that comes late speaks against it', async () => {
    const late = [...saturated(8, (index) => 20 + index), plain(4600, { run: 40 })];
    const { findings } = await results(...late);
    expect(findings[0]?.evidence.filter(({ role }) => role === 'contradicting').map(({ evidence }) => evidence)).toEqual(['late']);
  });

  test('queues that stand still because nothing is scheduled are no saturation', async () => {
    expect(await found(...every(9, (at) => plain(at, { run: 40, ticks: [3, 4] })))).toEqual(['gc-stw-nonpreemptible strong']);
    // An earlier saturation of the same process stands, where nothing was left in the queues later.
    const later = every(9, (at) => plain(at + 4500, { ticks: [90, 90] }));
    const earlier = every(9, (at, index) => plain(at, { run: 40 + index, ticks: [index, index] }));
    expect(await found(...earlier, ...later)).toContain('runqueue-saturation strong');
  });
});
