import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { buildProfile, type ProfilePlan } from '../parsers/pprof/build-profile.ts';

/** What is found and what is suspected in a bundle with these files. */
async function outcome(files: Readonly<Record<string, Uint8Array | string>>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-profiles-'));
  try {
    for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data);
    const { findings, inconclusive } = await analyze([folder]);
    return [
      ...findings.map(({ signature, score }) => `${signature} ${score}`),
      ...inconclusive.map(({ signature }) => `${signature} suspected`),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Stack = readonly [functions: readonly string[], ...values: number[]];

function profile(sampleTypes: ProfilePlan['sampleTypes'], stacks: readonly Stack[], rest: Partial<ProfilePlan> = {}): Uint8Array {
  const names = new Set(stacks.flatMap(([functions]) => functions));
  const fileOf = (name: string) =>
    /^(?:sync|runtime|internal\/sync)\./.test(name) ? `/usr/local/go/src/${name.split('.')[0]}/a.go` : '/src/app/a.go';
  return buildProfile({
    sampleTypes,
    locations: Object.fromEntries([...names].map((name) => [name, [[name, fileOf(name), 7] as const]])),
    samples: stacks.map(([stack, ...values]) => ({ stack, values })),
    ...rest,
  });
}

const contention = (...stacks: readonly Stack[]): Uint8Array =>
  profile(
    [
      ['contentions', 'count'],
      ['delay', 'nanoseconds'],
    ],
    stacks,
  );

const SECOND = 1_000_000_000;
const unlock = ['sync.(*Mutex).Unlock', 'main.(*cache).fetch', 'main.handle'];
const wait = ['sync.(*Mutex).Lock', 'main.(*cache).fetch', 'main.handle'];

describe('block and mutex profiles without a dump', () => {
  test.each<[string, Uint8Array, string[]]>([
    ['long waits for one lock, by who unlocks: a suspicion', contention([unlock, 2000, 300 * SECOND]), ['mutex-slow-holder suspected']],
    ['the same by who waits', contention([wait, 2000, 300 * SECOND]), ['mutex-slow-holder suspected']],
    ['as many waits, of microseconds each', contention([unlock, 30_000_000, 300 * SECOND]), []],
    ['a few waits, long ago', contention([unlock, 4, 300 * SECOND]), []],
    ['workers that wait for work', contention([['runtime.chanrecv2', 'main.work'], 2000, 3000 * SECOND], [wait, 2000, 300 * SECOND]), []],
    ['a difference of two moments', contention([unlock, 2000, 300 * SECOND], [wait, 1, -SECOND]), []],
  ])('%s', async (_, bytes, expected) => {
    expect(await outcome({ 'contention.pb.gz': bytes })).toEqual(expected);
  });
});

const cpu = (busy: number, ...stacks: readonly [functions: readonly string[], samples: number][]): Uint8Array => {
  const total = stacks.reduce((sum, [, samples]) => sum + samples, 0);
  return profile(
    [
      ['samples', 'count'],
      ['cpu', 'nanoseconds'],
    ],
    stacks.map(([functions, samples]): Stack => [functions, samples, samples * 10_000_000]),
    { period: ['cpu', 'nanoseconds', 10_000_000], duration: BigInt(Math.round((total * 10_000_000) / busy)) },
  );
};

describe('CPU profiles alone', () => {
  const assist = ['runtime.gcDrainN', 'runtime.gcAssistAlloc', 'runtime.mallocgc', 'main.render'];
  const code = ['main.render', 'main.main'];
  test.each<[string, Uint8Array, string[]]>([
    ['a third of a busy process for assists', cpu(4, [assist, 600], [code, 1200]), ['gc-assist-pressure 3']],
    ['a third of next to nothing', cpu(0.2, [assist, 600], [code, 1200]), []],
    ['background marking of an idle process', cpu(1, [['runtime.gcDrain', 'runtime.gcBgMarkWorker'], 800], [code, 200]), []],
    ['a hot loop', cpu(4, [['regexp.(*Regexp).backtrack', 'main.match'], 5000]), []],
    [
      'goroutines that hand over to each other',
      cpu(2, [['runtime.futex', 'runtime.futexwakeup', 'runtime.schedule', 'runtime.mcall'], 5000]),
      [],
    ],
    ['system calls', cpu(1, [['syscall.Syscall6', 'os.(*File).Write', 'main.log'], 5000]), []],
    ['C code', cpu(1, [['main._Cfunc_burn', 'main.compute'], 5000]), []],
  ])('%s', async (_, bytes, expected) => {
    expect(await outcome({ 'cpu.pb.gz': bytes })).toEqual(expected);
  });
});

describe('calls of C that hang, beside a CPU profile', () => {
  const dump = Array.from(
    { length: 40 },
    (_, i) =>
      `goroutine ${i + 7} [syscall]:\nmain._Cfunc_query(0x1)\n\t_cgo_gotypes.go:47 +0x45\nmain.ask(...)\n\t/src/app/ask.go:9 +0x1d\ncreated by main.main in goroutine 1\n\t/src/app/main.go:12 +0x1d\n`,
  ).join('\n');
  test.each<[string, Record<string, Uint8Array>, string]>([
    ['without one', {}, 'cgo-syscall-stuck 2'],
    ['that has next to nothing', { 'cpu.pb.gz': cpu(0.02, [['main.poll'], 30]) }, 'cgo-syscall-stuck 3'],
    [
      'of C code at work: they compute',
      { 'cpu.pb.gz': cpu(2, [['main._Cfunc_query', 'runtime.cgocall', 'main.ask'], 3000]) },
      'cgo-syscall-stuck 0',
    ],
  ])('%s', async (_, files, expected) => {
    const found = await outcome({ 'goroutines.txt': dump, ...files });
    expect(found.filter((one) => one.startsWith('cgo-syscall-stuck'))).toEqual(expected.endsWith(' 0') ? [] : [expected]);
  });
});
