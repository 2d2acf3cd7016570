import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Comparison } from '../../src/report/compare/comparison.ts';
import { textWidth } from '../../src/text/width.ts';

const ROOT = join(import.meta.dirname, '..', '..');
// Relative: the text is folded, and a golden must not depend on where the project lies.
const CLONEBOT = join('samples', 'incidents', 'clonebot');
const GOLDENS = join(ROOT, 'test', 'goldens', 'compare');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-compare-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], input?: string) {
  let stdout = '';
  let stderr = '';
  const code = await main(['compare', ...args], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin: async function* () {
      yield Buffer.from(input ?? '');
    },
    stdinHasData: () => input !== undefined,
    env: {},
  });
  return { code, stdout, stderr };
}

async function compared(...args: string[]): Promise<Comparison> {
  const { stdout, stderr } = await run(['--json', ...args]);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Comparison;
}

/** A bundle of one file. */
function bundle(name: string, text: string, file = 'app.log'): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, file), text);
  return path;
}

const MAIN = 'goroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n';
const waiting = (id: number, name: string) =>
  `\ngoroutine ${id} [chan receive]:\nmain.${name}()\n\t/src/app/main.go:20 +0x1d\ncreated by main.main in goroutine 1\n\t/src/app/main.go:8 +0x1d\n`;
const dump = (counts: Readonly<Record<string, number>>) => {
  let id = 1;
  return MAIN + Object.entries(counts).flatMap(([name, count]) => Array.from({ length: count }, () => waiting(++id, name))).join(''); // prettier-ignore
};
const END = '\nexit status 2\n';

describe('the text of a sample', () => {
  const dumps = [join(CLONEBOT, 'goroutines-1.txt'), join(CLONEBOT, 'goroutines-2.txt')];
  const heaps = [join(CLONEBOT, 'heap-1.pb.gz'), join(CLONEBOT, 'heap-2.pb.gz')];
  test.each([
    ['dumps', dumps],
    ['dumps-all', ['--all', '--by', 'creator', ...dumps]],
    ['heaps', heaps],
    ['seven', [...dumps, ...dumps, ...dumps, CLONEBOT]],
  ])('%s', async (name, args) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stderr]).toEqual([1, '']);
    await expect(stdout).toMatchFileSnapshot(join(GOLDENS, `${name}.txt`));
    for (const line of stdout.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
  });
});

