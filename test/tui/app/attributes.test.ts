import { sanitize } from '../../../src/text/safe-text.ts';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/matcher/finding.ts';
import { makeLook } from '../../../src/tui/app/look.ts';
import { lineText } from '../../../src/tui/store/line-text.ts';
import { views } from '../../../src/tui/views/all.ts';
import { rowsFor } from '../views/rows-for.ts';
import { finding, report } from '../../report/fixture.ts';
import type { Cell } from '../terminal-screen.ts';
import { type RealOptions, startReal } from './real.ts';
import { startUser } from './user.ts';

const CLONEBOT = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents', 'clonebot');
const SIZES = [
  [40, 8],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;
/** Screens of every kind: a list, pages, text that was found, what is asked. */
const STEPS = [
  'g',
  'j',
  '\r',
  '/goroutine\r',
  '\u001b',
  '\u001b',
  '2',
  'jj',
  '\r',
  '3',
  'v',
  'V',
  '9',
  '4',
  '5',
  'jj\r',
  '6',
  '?',
  '1',
  'x',
  'n',
  '/leak',
];

let open: { quit: () => Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.map((user) => user.quit().catch(() => undefined)));
  open = [];
});

async function start(options: RealOptions) {
  const user = startReal([CLONEBOT], options);
  open.push(user);
  await user.screen.until((rows) => rows[0]?.includes('findings (3)') === true, 30_000);
  await user.shown();
  return user;
}

const textOf = (row: readonly Cell[] = []): string => row.map(({ text }) => text || ' ').join('');

/** A cell without its colour. */
function plain({ colour: _colour, ...rest }: Cell): Omit<Cell, 'colour'> {
  return rest;
}

describe.each(SIZES)('the app at %i x %i', (columns, rows) => {
  it('has text and attributes that say all without colours: these come on top', async () => {
    const coloured = await start({ columns, rows });
    const bare = await start({ columns, rows, env: { NO_COLOR: '1' } });
    const colours = new Set<number | undefined>();
    for (const step of STEPS) {
      await coloured.type(step);
      const rows = await bare.type(step);
      // Lines of files come when they have been read, and panes beside when the cursor rests.
      await expect
        .poll(async () => (await coloured.screen.rows()).join('\n') === (await bare.screen.rows()).join('\n'), { timeout: 10_000 })
        .toBe(true);
      expect(rows).toHaveLength((await coloured.screen.rows()).length);
      const [with16, without] = [await coloured.screen.cells(), await bare.screen.cells()];
      for (const [at, row] of without.entries()) {
        for (const { colour } of row) expect(colour).toBeUndefined();
        expect(with16[at]?.map(plain), `${JSON.stringify(step)} row ${at}`).toEqual(row.map(plain));
      }
      for (const { colour } of with16.flat()) colours.add(colour);
    }
    // Red, yellow, cyan: the user's own theme says what these are.
    expect(colours).toContain(1);
    for (const colour of colours) expect([undefined, 1, 3, 6]).toContain(colour);
  });

  it('shows where the user is, what the keys act on, and which keys hold', async () => {
    const user = await start({ columns, rows, env: { NO_COLOR: '1' } });
    await user.type('g');
    const cells = await user.screen.cells();
    expect(textOf(cells[0])).toMatch(/^(?:goroner › clonebot|…) › findings \(3\) *$/);
    // The last step of the way is bold, those before it are not.
    const at = textOf(cells[0]).indexOf('findings');
    expect(cells[0]?.slice(at, at + 8).every(({ bold }) => bold)).toBe(true);
    expect(cells[0]?.[0]?.bold).toBe(false);
    // One row is the cursor's: by its sign, and by a bar as wide as its pane.
    const marked = cells.flatMap((row, number) => (row[0]?.text === '>' ? [number] : []));
    expect(marked).toHaveLength(1);
    const inverse = cells.map((row) => row.filter((cell) => cell.inverse).length);
    expect(inverse.filter((count) => count > 0)).toHaveLength(1);
    const bar = cells[marked[0] ?? 0] ?? [];
    const end = bar.findIndex((cell) => !cell.inverse);
    if (columns < 120) expect(end).toBe(-1);
    else expect(bar.slice(end).some((cell) => cell.inverse)).toBe(false);
    // Keys are bold, what they do is not.
    const footer = cells.at(-1) ?? [];
    expect(textOf(footer)).toMatch(/^j\/k move/);
    expect(footer.slice(0, 3).every(({ bold }) => bold)).toBe(true);
    expect(footer.slice(3, 8).some(({ bold }) => bold)).toBe(false);
  });

  it('has no character beyond ASCII of its own where the locale is not UTF-8', async () => {
    const user = await start({ columns, rows, ascii: true, env: { LANG: 'C' } });
    for (const step of STEPS) {
      for (const row of await user.type(step)) expect(row).toMatch(/^[\u0020-\u007e]*$/);
    }
  });
});

describe.each([40, 64, 132])('without colours, at %i columns', (columns) => {
  const all = views({ linesOf: () => ({ count: 0, complete: true, line: () => undefined }), help: () => [] });
  const one = (id: string, over: Partial<Finding>): Finding =>
    finding({ id: `${id}#1`, signature: id, key: id, title: sanitize('The same title'), ...over });

  /** The rows of the list of findings, as cells; titles are the same. */
  async function listed(findings: readonly Finding[]) {
    const base = report([]);
    const made = { ...base, findings, verdict: { ...base.verdict, finding: findings[0]?.id ?? '' } };
    const user = startUser({ columns, rows: 60, report: made, views: all, look: makeLook({ colour: false }) });
    open.push(user);
    await user.terminal.until((rows) => rows.filter((row) => row.includes('The same')).length > findings.length);
    const rows = (await user.terminal.cells()).map((row) =>
      row.slice(2, columns < 120 ? columns : Math.max(79, Math.floor(columns / 2)) - 2),
    );
    return { made, rows: rows.filter((row) => textOf(row).includes('The same')).slice(-findings.length) };
  }
  const different = (rows: readonly (readonly Cell[])[]): number => new Set(rows.map((row) => JSON.stringify(row))).size;

  it('severities are told apart', async () => {
    const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
    const { rows } = await listed(severities.map((severity) => one(severity, { severity })));
    expect(different(rows)).toBe(severities.length);
    if (columns >= 64) expect(new Set(rows.map(textOf)).size).toBe(severities.length);
  });

  it('confidences are told apart, in a narrow list on the page of the finding', async () => {
    const confidences = ['strong', 'moderate', 'weak'] as const;
    const { rows, made } = await listed(confidences.map((confidence) => one(confidence, { confidence })));
    if (columns >= 64) expect(new Set(rows.map(textOf)).size).toBe(confidences.length);
    for (const confidence of confidences) {
      const page = rowsFor(all, { view: 'finding', id: `${confidence}#1` }, { report: made, triage: new Map(), width: columns - 2 });
      const text = Array.from({ length: page.count }, (_, at) => lineText(page.line(at))).join(' ');
      expect(text).toMatch(new RegExp(`${confidence}\\s+evidence`));
    }
  });
});
