import { afterEach, describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/text/width.ts';
import { fakeReport, fakeViews } from '../fake-views.ts';
import { makeLook } from '../../../src/tui/app/look.ts';
import { startUser, type UserOptions } from './user.ts';

let open: ReturnType<typeof startUser>[] = [];
afterEach(async () => {
  await Promise.all(open.map((user) => user.quit().catch(() => undefined)));
  open = [];
});

function start(options: UserOptions = {}) {
  const user = startUser(options);
  open.push(user);
  return user;
}

const has = (text: string) => (rows: readonly string[]) => rows.some((row) => row.includes(text));
const lacks = (text: string) => (rows: readonly string[]) => !has(text)(rows);

describe('the screen', () => {
  it('shows one pane at 80x24, the cursor as a sign and inverse over the whole row', async () => {
    const user = start();
    const rows = await user.terminal.until(has('Cause 0'));
    expect(rows).toHaveLength(24);
    expect(rows.slice(0, 4)).toEqual(['goroner › pod.log › findings (50)', '  sev  finding', '> !!   Cause 0', '  !!   Cause 1']);
    expect(rows.slice(20)).toEqual(['  !!   Cause 18', '  !!   Cause 19', '1/50', 'footer of findings']);
    expect(await user.terminal.style(2, 0)).toMatchObject({ inverse: true });
    expect(await user.terminal.style(2, 79)).toMatchObject({ inverse: true });
    expect(await user.terminal.style(3, 0)).toMatchObject({ inverse: false });
  });

  it('offers to judge where there is a finding', async () => {
    const user = start({ columns: 60 });
    await user.terminal.until((rows) => rows[23] === 'footer of findings');
    const empty = start({ columns: 60, report: fakeReport(0) });
    await empty.terminal.until((rows) => rows[23] === 'footer of findings without a finding');
  });

  it('says in one sentence that there is no room, below 40x8', async () => {
    for (const [columns, rows] of [
      [39, 8],
      [40, 7],
    ] as const) {
      const user = start({ columns, rows });
      const shown = await user.terminal.until(has('terminal too small (need 40x8)'));
      expect(shown.slice(1).join('')).toBe('');
    }
  });

  it('is whole at 40x8', async () => {
    const user = start({ columns: 40, rows: 8 });
    const rows = await user.terminal.until(has('Cause 0'));
    expect(rows).toEqual([
      'goroner › pod.log › findings (50)',
      '  sev  finding',
      '> !!   Cause 0',
      '  !!   Cause 1',
      '  !!   Cause 2',
      '  !!   Cause 3',
      '1/50',
      'footer of findings',
    ]);
  });

  it('shows beside the list what enter would open, at 120x40', async () => {
    const user = start({ columns: 120, rows: 40 });
    const rows = await user.terminal.until(has('The page of Cause 0'));
    expect(rows[1]).toMatch(/^ {2}sev {2}finding {45,}│> The page of Cause 0/);
    user.type('jj');
    await user.terminal.until(has('The page of Cause 2'));
    // Keys go to the pane at the left: the bar is there, and only the sign here.
    expect(await user.terminal.style(4, 0)).toMatchObject({ inverse: true });
    expect(await user.terminal.style(1, 81)).toMatchObject({ inverse: false });
    user.type('\t');
    await expect.poll(async () => (await user.terminal.style(1, 81)).inverse).toBe(true);
    expect((await user.terminal.style(4, 0)).inverse).toBe(false);
  });

  it('shows the cited lines too, at 200x50', async () => {
    const user = start({ columns: 200, rows: 50 });
    const rows = await user.terminal.until(has('line of log-0.txt'));
    expect(rows[1]?.split('│')).toHaveLength(3);
    expect(rows[1]).toContain('> 1 line of log-0.txt');
    for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(200);
    user.type('\t');
    user.type('z');
    const zoomed = await user.terminal.until(lacks('line of log-0.txt'));
    expect(zoomed[1]).toMatch(/^> The page of Cause 0/);
    expect(zoomed.join('')).not.toContain('│');
  });

  it('cuts rows to the pane by columns, wide characters too', async () => {
    const views = {
      findings: {
        ...fakeViews.findings!,
        rows: () => ({ head: [], count: 1, key: () => 'one', line: () => [{ text: '错误'.repeat(40) }] }),
      },
    };
    const user = start({ columns: 41, rows: 9, views });
    const rows = await user.terminal.until(has('错误'));
    expect(textWidth(rows[1] ?? '')).toBeLessThanOrEqual(41);
    expect(rows[1]).toMatch(/…$/);
    expect(rows[2]).toBe('');
  });

  it('has colours by the palette, and none where they are not wanted; the bar and bold are there all the same', async () => {
    const coloured = start();
    await coloured.terminal.until(has('Cause 1'));
    expect(await coloured.terminal.style(3, 2)).toEqual({ inverse: false, bold: true, dim: false, underline: true, colour: 1 });
    const plain = start({ look: makeLook({ colour: false }) });
    await plain.terminal.until(has('Cause 1'));
    expect(await plain.terminal.style(3, 2)).toEqual({ inverse: false, bold: true, dim: false, underline: true });
    expect(await plain.terminal.style(2, 40)).toMatchObject({ inverse: true });
    // oxlint-disable-next-line no-control-regex -- sequences are the subject
    expect(plain.terminal.written).not.toMatch(/\u001b\[[\d;]*3[0-7]m/);
  });

  it('leaves nothing behind that scrolls: frames are as high as the terminal', async () => {
    const user = start();
    user.type('jjjj');
    await user.terminal.until(has('> !!   Cause 4'));
    expect(await user.terminal.scrolledAway()).toBe(0);
    expect(user.terminal.written).not.toContain('\u001b[3J');
  });

  it('shows the end of what is typed where it is too long', async () => {
    const user = start({ columns: 50, rows: 10 });
    user.type('m');
    user.type(`/${'0123456789'.repeat(4)}end`);
    const rows = await user.terminal.until(has('end_'));
    expect(rows[8]).toMatch(/^\/…[0-9]+end_ {2}0 of 50$/);
  });

  it('follows the terminal when that changes its size', async () => {
    const user = start();
    await user.terminal.until(has('Cause 0'));
    user.terminal.resize(180, 45);
    await user.terminal.until((rows) => rows[44] === 'footer of findings' && has('line of log-0.txt')(rows));
    user.terminal.resize(30, 5);
    await user.terminal.until(has('terminal too small'));
    user.terminal.resize(80, 24);
    await user.terminal.until(has('> !!   Cause 0'));
  });
});

describe('keys', () => {
  it('that come in one burst are taken one by one', async () => {
    const user = start();
    user.type('/cause 2\rj');
    const rows = await user.terminal.until(has('/cause 2'));
    expect(rows[0]).toBe('goroner › pod.log › findings (50)  /cause 2');
    expect(rows.slice(2, 5)).toEqual(['  !!   Cause 2', '> !!   Cause 20', '  !!   Cause 21']);
    expect(rows[22]).toBe('2/11  39 filtered out');
  });

  it('that are typed stand in the prompt, with how many rows match', async () => {
    const user = start();
    user.type('/cause 4');
    const rows = await user.terminal.until(has('/cause 4_  11 of 50'));
    expect(rows[23]).toBe('enter keep it  esc as before');
  });

  it('paint once for a whole burst', async () => {
    const user = start();
    await user.terminal.until(has('Cause 0'));
    const before = user.terminal.written.length;
    user.type('jjjjjjjjjj');
    await user.terminal.until(has('> !!   Cause 10'));
    const frames = user.terminal.written.slice(before).split('\u001b[?2026h').length - 1;
    expect(frames).toBe(1);
  });

  it('without any, nothing is written', async () => {
    const user = start();
    await user.terminal.until(has('Cause 0'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = user.terminal.bytes;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(user.terminal.bytes).toBe(before);
  });
});

describe('the reading', () => {
  it('says how far it has come while keys are answered, and then shows the report', async () => {
    const user = start({ reading: true });
    expect((await user.terminal.until(has('reading …')))[23]).toBe('q quit');
    user.progress('pod.log');
    await user.terminal.until(has('reading file 3 (2.0 KiB, 50 %): pod.log'));
    user.finish();
    await user.terminal.until(has('> !!   Cause 0'));
  });

  it('that fails gives the screen back before the error goes on', async () => {
    const user = startUser({ reading: true });
    await user.terminal.until(has('reading'));
    user.fail(new Error('no such file'));
    await expect(user.result).rejects.toThrow('no such file');
    expect(user.log).toEqual(['enter', 'stop', 'close']);
  });

  it('may be left before it is done', async () => {
    const user = startUser({ reading: true });
    user.type('q');
    expect(await user.result).toBeUndefined();
  });
});

describe('what is done outside', () => {
  it('is told on the status line', async () => {
    const user = start();
    user.type('y');
    await user.terminal.until(has('copy done'));
    expect(user.log).toContain('copy quote of cause-0#1 the evidence');
  });

  it('has failed in red words, and the app goes on', async () => {
    const user = start({ outside: { saveTriage: async () => Promise.reject(new Error('the disk is full\u001b[2J')) } });
    user.type('m');
    await user.terminal.until(has('NOT SAVED: the disk is full\\x1b[2J'));
    // The row says so for as long as that is so.
    await user.terminal.until(has('Cause 0 confirmed unsaved'));
    user.type('j');
    await user.terminal.until(has('> !!   Cause 1'));
  });

  it('says that a note was saved, and what the saving itself has to say where it does', async () => {
    let says = '';
    const user = start({ outside: { saveTriage: async () => says } });
    user.type('Mx\r');
    await user.terminal.until(has('note saved'));
    says = 'kept until you leave';
    user.type('My\r');
    await user.terminal.until((rows) => has(says)(rows) && lacks('note saved')(rows));
  });

  it('shows all keys of an export in the narrowest terminal', async () => {
    const user = start({ columns: 40, rows: 8 });
    user.type('x');
    await user.terminal.until(has('a whole postmortem, m Markdown, j JSON'));
    user.type('a');
    await user.terminal.until(has('export done'));
    expect(user.log.at(-1)).toBe('export markdown');
  });

  it('is told in full where it is long: where the cursor stands makes room for it', async () => {
    const path = `/home/${'deep/'.repeat(12)}x.md`;
    const user = start({ outside: { copy: async () => `written: ${path}` } });
    user.type('y');
    const rows = await user.terminal.until(has('x.md'));
    expect(rows[22]).toBe(`written: ${path}`);
    user.type('j');
    await user.terminal.until((shown) => shown[22] === '2/50');
  });

  it('opens an editor at the cited place', async () => {
    const user = start();
    user.type('o');
    await user.terminal.until(has('editor done'));
    expect(user.log).toEqual(['enter', 'editor']);
  });

  it('leaves with the report', async () => {
    const report = fakeReport(3);
    const user = startUser({ report });
    user.type('q');
    expect(await user.result).toBe(report);
    expect(user.log).toEqual(['enter', 'stop', 'close']);
  });
});
