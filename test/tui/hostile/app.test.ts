import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readBundle } from '../../../src/cli/read-bundle.ts';
import { textWidth } from '../../../src/text/width.ts';
import { type RealOptions, startReal } from '../app/real.ts';
import { UNSAFE } from '../views/hostile.ts';
import { writeBundle } from './bundle.ts';
import { readOutput } from './output-stream.ts';
import { PIECES } from './pieces.ts';

let folder = '';
const bundle = (name: 'hostile' | 'tame') => join(folder, name);
const ALL = PIECES.join(' ');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'goroner-hostile-'));
  for (const name of ['hostile', 'tame'] as const) {
    writeBundle(bundle(name), { hostile: name === 'hostile' });
    const { findings } = await readBundle(
      { paths: [bundle(name)], limits: {}, own: new Set() },
      async function* () {},
      () => undefined,
    );
    // As the test means it: something was found, in spite of the words.
    expect(findings.length).toBeGreaterThan(3);
    const entries = findings.map(({ key }, at) => ({
      fingerprint: key,
      mark: at % 2 === 0 ? 'confirmed' : 'dismissed',
      note: name === 'hostile' ? ALL : 'seen',
    }));
    writeFileSync(
      join(bundle(name), 'goroner-triage.json'),
      JSON.stringify({ schemaVersion: '1.0', [ALL]: ALL, entries: [...entries, { fingerprint: ALL, mark: 'open', note: ALL }] }),
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let open: ReturnType<typeof startReal>[] = [];
afterEach(async () => {
  await Promise.all(open.map((user) => user.quit().catch(() => undefined)));
  open = [];
});

async function start(path: string, options: RealOptions = {}) {
  const user = startReal([path], options);
  open.push(user);
  const titles: string[] = [];
  const clipboard: string[] = [];
  user.screen.terminal.onTitleChange((title) => titles.push(title));
  user.screen.terminal.parser.registerOscHandler(52, (text) => clipboard.push(text) > 0);
  await user.screen.until((rows) => rows[0]?.includes('findings (') === true, 30_000);
  await user.shown();
  return { ...user, titles, clipboard };
}

/** Keys that go through every view, up to the last row of most: each step is a burst. */
const WALK: readonly string[] = [
  // The findings, and the pages of some.
  'G g j ⏎ ␣␣ G ⎋ jj ⏎ ␣ e e e G 1 /VERDICT⏎ ⏎ ⎋ ⎋',
  // Goroutines at each level and in each order; a group, and what it leads to.
  '2 ␣␣ i s s s v v v jj ⏎ ␣ G ⏎ ⎋ ⎋ 2 ␣j ⏎ ␣ ⇥ z G z ⎋',
  // The timeline, the heap, the files and what is in some, the other outcomes.
  '3 ␣ v v v v v v v v v G 9 ␣ G ⏎ 4 G ⏎ 5 ⏎ ␣ G ⎋ sjj ⏎ jj ⎋ G ⏎ G ␣ w ⎋ s s',
  '6 ␣ ␣ ␣ G ⏎ ⎋ ⇥ j ⇥ j ? G ? 1',
]
  .flatMap((line) => line.split(' '))
  .map((step) => step.replaceAll('⏎', '\r').replaceAll('␣', ' ').replaceAll('⎋', '\u001b').replaceAll('⇥', '\t'));

/** The first pane is as wide at least. */
const LEAST = 79;

/** Columns that a line between panes goes down through, from the first row to the last. A line that is in most rows is in all of them. */
async function borders({ screen }: Pick<ReturnType<typeof startReal>, 'screen'>): Promise<readonly number[]> {
  // Further to the left there is the line of an excerpt, which may be longer than the screen.
  const rows = (await screen.columnsOf('│')).slice(1, -2).map((columns) => columns.filter((column) => column >= LEAST));
  const counts = new Map<number, number>();
  for (const column of rows.flat()) counts.set(column, (counts.get(column) ?? 0) + 1);
  const most = [...counts].filter(([, count]) => count > rows.length / 2).map(([column]) => column);
  const all = [...counts].filter(([, count]) => count === rows.length).map(([column]) => column);
  expect(all).toEqual(most);
  return all.toSorted((a, b) => a - b);
}

/** What was written, and no text of it beyond the edge. */
function checked(output: string, columns: number) {
  const written = readOutput(output);
  let column = 0;
  for (const one of written) {
    if (one.kind === 'sequence') {
      const place = /^\[\d+;(\d+)H$/.exec(one.sequence)?.[1];
      if (place !== undefined) column = Number(place) - 1;
    } else if (one.kind === 'text') {
      column += textWidth(one.text);
      expect(column, one.text).toBeLessThanOrEqual(columns);
    }
  }
  return written;
}

describe('a bundle that wants to break the screen', () => {
  test.each<[number, number, RealOptions['widths']]>([
    [40, 8, 'modern'],
    [80, 24, 'modern'],
    [120, 40, 'modern'],
    [200, 50, 'modern'],
    [120, 24, 'old'],
    [160, 24, 'wide'],
  ])('does not, in any view, at %i x %i with %s widths', async (columns, rows, widths) => {
    const seen: (readonly number[])[][] = [];
    for (const name of columns < 120 ? (['hostile'] as const) : (['hostile', 'tame'] as const)) {
      const user = await start(bundle(name), { columns, rows, ...(widths === undefined ? {} : { widths }) });
      const steps: (readonly number[])[] = [];
      const views = new Set<string>();
      for (const keys of WALK) {
        const shown = await user.type(keys);
        expect(shown).toHaveLength(rows);
        for (const row of shown) expect(row).not.toMatch(UNSAFE);
        // The breadcrumbs and the keys are where they always are.
        expect(shown[0]).toMatch(/^(?:goroner ›|… ›)/);
        expect(shown.at(-1)).toMatch(/q (?:quit|back)|…/);
        views.add(shown[0] ?? '');
        steps.push(await borders(user));
      }
      expect(views.size).toBeGreaterThan(10);
      expect(user.titles).toEqual([]);
      expect(user.clipboard).toEqual([]);
      expect(await user.screen.scrolledAway()).toBe(0);
      const written = checked(user.screen.written, columns);
      expect(written.filter(({ kind }) => kind === 'clipboard')).toEqual([]);
      seen.push(steps);
    }
    // Lines between panes are where they are with ordinary words. How many panes there are follows from what is behind a row.
    const [hostile, tame] = seen;
    if (columns >= 120) {
      expect(hostile?.filter((one) => one.length > 0).length).toBeGreaterThan(WALK.length / 2);
      expect(new Set(hostile?.map(String))).toEqual(new Set(tame?.map(String)));
    }
  });

  test('is copied when the user asks for it, and then as text that acts on nothing', async () => {
    const user = await start(bundle('hostile'), { columns: 200, rows: 40 });
    let asked = 0;
    for (const keys of ['1j', '2jjj', '2jjjjjj', '3j', '4jjj', '5jjj', '6jj', '5j\r', '1jj\rjj']) {
      await user.type(keys);
      for (const copy of ['y', 'Y']) {
        const before = user.clipboard.length;
        const shown = await user.type(copy);
        asked += user.clipboard.length - before;
        expect(user.clipboard.length - before).toBeLessThanOrEqual(1);
        if (user.clipboard.length > before) expect(shown.at(-2)).toContain(' sent to ');
      }
    }
    const copies = checked(user.screen.written, 200).flatMap((one) => (one.kind === 'clipboard' ? [one.text] : []));
    expect(copies).toHaveLength(asked);
    expect(asked).toBeGreaterThan(10);
    for (const one of copies) expect(one.replaceAll(/[\n\t]/g, '')).not.toMatch(UNSAFE);
    expect(copies.join('\n')).toContain('\\x1b');
    expect(user.titles).toEqual([]);
  });

  test('may come from the clipboard of the user: what is pasted and typed is text', async () => {
    const user = await start(bundle('hostile'), { columns: 80, rows: 24 });
    const paste = async (text: string): Promise<void> => {
      user.keys.emit('data', Buffer.concat([Buffer.from('\u001b[200~'), Buffer.from(text), Buffer.from('\u001b[201~')]));
      await user.shown();
    };
    for (const piece of [...PIECES, ALL]) {
      await user.type('/');
      await paste(piece);
      await user.type('\r');
      await user.type('\u001b');
    }
    await user.type('1gM');
    await paste(ALL);
    // Typed, as a terminal without brackets gives a paste.
    // oxlint-disable-next-line no-control-regex -- enter, escape and ctrl-c would end it
    user.keys.emit('data', Buffer.from(ALL.replaceAll(/[\r\n\u0003\u001b]/g, '')));
    await user.type('\r');
    await user.type('\r');
    checked(user.screen.written, 80);
    expect(user.titles).toEqual([]);
    expect(user.clipboard).toEqual([]);
    const kept = JSON.parse(readFileSync(join(bundle('hostile'), 'goroner-triage.json'), 'utf8')) as { entries: { note: string }[] };
    expect(kept.entries.length).toBeGreaterThan(3);
  });

  test.each([
    ['no JSON', `{"schemaVersion": "1.0", ${ALL}`],
    ['another version', JSON.stringify({ schemaVersion: ALL, entries: [] })],
    ['a mark that is none', JSON.stringify({ schemaVersion: '1.0', entries: [{ fingerprint: 'a', mark: ALL, note: ALL }] })],
  ])('has marks that cannot be used, %s: one line says so', async (_, text) => {
    const place = join(folder, `${ALL.slice(0, 0)}marks`);
    writeBundle(place, { hostile: true });
    writeFileSync(join(place, 'goroner-triage.json'), text);
    const user = await start(place, { columns: 200, rows: 24 });
    const shown = await user.screen.rows();
    expect(shown.at(-2)).toContain('is no triage file');
    checked(user.screen.written, 200);
    expect(user.titles).toEqual([]);
  });

  test('is shown on a terminal whose names are hostile, too', async () => {
    const env = { TERM: `xterm${ALL}`, TERM_PROGRAM: ALL, COLORTERM: ALL, LANG: `C.UTF-8${ALL}`, LESS: ALL };
    const user = await start(bundle('hostile'), { env });
    await user.type('jyY');
    expect(user.clipboard).toHaveLength(2);
    checked(user.screen.written, 80);
    expect(user.titles).toEqual([]);
  });
});