describe('findings', () => {
  const fault = (function_: string, line: number) =>
    `panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.${function_}(0x1)\n\t/src/app/main.go:${line} +0x1d\nmain.main()\n\t/src/app/main.go:3 +0x1d\nexit status 2\n`;

  test('of two builds are one fault though their lines have moved, and two where the function is another', async () => {
    const [old, moved, other] = [bundle('f1', fault('put', 7)), bundle('f2', fault('put', 19)), bundle('f3', fault('set', 7))];
    const same = await compared(old, moved);
    expect(same.findings.map(({ change, signature }) => [change, signature])).toEqual([['same', 'nil-map-write']]);
    expect(same.findings[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect((await compared(old, other)).findings.map(({ change }) => change)).toEqual(['new', 'gone']);
  });
});

describe('goroutines', () => {
  test('grew, are new, went, and stayed', async () => {
    const a = bundle('a1', dump({ stays: 3, grows: 2, goes: 4 }) + END);
    const b = bundle('b1', dump({ stays: 3, grows: 7, comes: 1 }) + END);
    const { goroutines } = await compared(a, b);
    const [one] = goroutines;
    expect(goroutines).toHaveLength(1);
    expect(one).toMatchObject({ totals: [10, 12], change: 'grew', differentPrograms: false });
    const rows = Object.fromEntries((one?.groups ?? []).map(({ owner, change, counts }) => [owner?.function, [change, counts]]));
    expect(rows).toEqual({
      'main.stays': ['same', [3, 3]],
      'main.grows': ['grew', [2, 7]],
      'main.goes': ['gone', [4, 0]],
      'main.comes': ['new', [0, 1]],
    });
    expect(one?.groups.map(({ delta }) => delta).slice(0, 3)).toEqual([5, -4, 1]);
  });

  test('what a cut dump does not have may be in what is missing', async () => {
    const whole = bundle('a2', dump({ stays: 3, goes: 4 }) + END);
    const cut = bundle('b2', `${dump({ stays: 3 })}\ngoroutine 99 [chan rec`);
    const [one] = (await compared(whole, cut)).goroutines;
    expect(one?.dumps[1]).toMatchObject({ integrity: 'partial' });
    const goes = one?.groups.find(({ owner }) => owner?.function === 'main.goes');
    expect(goes).toMatchObject({ change: 'unknown', counts: [4, null] });
    expect((await run([whole, cut])).stdout).toMatch(/4\s+\?\s+\? {2}unknown chan receive/);
  });

  test('of several dumps on a side the last whole one counts', async () => {
    const a = bundle('a3', dump({ grows: 2 }) + END);
    const b = bundle('b3', dump({ grows: 50 }) + END, 'dump-1.txt');
    bundle('b3', dump({ grows: 9 }) + END, 'dump-2.txt');
    const [one] = (await compared(a, b)).goroutines;
    expect(one?.totals).toEqual([3, 10]);
    expect(one?.dumps[1]).toMatchObject({ path: expect.stringContaining('dump-2.txt') as string, of: 2 });
  });

  test('dumps of different programs are said to be', async () => {
    const a = bundle('a4', dump({ grows: 2 }) + END);
    const b = bundle('b4', dump({ grows: 2 }).replaceAll('/src/app/', '/src/other/') + END);
    expect((await compared(a, b)).goroutines[0]?.differentPrograms).toBe(true);
    expect((await run([a, b])).stdout).toContain('different programs');
  });
});

describe('heap profiles', () => {
  test('by site, with the rate where the times are known', async () => {
    const [one] = (await compared(join(CLONEBOT, 'heap-1.pb.gz'), join(CLONEBOT, 'heap-2.pb.gz'))).heap;
    expect(one?.change).toBe('grew');
    expect(one?.bytesPerMinute).toBeGreaterThan(0);
    expect(one?.sites[0]).toMatchObject({ change: 'grew', owner: 'main.(*bot).newOrder' });
    const [bytes] = one?.sites.map(({ inuseBytes }) => inuseBytes) ?? [];
    expect(Number(bytes?.[1])).toBeGreaterThan(Number(bytes?.[0]));
  });
});

describe('numbers', () => {
  const cgroup = (bytes: number, kills: number) =>
    `==> /sys/fs/cgroup/memory.current <==\n${bytes}\n==> /sys/fs/cgroup/memory.max <==\n134217728\n==> /sys/fs/cgroup/memory.events <==\nmax 4\noom 0\noom_kill ${kills}\n`;
  test('of control groups', async () => {
    const { numbers } = await compared(bundle('a5', cgroup(1000, 0), 'cgroup.txt'), bundle('b5', cgroup(4000, 2), 'cgroup.txt'));
    const rows = numbers.map(({ what, values, change }) => [what, values, change]);
    expect(rows).toEqual([
      ['memory limit', [134217728, 134217728], 'same'],
      ['memory of the control group', [1000, 4000], 'grew'],
      ['OOM kills', [0, 2], 'new'],
    ]);
  });
});

describe('findings', () => {
  const PANIC = 'panic: send on closed channel\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\nexit status 2\n';
  test('new ones come first, and the same fault is one row', async () => {
    const quiet = bundle('a6', 'listening\n');
    const panics = bundle('b6', PANIC);
    expect((await compared(quiet, panics)).findings).toMatchObject([
      { change: 'new', signature: 'send-on-closed-channel', confidence: [null, 'strong'] },
    ]);
    expect((await compared(panics, quiet)).findings).toMatchObject([{ change: 'gone', confidence: ['strong', null] }]);
    expect((await compared(panics, bundle('c6', PANIC))).findings).toMatchObject([{ change: 'same' }]);
  });
});

describe('exit codes and misuse', () => {
  test('0 where nothing differs, 1 where something does', async () => {
    const a = bundle('a7', dump({ stays: 3 }) + END);
    expect(await run([a, bundle('b7', dump({ stays: 3 }) + END)])).toMatchObject({ code: 0, stderr: '' });
    expect(await run([a, bundle('c7', dump({ stays: 4 }) + END)])).toMatchObject({ code: 1, stderr: '' });
    expect(await run([a, '-'], dump({ stays: 4 }) + END)).toMatchObject({ code: 1, stderr: '' });
  });

  test('two sides with nothing in them are told so', async () => {
    const { code, stdout } = await run([bundle('a8', 'listening\n'), bundle('b8', 'listening\n')]);
    expect(code).toBe(0);
    expect(stdout).toContain('nothing in them that could be compared');
  });

  test.each([
    [[], 'no path; give two or more to compare, in order of time'],
    [[CLONEBOT], 'one path only; give two or more to compare, in order of time'],
    [['-', '-'], '- is given twice; standard input can be read once'],
    [[CLONEBOT, 'no-such-file'], 'no-such-file: no such file or directory; give a file, a directory, or - for standard input'],
  ])('%j is one line', async (args, line) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: `goroner: ${line}\n` });
  });

  test('secrets and escape sequences do not get out', async () => {
    const hostile = bundle('a9', 'panic: token=hunter2hunter2hunter2 \u001b]0;x\u0007\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n'); // prettier-ignore
    const { stdout } = await run([hostile, bundle('b9', dump({ stays: 1 }))]);
    expect(stdout).not.toContain('hunter2');
    // oxlint-disable-next-line no-control-regex -- none may be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

test('the JSON has the documented shape', async () => {
  const comparison = await compared(join(CLONEBOT, 'goroutines-1.txt'), join(CLONEBOT, 'goroutines-2.txt'));
  expect(Object.keys(comparison)).toEqual(['schemaVersion', 'tool', 'by', 'sides', 'findings', 'goroutines', 'heap', 'numbers', 'apart']);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(comparison).toMatchObject({ schemaVersion: '1.0', tool: { name: 'goroner', version } });
});
