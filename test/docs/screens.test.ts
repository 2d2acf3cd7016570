import { createWriteStream, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { screenSvg } from '../../src/build/screen-svg.ts';
import { takeScreens } from './take-screen.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SCREENS = join(ROOT, 'docs', 'screens');
const SIZES = [
  [80, 24],
  [160, 45],
] as const;

/** Name of a picture, the keys that lead to it from the one before, and what is to be seen. */
type Shot = readonly [name: string, keys: string, title: string];

const CLONEBOT: readonly Shot[] = [
  ['findings', '', 'The findings of the CloneBot incident: the verdict, the findings and the ways to the rest'],
  ['finding', '\r', 'The finding of a goroutine leak with its evidence'],
  ['goroutines', '2j', 'The groups of goroutines in the dumps, those that a finding rests on marked'],
  ['timeline', '3', 'The timeline: heap profiles, traces of the scheduler, dumps and the crash'],
  ['memory', '4', 'The heap profiles, site by site'],
  ['changes', '7', 'What grew, what is new and what went, from the first dump to the last'],
  ['files', '5', 'The files of the bundle and what each was read as'],
];

const MANY: readonly Shot[] = [
  ['100000-goroutines', '2j', 'A dump of 100,000 goroutines in 300 groups'],
  ['100000-goroutines-filtered', '/mutex\r', 'The same dump, filtered to the goroutines that wait for a mutex, or have one in their stack'],
];

let folder = '';
let dump = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-screens-'));
  dump = join(folder, 'orders');
  await mkdir(dump);
  // Not imported as a module of ours: the benchmarks are plain scripts.
  const generator: string = join(ROOT, 'test', 'bench', 'dump.mjs');
  const { dumpPieces } = (await import(generator)) as {
    dumpPieces: (size: { goroutines: number; stacks: number }) => Iterable<string>;
  };
  const out = createWriteStream(join(dump, 'goroutines.txt'));
  let waiting = '';
  const flush = async (): Promise<void> => {
    if (!out.write(waiting)) await once(out, 'drain');
    waiting = '';
  };
  for (const piece of dumpPieces({ goroutines: 100_000, stacks: 300 })) {
    waiting += piece;
    if (waiting.length > 1 << 20) await flush();
  }
  await flush();
  out.end();
  await once(out, 'finish');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(SIZES)('pictures in docs/screens at %ix%i', (columns, rows) => {
  test.each<[string, readonly Shot[], () => string]>([
    ['the CloneBot incident', CLONEBOT, () => join(ROOT, 'samples', 'incidents', 'clonebot')],
    ['100,000 goroutines', MANY, () => dump],
  ])('%s looks as in the docs (npm run screens writes them)', async (_, shots, path) => {
    const taken = await takeScreens(
      path(),
      [columns, rows],
      shots.map(([, keys]) => keys),
    );
    for (const [at, [name, , title]] of shots.entries()) {
      const svg = screenSvg({ columns, rows: taken[at]?.cells ?? [], title: `${title}, ${columns}x${rows}` });
      await expect(svg).toMatchFileSnapshot(join(SCREENS, `${name}-${columns}x${rows}.svg`));
    }
  });
});

test('docs/tui.md shows every picture, and no other', () => {
  const page = readFileSync(join(ROOT, 'docs', 'tui.md'), 'utf8');
  const shown = [...page.matchAll(/\]\((screens\/[^)]+)\)/g)].map(([, target = '']) => target);
  expect(shown.filter((one) => !existsSync(join(ROOT, 'docs', one)))).toEqual([]);
  expect(
    readdirSync(SCREENS)
      .map((name) => `screens/${name}`)
      .toSorted(),
  ).toEqual([...new Set(shown)].toSorted());
});
