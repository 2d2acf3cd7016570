import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeExport } from '../../../src/tui/app/export-file.ts';
import { FileSource } from '../../../src/tui/app/file-source.ts';
import { KeptInput } from '../../../src/tui/app/kept-input.ts';
import { tar } from '../../bundle/archive/make-tar.ts';
import { zip } from '../../bundle/archive/make-zip.ts';
import { onDisk } from '../../../src/tui/app/on-disk.ts';
import { focused } from '../../../src/tui/store/focus.ts';
import { lineText } from '../../../src/tui/store/line-text.ts';
import { Lists } from '../../../src/tui/store/lists.ts';
import { Store } from '../../../src/tui/store/store.ts';
import { fileView } from '../../../src/tui/views/file.ts';
import { fakeReport, fakeViews } from '../fake-views.ts';

/** More than are kept. */
const FILES = 12;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-files-'));
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'a.log'), 'one\r\ntwo \u001b[2J\nthree');
  writeFileSync(join(folder, 'b.log.gz'), gzipSync('packed\nlines\n'));
  writeFileSync(join(folder, 'c.bin'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]));
  for (let at = 0; at < FILES; at++) writeFileSync(join(folder, `way-${at}.log`), `one\ntwo\nthree of ${at}\nfour\n`);
  writeFileSync(join(folder, 'big.log'), 'a line of a large file\n'.repeat(400_000));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(paths = [folder], kept = new KeptInput()) {
  let told = 0;
  const source = new FileSource({ paths, limits: {}, own: new Set(), kept }, () => (told += 1));
  const whole = async (path: string) => {
    await expect.poll(() => source.linesOf(path).complete, { timeout: 20_000 }).toBe(true);
    return source.linesOf(path);
  };
  return { source, whole, told: () => told };
}

it('gives the lines of a file as citations number them, safe to show', async () => {
  const { source, whole } = open();
  expect(source.linesOf('deep/a.log')).toMatchObject({ count: 0, complete: false });
  const lines = await whole('deep/a.log');
  expect([1, 2, 3, 4].map(lines.line)).toEqual(['one', 'two \\x1b[2J', 'three', undefined]);
  expect(lines.problem).toBeUndefined();
});

it('unpacks, and says of what is no text or gone that there is nothing to show', async () => {
  const { whole } = open();
  expect((await whole('b.log.gz')).line(2)).toBe('lines');
  expect((await whole('c.bin')).problem).toMatch(/\w/);
  expect((await whole('nowhere.log')).problem).toBe('it is not there any more');
});

it('gives the lines that came on standard input again, packed or not, and says what is gone', async () => {
  const all = new KeptInput();
  for (const piece of ['first\nsec', 'ond\n']) all.keep(Buffer.from(piece));
  const lines = await open(['-'], all).whole('<stdin>');
  expect([lines.line(2), lines.count, lines.left]).toEqual(['second', 2, undefined]);
  const packed = new KeptInput();
  packed.keep(gzipSync('packed\nlines\n'));
  expect((await open(['-'], packed).whole('<stdin>')).line(2)).toBe('lines');
  const some = new KeptInput(8);
  for (const piece of ['one\ntwo', '\nthree\n', 'four\n']) some.keep(Buffer.from(piece));
  expect(some.whole).toBe(false);
  const beginning = await open(['-'], some).whole('<stdin>');
  expect([beginning.line(1), beginning.line(2), beginning.count]).toEqual(['one', 'two', 2]);
  expect(beginning.left).toMatch(/^Of standard input only the first 64 MiB are kept/);
});

it('keeps a copy: the memory of a piece may be used again', async () => {
  const kept = new KeptInput();
  const piece = Buffer.from('evidence\n');
  kept.keep(piece);
  piece.fill(0);
  expect((await open(['-'], kept).whole('<stdin>')).line(1)).toBe('evidence');
});

