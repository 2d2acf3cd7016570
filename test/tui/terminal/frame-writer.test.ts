import fc from 'fast-check';
import { Box, Text, render } from 'ink';
import { createElement as h } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { type ScreenOptions, TerminalScreen } from '../terminal-screen.ts';

// Read by Ink and chalk while they are loaded: styles are written, and frames too, where the tests run under continuous integration.
vi.hoisted(() => Object.assign(process.env, { FORCE_COLOR: '1', CI: 'false', CONTINUOUS_INTEGRATION: 'false' }));

const E = '\u001b';
/** What Ink writes in front of a frame that replaces one of so many rows. */
const erase = (rows: number) => `${E}[2K${`${E}[1A${E}[2K`.repeat(rows)}${E}[G`;

/** A terminal, and the writer in front of it. */
function screen(columns = 80, rows = 24, options: ScreenOptions = {}) {
  const { terminal, frames, writes: written, write, settle, resize, rows: lines } = new TerminalScreen(columns, rows, options);
  return { terminal, frames, written, write, settle, resize, lines };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('frames', () => {
  test('are written where they changed only, as one update', async () => {
    const { frames, written, lines } = screen(20, 5);
    frames.start();
    frames.write('one\ntwo\nthree\n');
    expect(await lines()).toEqual(['one', 'two', 'three', '', '']);
    written.length = 0;
    frames.write(`${erase(3)}one\n2\nthree\n`);
    expect(written).toEqual([`${E}[?2026h${E}[2;1H${E}[K2${E}[?2026l`]);
    expect(await lines()).toEqual(['one', '2', 'three', '', '']);
    written.length = 0;
    frames.write(`${erase(3)}one\n2\nthree\n`);
    expect(written).toEqual([]);
    frames.write(`${erase(3)}one\n`);
    expect(await lines()).toEqual(['one', '', '', '', '']);
    frames.write(`${erase(1)}\n`);
    expect(await lines()).toEqual(['', '', '', '', '']);
  });

  test("Ink's moves of the cursor, its erasing and its brackets come to nothing", () => {
    const { frames, written } = screen();
    frames.start();
    frames.write('one\n');
    written.length = 0;
    for (const own of [`${E}[?25l`, `${E}[?25h`, `${E}[?2026h`, `${E}[?2026l`, erase(1), `${E}[2A${E}[5G${E}[?25h`, '', `${E}[<u`])
      frames.write(own);
    expect(written).toEqual([]);
  });

  test('as high as the terminal, or higher, take nothing of what scrolled away', async () => {
    const { terminal, frames, write, written, settle, lines } = screen(20, 4);
    write(Array.from({ length: 20 }, (_, i) => `shell ${i}`).join('\r\n'));
    await settle();
    const before = terminal.buffer.normal.length;
    write(`${E}[?1049h`);
    frames.start();
    frames.write('1\n2\n3\n4');
    frames.write(`${E}[2J${E}[3J${E}[H1\n2\n3\n4\n5\n6`);
    expect(await lines()).toEqual(['1', '2', '3', '4']);
    expect(written.join('')).not.toContain(`${E}[3J`);
    write(`${E}[?1049l`);
    await settle();
    expect(terminal.buffer.normal.length).toBe(before);
    expect(terminal.buffer.normal.getLine(0)?.translateToString(true)).toBe('shell 0');
  });

  test('a row as wide as the terminal keeps its last column', async () => {
    const { frames, write, lines } = screen(5, 2);
    write(`${E}[?7l`);
    frames.start();
    frames.write('12345\nabcde\n');
    frames.write('12345\nABCDE\n');
    expect(await lines()).toEqual(['12345', 'ABCDE']);
  });

  test('a style does not leak into the next row, nor into the rest of its own', async () => {
    const { frames, terminal, settle } = screen(10, 3);
    frames.start();
    frames.write(`${E}[7mab\ncd\n`);
    await settle();
    const inverse = (row: number, column: number) => terminal.buffer.active.getLine(row)?.getCell(column)?.isInverse();
    expect(inverse(0, 0)).not.toBe(0);
    expect(inverse(0, 5)).toBe(0);
    expect(inverse(1, 0)).toBe(0);
  });

  test('nothing but colours and styles passes', () => {
    const { frames, written } = screen(80, 4);
    frames.start();
    written.length = 0;
    frames.write(
      `a${E}]52;c;ZXZpbA==${E}\\b${E}]0;title\u0007c${E}[2Jd${E}Pq${E}\\e\u0007\r\bf${E}cg\u009b2Jh${E}[31mi\tj${E}[?1049lk${E}\n`,
    );
    expect(written).toEqual([`${E}[?2026h${E}[1;1H${E}[Kabcdefg2Jh${E}[31mi jk${E}[0m${E}[?2026l`]);
  });

  test('whatever is written, the terminal gets whole rows, colours and nothing else', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(E, `${E}[`, `${E}]52;`, '\u0007', `${E}[31m`, `${E}P`, '\n', 'x'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const { frames, written } = screen(80, 10);
        frames.start();
        written.length = 0;
        frames.write(parts.join(''));
        // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
        const rest = written.join('').replaceAll(/\u001b\[(?:\?2026[hl]|\d+;1H|K|[\d;:]*m)/g, '');
        // oxlint-disable-next-line no-control-regex -- as above
        expect(rest).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
      { numRuns: 1000 },
    );
  });

  test('without UTF-8 our marks are ASCII, and evidence stays', () => {
    const { frames, written } = screen(80, 4, { ascii: true });
    frames.start();
    frames.write('a › b … ✓ né\n');
    expect(written.at(-1)).toContain('a > b ~ + né');
  });

  test('the callback is called, whether something is written or not', async () => {
    const { frames } = screen();
    await new Promise<void>((resolve) => frames.write('', resolve));
    await new Promise<void>((resolve) => frames.write('x\n', 'utf8', resolve));
  });
});

describe('frames of pieces', () => {
  const row = (...pieces: readonly (readonly [number, string])[]) => pieces.map(([column, text]) => ({ column, text }));

  test('are written piece by piece, each at its place and without what it leaves', async () => {
    const { frames, written, lines } = screen(20, 3);
    frames.start();
    frames.show([row([0, 'one'], [8, '|two two two!']), row([0, 'three'])]);
    expect(await lines()).toEqual(['one     |two two two', 'three', '']);
    written.length = 0;
    frames.show([row([0, '1'], [8, '|two two two!']), row([0, 'three'])]);
    expect(written).toEqual([`${E}[?2026h${E}[1;1H${E}[8X1${E}[?2026l`]);
    frames.show([row([0, '1'], [8, '']), row([0, 'three'])]);
    expect(written.at(-1)).toBe(`${E}[?2026h${E}[1;9H${E}[K${E}[?2026l`);
    expect(await lines()).toEqual(['1', 'three', '']);
    written.length = 0;
    frames.show([row([0, '1'], [8, '']), row([0, 'three'])]);
    expect(written).toEqual([]);
    frames.show([row([0, 'a'], [4, 'b'])]);
    expect(await lines()).toEqual(['a   b', '', '']);
  });

  test.each(['modern', 'old', 'wide'] as const)('stand where they are to stand, with %s characters before them', async (widths) => {
    const { frames, lines } = screen(30, 2, { widths });
    frames.start();
    const wide = '\u{1f9d1}\u{1f33e}\u2026\u203a\u25b2\u2588\u263a';
    // Longer than its room where each is two columns: over the second and into the third.
    for (const first of [wide.repeat(2), 'x', wide.slice(0, 6), '', wide.repeat(2)])
      for (const [second, third] of [
        ['|y', '|z'],
        ['|', '|z'],
        ['|', '|'],
      ] as const) {
        frames.show([row([0, first], [8, second], [12, third])]);
        expect((await lines())[0]?.slice(-(second.length + third.length + 4 - second.length))).toBe(`${second.padEnd(4)}${third}`);
        frames.show([row([0, first], [10, third])]);
        expect((await lines())[0]?.endsWith(third)).toBe(true);
      }
  });

  test('that are plain are not shown again for what stands before them', () => {
    const { frames, written } = screen(20, 2);
    frames.start();
    frames.show([row([0, 'x\u2026'], [8, '|y'])]);
    written.length = 0;
    frames.show([row([0, 'y\u2026'], [8, '|y'])]);
    expect(written.join('')).not.toContain('|y');
  });

  test('act on nothing, whatever is in them', async () => {
    const { frames, written, lines } = screen(40, 3);
    frames.start();
    written.length = 0;
    frames.show([row([0, `a${E}[2Jb\nc${E}]52;c;ZXZpbA==\u0007d\re${E}[7mf`], [20, 'g'])]);
    expect(written).toEqual([`${E}[?2026h${E}[1;1H${E}[Kab cde${E}[7mf${E}[0m${E}[1;21Hg${E}[?2026l`]);
    expect(await lines()).toEqual(['ab cdef             g', '', '']);
  });

  test('come instead of what Ink writes from then on', async () => {
    const { frames, lines } = screen(20, 2);
    frames.start();
    frames.write('by Ink\n');
    frames.show([row([0, 'by us'])]);
    frames.write('by Ink again\n');
    expect(await lines()).toEqual(['by us', '']);
  });

  test('are no more than the terminal has rows', async () => {
    const { frames, lines, resize } = screen(20, 2);
    frames.start();
    frames.show(['1', '2', '3'].map((text) => row([0, text])));
    expect(await lines()).toEqual(['1', '2']);
    resize(20, 4);
    expect(await lines()).toEqual(['1', '2', '3', '']);
  });
});

describe('a screen that is not ours', () => {
  test('is left alone, and gets the last frame when it is ours again', async () => {
    const { frames, written, write, lines } = screen(20, 3);
    frames.write('before\n');
    expect(written).toEqual([]);
    frames.start();
    expect(await lines()).toEqual(['before', '', '']);
    frames.stop();
    written.length = 0;
    frames.write('after\nlast\n');
    expect(written).toEqual([]);
    write('\r\nvi was here');
    frames.start();
    expect(await lines()).toEqual(['after', 'last', '']);
  });
});

describe('another size', () => {
  test('clears once, shows what there is, and tells Ink', async () => {
    const { frames, written, resize, lines } = screen(20, 5);
    const heard: number[] = [];
    frames.on('resize', () => heard.push(frames.columns));
    frames.start();
    frames.write('1\n2\n3\n4\n5\n');
    written.length = 0;
    resize(30, 3);
    expect(heard).toEqual([30]);
    expect(written.join('').split(`${E}[2J`)).toHaveLength(2);
    expect(await lines()).toEqual(['1', '2', '3']);
    resize(30, 6);
    expect(await lines()).toEqual(['1', '2', '3', '4', '5', '']);
  });
});

describe('with Ink', () => {
  const app = (cursor: number, columns: number, rows: number) => {
    const row = (i: number) =>
      `${i === cursor ? '>' : ' '} !!  ${String(i * 37).padEnd(6)} semacquire   11m  cache.(*Reflector).ListAndWatch.func${i}`;
    return h(
      Box,
      { flexDirection: 'column', width: columns, height: rows },
      h(Text, { bold: true }, 'goroner › pod-7f9c.log › goroutines'),
      ...Array.from({ length: rows - 3 }, (_, i) => h(Text, { key: i, inverse: i === cursor, wrap: 'truncate' }, row(i))),
      h(Text, {}, `${cursor + 1}/1,204`),
      h(Text, { dimColor: true, wrap: 'truncate' }, 'j/k move  enter open  / filter  y copy  o editor  ? help  q back'),
    );
  };

  test.each([
    [80, 24],
    [40, 8],
    [160, 45],
  ])('a frame as high as %i x %i is shown, and a move of the cursor is some bytes', async (columns, rows) => {
    const { frames, written, lines, terminal } = screen(columns, rows);
    frames.start();
    const ink = render(app(0, columns, rows), { stdout: frames.asStdout, patchConsole: false, exitOnCtrlC: false, maxFps: 60 });
    await pause(50);
    expect((await lines())[1]).toMatch(/^> !! {2}0 /);
    expect((await lines())[rows - 1]).toMatch(/^j\/k move/);
    written.length = 0;
    ink.rerender(app(1, columns, rows));
    await pause(50);
    expect((await lines()).slice(0, 3).map((line) => line.slice(0, 4))).toEqual(['goro', '  !!', '> !!']);
    expect(written).toHaveLength(1);
    expect(written[0]).toContain(`${E}[7m`);
    expect(Buffer.byteLength(written.join(''))).toBeLessThan(400);
    expect(Buffer.byteLength(written.join(''))).toBeGreaterThan(50);
    expect(terminal.buffer.active.baseY).toBe(0);
    ink.unmount();
    await ink.waitUntilExit();
    expect((await lines())[2]).toMatch(/^> !!/);
  });

  test('renders for the new size', async () => {
    const { frames, lines, resize } = screen(80, 10);
    frames.start();
    const ink = render(h(Box, { width: '100%', justifyContent: 'flex-end' }, h(Text, {}, 'right')), {
      stdout: frames.asStdout,
      patchConsole: false,
    });
    await pause(50);
    expect((await lines())[0]).toBe(`${' '.repeat(75)}right`);
    resize(40, 10);
    await pause(50);
    expect((await lines())[0]).toBe(`${' '.repeat(35)}right`);
    resize(60, 12);
    await pause(50);
    expect((await lines())[0]).toBe(`${' '.repeat(55)}right`);
    ink.unmount();
  });
});
