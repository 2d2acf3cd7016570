import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Found, UsageError } from '../../src/bundle/entry.ts';
import { Budget, DEFAULT_LIMITS } from '../../src/bundle/limits.ts';
import { walk } from '../../src/bundle/walk.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goroner-walk-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function list(paths: readonly string[], entries = 100) {
  const budget = new Budget({ ...DEFAULT_LIMITS, entries }, () => 0);
  const found: Found[] = [];
  for await (const one of walk(paths, budget, nothing)) found.push(one);
  const shown = found.map((one) =>
    one.kind === 'entry' ? one.entry.path : `${one.passedOver.path}: ${one.passedOver.status}: ${one.passedOver.reason}`,
  );
  return { shown, hits: budget.hits.map(({ what }) => what) };
}

describe('walk', () => {
  test('gives every file, hidden ones too, in natural order, by its path inside', async () => {
    mkdirSync(join(dir, 'b/.hidden'), { recursive: true });
    for (const name of ['dump-10.txt', 'dump-2.txt', 'b/.hidden/x', 'a']) writeFileSync(join(dir, name), 'x');
    expect((await list([dir])).shown).toEqual(['a', 'b/.hidden/x', 'dump-2.txt', 'dump-10.txt']);
  });

  test('several paths keep the names that the user gave', async () => {
    writeFileSync(join(dir, 'one'), 'x');
    mkdirSync(join(dir, 'sub'));
    writeFileSync(join(dir, 'sub/two'), 'x');
    expect((await list([join(dir, 'one'), join(dir, 'sub')])).shown).toEqual([join(dir, 'one'), join(dir, 'sub/two')]);
  });

  test('follows links only inside, and reads a file under one name', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'goroner-outside-'));
    writeFileSync(join(outside, 'secret'), 'x');
    writeFileSync(join(dir, 'real'), 'x');
    symlinkSync('real', join(dir, 'z-inside'));
    symlinkSync(join(outside, 'secret'), join(dir, 'y-outside'));
    symlinkSync(outside, join(dir, 'x-directory'));
    symlinkSync('nowhere', join(dir, 'w-broken'));
    symlinkSync('v-circle', join(dir, 'v-circle'));
    expect((await list([dir])).shown).toEqual([
      'real',
      'v-circle: unreadable: too many links',
      'w-broken: unreadable: no such file or directory',
      'x-directory: passed-over: a link that leads out of the bundle: not followed',
      'y-outside: passed-over: a link that leads out of the bundle: not followed',
      'z-inside: passed-over: the same file as one that is read under another name',
    ]);
    rmSync(outside, { recursive: true });
  });

  test.skipIf(process.platform === 'win32')('never opens a FIFO that it finds', async () => {
    execFileSync('mkfifo', [join(dir, 'pipe')]);
    expect((await list([dir])).shown).toEqual(['pipe: passed-over: a FIFO, socket or device: never opened']);
  });

  test('a missing path is one clear line', async () => {
    await expect(list([join(dir, 'missing')])).rejects.toThrow(UsageError);
    await expect(list([join(dir, 'missing')])).rejects.toThrow(/missing: no such file or directory; give a file/);
  });

  test.skipIf(process.getuid?.() === 0)('names what it may not read', async () => {
    mkdirSync(join(dir, 'closed'));
    chmodSync(join(dir, 'closed'), 0);
    expect((await list([dir])).shown).toEqual(['closed: unreadable: permission denied']);
    chmodSync(join(dir, 'closed'), 0o700);
  });

  test('stops at the limit of files and says so', async () => {
    for (let i = 0; i < 5; i++) writeFileSync(join(dir, `f${i}`), 'x');
    const { shown, hits } = await list([dir], 3);
    expect(shown).toEqual(['f0', 'f1', 'f2']);
    expect(hits).toEqual(['entries']);
  });

  test('names with control characters are made safe', async () => {
    writeFileSync(join(dir, 'evil\u001b[31m'), 'x');
    expect((await list([dir])).shown).toEqual(['evil\\x1b[31m']);
  });
});
