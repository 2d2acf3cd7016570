import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Found, UsageError } from '../../src/bundle/entry.ts';
import { identity } from '../../src/bundle/identity.ts';
import { Budget, DEFAULT_LIMITS } from '../../src/bundle/limits.ts';
import { walk } from '../../src/bundle/walk.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'goroner-walk-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function list(paths: readonly string[], entries = 100, own: ReadonlySet<string> = new Set()) {
  const budget = new Budget({ ...DEFAULT_LIMITS, entries }, () => 0);
  const found: Found[] = [];
  for await (const one of walk(paths, budget, { stdin: nothing, own })) found.push(one);
  const shown = found.map((one) =>
    one.kind === 'entry' ? one.entry.path : `${one.passedOver.path}: ${one.passedOver.status}: ${one.passedOver.reason}`,
  );
  return { shown, found, hits: budget.hits.map(({ what }) => what) };
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
      'z-inside: passed-over: the same file as real',
    ]);
    rmSync(outside, { recursive: true });
  });

  test('a file is read under its own name, though links to it come first', async () => {
    mkdirSync(join(dir, 'cluster-resources/pods/logs/shop/web-0'), { recursive: true });
    mkdirSync(join(dir, 'all-logs'));
    writeFileSync(join(dir, 'cluster-resources/pods/logs/shop/web-0/app.log'), 'x');
    symlinkSync('../cluster-resources/pods/logs/shop/web-0/app.log', join(dir, 'all-logs/web-0.log'));
    symlinkSync('web-0.log', join(dir, 'all-logs/chain.log'));
    const same = 'passed-over: the same file as cluster-resources/pods/logs/shop/web-0/app.log';
    expect((await list([dir])).shown).toEqual([
      `all-logs/chain.log: ${same}`,
      `all-logs/web-0.log: ${same}`,
      'cluster-resources/pods/logs/shop/web-0/app.log',
    ]);
    // By itself the directory has the links alone, and they lead out of it.
    expect((await list([join(dir, 'all-logs')])).shown).toEqual([
      'chain.log: passed-over: a link that leads out of the bundle: not followed',
      'web-0.log: passed-over: a link that leads out of the bundle: not followed',
    ]);
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

  test('no name is lost, whatever it is made of', async () => {
    for (const name of ['new\nline', 'tab\there', 'back\\slash', '[a]*{b}', '...', ' -x', 'a\rb']) writeFileSync(join(dir, name), 'x');
    mkdirSync(join(dir, 'sub\ndir'));
    writeFileSync(join(dir, 'sub\ndir/(1)!'), 'x');
    const { shown } = await list([dir]);
    expect(shown.toSorted()).toEqual(
      ['new\\x0aline', 'tab\\x09here', 'back\\slash', '[a]*{b}', '...', ' -x', 'a\\x0db', 'sub\\x0adir/(1)!'].toSorted(),
    );
  });

  test.skipIf(process.platform !== 'linux')('names that are not UTF-8 are spelt out, and can be opened', async () => {
    const raw = Buffer.concat([Buffer.from(`${dir}/caf`), Buffer.from([0xe9]), Buffer.from('-é.log')]);
    writeFileSync(raw, 'panic');
    const { shown, found } = await list([dir]);
    expect(shown).toEqual(['caf\\xe9-é.log']);
    expect(await read(found[0])).toBe('panic');
  });

  test('a file is given once, whichever paths and names lead to it', async () => {
    mkdirSync(join(dir, 'sub'));
    writeFileSync(join(dir, 'sub/a'), 'x');
    linkSync(join(dir, 'sub/a'), join(dir, 'sub/b'));
    const again = 'passed-over: the same file as one that is read under another name';
    const a = join(dir, 'sub/a');
    expect((await list([join(dir, 'sub'), a, '-', '-'])).shown).toEqual([
      a,
      `${join(dir, 'sub/b')}: ${again}`,
      `${a}: ${again}`,
      '<stdin>',
      '<stdin>: passed-over: it can be read only once',
    ]);
  });

  test('a misspelt path costs nothing: it is found before anything is read', async () => {
    writeFileSync(join(dir, 'a'), 'x');
    const budget = new Budget(DEFAULT_LIMITS, () => 0);
    const first = walk([join(dir, 'a'), join(dir, 'mising')], budget, { stdin: nothing }).next();
    await expect(first).rejects.toThrow(/mising: no such file/);
  });

  test('the file that the report goes to is no part of the bundle', async () => {
    for (const name of ['dump.txt', 'report.txt']) writeFileSync(join(dir, name), 'x');
    const own = new Set([identity(statSync(join(dir, 'report.txt'), { bigint: true }))]);
    expect((await list([dir], 100, own)).shown).toEqual([
      'dump.txt',
      'report.txt: passed-over: the report itself is written to it: no part of the bundle',
    ]);
    await expect(list([join(dir, 'report.txt')], 100, own)).rejects.toThrow(/report\.txt: is to be read and written at once/);
  });

  test.skipIf(process.platform === 'win32')('what was put in the place of a file since is not followed, and not waited for', async () => {
    for (const name of ['a', 'b', 'target']) writeFileSync(join(dir, name), 'x');
    const { found } = await list([dir]);
    rmSync(join(dir, 'a'));
    symlinkSync('target', join(dir, 'a'));
    rmSync(join(dir, 'b'));
    execFileSync('mkfifo', [join(dir, 'b')]);
    await expect(read(found[0])).rejects.toThrow(/ELOOP/);
    expect(await read(found[1])).toBe('');
  });

  test.skipIf(process.platform !== 'linux')(
    'files that the kernel makes up are passed over in a directory, and read by themselves',
    async () => {
      const { shown } = await list(['/proc/sys/kernel/random']);
      expect(shown).toContain(
        'uuid: passed-over: the kernel makes it up when it is read, and may wait forever: give it by itself to read it',
      );
      expect((await list(['/proc/sys/kernel/random/uuid'])).shown).toEqual(['/proc/sys/kernel/random/uuid']);
    },
  );

  test('more names than can be listed are said', async () => {
    for (let i = 0; i < 30; i++) mkdirSync(join(dir, `d${i}`));
    const { hits } = await list([dir], 5);
    expect(hits).toEqual(['entries']);
  });
});

async function read(found: Found | undefined): Promise<string> {
  if (found?.kind !== 'entry') throw new Error('no entry');
  const chunks: Uint8Array[] = [];
  for await (const chunk of found.entry.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