it('gives the lines of a file in an archive, also in one inside another', async () => {
  const inner = zip([{ name: 'x.log', data: 'first\nsecond\n' }]);
  writeFileSync(
    join(folder, 'deep', 'saved.tar.gz'),
    gzipSync(tar({ name: 'a.log', data: 'one\n' }, { name: 'a.log', data: 'two\n' }, { name: 'in.zip', data: inner })),
  );
  const { whole } = open();
  expect((await whole('deep/saved.tar.gz/a.log')).line(1)).toBe('one');
  expect((await whole('deep/saved.tar.gz/a.log#2')).line(1)).toBe('two');
  expect((await whole('deep/saved.tar.gz/in.zip/x.log')).line(2)).toBe('second');
  expect((await whole('deep/saved.tar.gz')).problem).toContain('an archive');
  expect((await whole('deep/saved.tar.gz/none')).problem).toBe('it is not there any more');
});

it('shows the beginning of a large file while the rest is read', async () => {
  const { whole, told } = open();
  expect((await whole('big.log')).count).toBe(400_000);
  expect(told()).toBeGreaterThan(0);
});

it('loads each file of a long way once, and the cursor comes back to its line in those that were let go', async () => {
  const told: string[] = [];
  const source = new FileSource({ paths: [folder], limits: {}, own: new Set(), kept: new KeptInput() }, (path) => {
    told.push(path);
    lists.forgetFile(path);
    store.dispatch({ on: 'lines' });
  });
  const file = fileView(source.linesOf);
  const next = (path: string) => ({ view: 'file', path: `way-${Number(/\d+/.exec(path)?.[0] ?? -1) + 1}.log` }) as const;
  const lists: Lists = new Lists({
    ...fakeViews,
    findings: { ...fakeViews.findings!, rows: (...input) => ({ ...fakeViews.findings!.rows(...input), target: () => next('') }) },
    file: { ...file, rows: (target, input) => ({ ...file.rows(target, input), target: () => next(target.path) }) },
  });
  const store = new Store(lists, { columns: 80, rows: 24 }, () => undefined);
  const row = () => {
    const { list, row = 0 } = focused(store.get(), lists);
    return lineText(list.rows.line(row));
  };
  store.dispatch({ on: 'report', report: { ...fakeReport(1), bundle: { artifacts: [] } } as never });
  for (let at = 0; at < FILES; at++) {
    store.dispatch({ on: 'action', action: { do: 'open' } });
    await expect.poll(row).toBe('1  one');
    store.dispatch({ on: 'action', action: { do: 'move', by: 2 } });
  }
  // All rows are to be made anew: those of the files behind are not.
  store.dispatch({ on: 'triage', triage: new Map() });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(told).toEqual(Array.from({ length: FILES }, (_, at) => `way-${at}.log`));
  for (let at = FILES - 1; at >= 0; at--) {
    await expect.poll(row).toBe(`3  three of ${at}`);
    store.dispatch({ on: 'action', action: { do: 'back' } });
  }
});

it('finds the file of a citation on the disk', () => {
  expect(onDisk([folder], 'deep/a.log')).toBe(join(folder, 'deep', 'a.log'));
  const file = join(folder, 'deep', 'a.log');
  expect(onDisk([file, folder], file)).toBe(file);
  expect(() => onDisk([folder], 'deep/none.log')).toThrow('not a file on this disk');
  expect(() => onDisk(['-'], '<stdin>')).toThrow('standard input');
});

it('writes no export over another, and none outside the directory', async () => {
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(await writeExport('nil-map-write#1', 'markdown', 'text')).toBe(join(process.cwd(), 'nil-map-write-1.md'));
    expect(await writeExport('nil-map-write#1', 'markdown', 'text')).toBe(join(process.cwd(), 'nil-map-write-1-2.md'));
    expect(await writeExport('../x', 'json', '{}')).toBe(join(process.cwd(), '..-x.json'));
  } finally {
    process.chdir(before);
  }
});
