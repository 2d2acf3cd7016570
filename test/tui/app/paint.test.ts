import { Box, type DOMElement, Text, render } from 'ink';
import { createElement as h } from 'react';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../../src/tui/app/app.tsx';
import { makeLook } from '../../../src/tui/app/look.ts';
import { paintFrames } from '../../../src/tui/app/paint.ts';
import { Lists } from '../../../src/tui/store/lists.ts';
import { Store } from '../../../src/tui/store/store.ts';
import { fakeReport, fakeViews } from '../fake-views.ts';
import { TerminalScreen } from '../terminal-screen.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let end: (() => void)[] = [];
afterEach(() => {
  for (const one of end) one();
  end = [];
});

/** What Ink makes of a tree, painted by itself or by us. */
function show(columns: number, rows: number, by: 'ink' | 'us', tree: ReturnType<typeof h>) {
  const terminal = new TerminalScreen(columns, rows);
  const { frames } = terminal;
  frames.start();
  let stop = (): void => undefined;
  const ref = (box: DOMElement | null): void => {
    if (box !== null && by === 'us') stop = paintFrames(box, frames);
  };
  const stdin = new PassThrough() as unknown as NodeJS.ReadStream;
  const ink = render(h(Box, { ref }), { stdout: frames.asStdout, stdin, patchConsole: false, exitOnCtrlC: false });
  ink.rerender(h(Box, { ref }, tree));
  end.push(() => {
    stop();
    ink.unmount();
  });
  return {
    terminal,
    rerender: (next: ReturnType<typeof h>) => ink.rerender(h(Box, { ref }, next)),
    unmount: () => ink.unmount(),
    stop: () => stop(),
  };
}

describe('what is painted', () => {
  it.each([
    [40, 8],
    [80, 24],
    [120, 40],
    [200, 50],
  ])('is what Ink would paint, at %i x %i', async (columns, rows) => {
    const store = new Store(new Lists(fakeViews), { columns, rows }, () => undefined);
    const footer = () => [{ text: 'footer', role: 'key' as const }];
    const screens = (['ink', 'us'] as const).map(
      (by) => show(columns, rows, by, h(App, { store, look: makeLook({ colour: true }), name: 'pod.log', footer })).terminal,
    );
    const [ink, us] = screens;
    if (ink === undefined || us === undefined) throw new Error('there are two');
    const same = async () => {
      await pause(60);
      const shown = await us.rows();
      expect(shown).toEqual(await ink.rows());
      for (let row = 0; row < rows; row += row < 4 ? 1 : 6)
        for (const column of [0, 2, 7, Math.floor(columns * 0.45), Math.floor(columns * 0.75), columns - 1])
          expect([row, column, await us.style(row, column)]).toEqual([row, column, await ink.style(row, column)]);
      return shown.join('\n');
    };
    expect(await same()).toContain('reading');
    store.dispatch({ on: 'report', report: fakeReport(50) });
    expect(await same()).toContain('> !!   Cause 0');
    for (const by of [1, 5, 30, -20]) store.dispatch({ on: 'action', action: { do: 'move', by } });
    expect(await same()).toContain('> !!   Cause 1');
    store.dispatch({ on: 'action', action: { do: 'next-pane', by: 1 } });
    store.dispatch({ on: 'action', action: { do: 'zoom' } });
    await same();
    store.dispatch({ on: 'action', action: { do: 'open' } });
    store.dispatch({ on: 'action', action: { do: 'help' } });
    expect(await same()).toContain('Heading');
    store.dispatch({ on: 'resize', size: { columns: columns - 20, rows: rows - 1 } });
    await same();
  });

  it('comes once for changes that come fast, and the last of them does come', async () => {
    const { terminal, rerender } = show(20, 3, 'us', h(Text, {}, 'first'));
    await terminal.until((rows) => rows[0] === 'first');
    await pause(30);
    const before = terminal.written.length;
    for (let i = 0; i < 20; i++) rerender(h(Text, {}, `number ${i}`));
    await terminal.until((rows) => rows[0] === 'number 19');
    expect(terminal.written.slice(before).split('\u001b[?2026h').length - 1).toBeLessThanOrEqual(2);
  });

  it('stays on the screen when it is stopped, whatever comes then', async () => {
    const { terminal, rerender, stop, unmount } = show(20, 3, 'us', h(Text, {}, 'first'));
    await terminal.until((rows) => rows[0] === 'first');
    rerender(h(Text, {}, 'second'));
    stop();
    const before = terminal.written;
    rerender(h(Text, {}, 'third'));
    unmount();
    await pause(40);
    expect(terminal.written).toBe(before);
  });
});
