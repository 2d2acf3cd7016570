/**
 * Measures the frames of the terminal UI: 100,000 rows, 300 moves of the cursor, a frame each, at several sizes of the terminal. Prints milliseconds from the
 * key to the bytes, and bytes for a move of the cursor and for a scroll. Nothing is asserted: it is for people, on machines that are quiet.
 * Run `npm run build` before.
 */
import { median } from './median.mjs';

const ROWS = 100_000;
const MOVES = 300;
const SIZES = [
  [80, 24],
  [120, 40],
  [160, 45],
  [200, 50],
];

process.env.NODE_ENV = 'production';
process.env.CI = 'false';
delete process.env.DEV;

const at = (path) => import(new URL(`../../dist/src/tui/${path}.js`, import.meta.url).href);
const [{ run }, { FrameWriter }, { makeLook }, { KeyDecoder }, { actionFor, footerFor }] = await Promise.all(
  ['app/run', 'terminal/frame-writer', 'app/look', 'keys/decoder', 'keys/keymap'].map(at),
);

/** Groups of goroutines as a view would give them, made when they are asked for. */
const rows = {
  head: [[{ text: 'sev  count  state             wait  function', role: 'muted' }]],
  count: ROWS,
  line: (row) => [
    { text: row % 7 === 0 ? ' !! ' : '  · ', role: row % 7 === 0 ? 'critical' : 'muted' },
    { text: String(ROWS - row).padStart(6) },
    { text: '  chan receive      11m  ' },
    { text: `cache.(*Reflector${row}).ListAndWatch.func${row % 13}`, role: 'strong' },
  ],
  target: (row) => ({ view: 'group', id: String(row) }),
  haystack: (row) => `chan receive cache.(*reflector${row}).listandwatch`,
};
const page = (id) => ({
  head: [],
  count: 40,
  line: (row) => [{ text: `${row} of the group ${id}: runtime.gopark(0xc000012345, 0x0, 0x0, 0x0, 0x0)` }],
});
const views = {
  findings: { name: 'findings', title: () => 'groups', rows: () => rows },
  group: { name: 'group', title: ({ id }) => id, rows: ({ id }) => page(id) },
};

async function measure(columns, lines) {
  let written = 0;
  let told;
  const frames = new FrameWriter({
    size: () => ({ columns, rows: lines }),
    write: (text) => {
      written += Buffer.byteLength(text);
      told?.();
    },
  });
  let send;
  const nothing = async () => '';
  const done = run({
    screen: {
      size: () => ({ columns, rows: lines }),
      frames: frames.asStdout,
      enter: () => frames.start(),
      close: nothing,
      redraw: () => undefined,
      suspend: () => undefined,
      bracketedPaste: () => undefined,
      onResize: () => undefined,
      onBytes: (listener) => (send = listener),
    },
    decoder: new KeyDecoder(),
    actionFor,
    footer: footerFor,
    views,
    look: makeLook({ colour: true }),
    name: 'bench',
    analysis: { start: ({ report }) => report({ findings: [], verdict: { summary: '' } }), stop: () => undefined },
    outside: { copy: nothing, editor: nothing, pager: nothing, export: nothing, saveTriage: nothing, loadTriage: async () => new Map() },
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const press = async (key) => {
    const before = written;
    const began = performance.now();
    const painted = new Promise((resolve) => (told = resolve));
    send(Buffer.from(key));
    await painted;
    const ms = performance.now() - began;
    // A frame of its own for each: Ink paints at most 60 times a second.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { ms, bytes: written - before };
  };
  const down = [];
  for (let i = 0; i < MOVES; i++) down.push(await press('j'));
  // Up again within the screen: nothing scrolls.
  const height = lines - 5;
  const still = [];
  for (let i = 0; i < MOVES; i++) still.push(await press(Math.floor(i / height) % 2 === 0 ? 'k' : 'j'));
  send(Buffer.from('/'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const filter = await press('9');
  send(Buffer.from('\u0003'));
  await done;
  const values = (list, name) => median(list.map((one) => one[name]));
  const scrolled = down.slice(lines);
  return {
    size: `${columns}x${lines}`,
    'ms a frame': values([...down, ...still], 'ms').toFixed(1),
    'bytes a move': values(still, 'bytes'),
    'bytes a scroll': values(scrolled, 'bytes'),
    'ms to filter': filter.ms.toFixed(1),
  };
}

const results = [];
for (const [columns, lines] of SIZES) results.push(await measure(columns, lines));
console.table(results);
