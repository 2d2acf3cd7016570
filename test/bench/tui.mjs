/**
 * Measures the terminal UI: frames over 100,000 groups of goroutines at several sizes of the terminal, and how soon it opens. Nothing is asserted: it is for people, on
 * machines that are quiet. Run `npm run build` before; `docs/benchmarks.md` says how to read it.
 *
 *     node test/bench/tui.mjs [--groups 100000] [--moves 200] [--only frames,start] [--size 80x24] [--dir DIR]
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dumpPieces } from './dump.mjs';
import { prepare } from './inputs.mjs';
import { table } from './table.mjs';
import { measureFrames } from './tui/frames.mjs';
import { manyGroups } from './tui/many-groups.mjs';
import { measureStarts } from './tui/starts.mjs';

const ROUNDS = 7;
const SIZES = ['80x24', '120x40', '200x50'];

const { values } = parseArgs({
  options: {
    groups: { type: 'string', default: '100000' },
    moves: { type: 'string', default: '200' },
    only: { type: 'string', default: 'frames,start' },
    size: { type: 'string', default: SIZES.join(',') },
    dir: { type: 'string' },
  },
});
// As in the command, before React and Ink are loaded.
process.env.NODE_ENV = 'production';
process.env.CI = 'false';
delete process.env.DEV;

const folder = values.dir ?? mkdtempSync(join(tmpdir(), 'goroner-bench-tui-'));
const load = () => `load average ${loadavg()[0].toFixed(2)}`;
const ms = (number) => (number === undefined ? '-' : number.toFixed(1));

try {
  process.stdout.write(`${load()}\n\n`);
  if (values.only.includes('start')) {
    const small = await inputOf('small', { goroutines: 600, stacks: 40 });
    await starts(small, await inputOf('large', { goroutines: 50_000, stacks: 300 }));
  }
  if (values.only.includes('frames')) await frames(await inputOf('many', { goroutines: 4000, stacks: 4000 }));
  process.stdout.write(`\n${load()}\n`);
} finally {
  if (values.dir === undefined) rmSync(folder, { recursive: true, force: true });
}

/** A directory with one dump in it. */
async function inputOf(name, shape) {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  await prepare({ name: `dump-${shape.goroutines}-of-${shape.stacks}`, pieces: () => dumpPieces(shape) }, path);
  return path;
}

async function starts(small, large) {
  const first = /reading |findings \(/;
  const ofSmall = await measureStarts([small], { 'first frame': first, report: /findings \(/ }, ROUNDS);
  if (ofSmall === undefined) {
    process.stdout.write('start: not measured, there is no `script` of util-linux here\n\n');
    return;
  }
  const ofLarge = await measureStarts([large], { 'first frame': first, progress: /reading file \d/ }, ROUNDS);
  const rows = [['start, ms', 'node -e', 'first frame', 'progress', 'report']];
  for (const [name, one] of Object.entries({ 'small bundle': ofSmall, 'large bundle': ofLarge }))
    rows.push([name, ...rows[0].slice(1).map((column) => ms(one[column]))]);
  process.stdout.write(`${table(rows, 1)}\n`);
}

async function frames(folder) {
  const report = await manyGroups(folder, Number(values.groups));
  const head = ['frames', 'ms a move', 'p95', 'CPU', 'bytes', 'with preview', 'ms a scroll', 'p95', 'CPU', 'bytes', 'idle bytes'];
  const rows = [head];
  const orders = [['ms from the key', 'sorts', 'again', '/h at once', 'filter']];
  for (const size of values.size.split(',')) {
    const [columns, lines] = size.split('x').map(Number);
    const one = await measureFrames({ paths: [folder], report, columns, lines, moves: Number(values.moves) });
    const cells = ({ ms: middle, p95, cpu, bytes }) => [ms(middle), ms(p95), ms(cpu), String(bytes)];
    rows.push([size, ...cells(one.moving), String(one.followed), ...cells(one.scrolling), String(one.idle)]);
    orders.push([
      size,
      ...[one.sorts, one.again, [one.atOnce], one.filters].map((list) => list.map((each) => Math.round(each ?? 0)).join(' ')),
    ]);
  }
  process.stdout.write(`${table(rows, 1)}\n${table(orders, 1)}`);
}
