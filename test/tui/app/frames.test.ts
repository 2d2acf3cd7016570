import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeViews, groups } from '../fake-views.ts';
import { startUser } from './user.ts';

const GROUPS = 100_000;
/** Longer than it takes until the panes beside follow. */
const REST = 1000;

/** A list of many groups, and a page and a file for each. */
const views = {
  ...fakeViews,
  findings: {
    ...fakeViews.findings!,
    rows: () => ({
      ...groups(GROUPS),
      target: (row: number) => ({ view: 'finding' as const, id: `cause-${row % 50}#1` }),
      place: (row: number) => ({ path: 'pod.log' as never, firstLine: (row % 150) + 1, lastLine: (row % 150) + 1, excerpt: '' as never }),
    }),
  },
};

let user: ReturnType<typeof startUser>;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(async () => {
  const left = user.quit();
  await vi.advanceTimersByTimeAsync(REST);
  await left;
  vi.useRealTimers();
});

async function begin(columns: number, rows: number): Promise<void> {
  user = startUser({ columns, rows, views });
  await vi.advanceTimersByTimeAsync(REST);
}

/** What stands on the screen. */
async function shown(): Promise<string> {
  const rows = user.terminal.rows();
  await vi.advanceTimersByTimeAsync(1);
  return (await rows).join('\n');
}

/** Types a key, and waits for so long. Gives the bytes that were written. */
async function press(key: string, ms: number): Promise<number> {
  const before = user.terminal.bytes;
  user.type(key);
  await vi.advanceTimersByTimeAsync(ms);
  return user.terminal.bytes - before;
}

const SIZES = [
  [80, 24],
  [120, 40],
  [200, 50],
] as const;

describe('a move of the cursor', () => {
  it.each(SIZES)('writes some bytes, at %i x %i', async (columns, rows) => {
    await begin(columns, rows);
    for (const key of ['j', 'j', 'k', 'j', 'j', 'k']) {
      const bytes = await press(key, 33);
      expect(bytes).toBeGreaterThan(50);
      expect(bytes).toBeLessThan(400);
    }
    expect(await shown()).toMatch(/^> {6}2 {2}functions group of main\.worker2\b/m);
  });

  it('that scrolls writes the rows of the list and no others', async () => {
    await begin(200, 50);
    await press('j'.repeat(60), REST);
    const before = user.terminal.written.length;
    await press('j', 33);
    // The second pane begins at column 81.
    expect(user.terminal.written.slice(before)).not.toMatch(/;8[1-9]H|;1[0-9]{2}H/);
    expect(await shown()).toMatch(/^> {5}61 {2}functions group/m);
  });
});

describe('the panes beside', () => {
  it('follow when the cursor rests, and show what is under it', async () => {
    await begin(200, 50);
    expect(await shown()).toContain('The page of Cause 0:');
    for (let i = 0; i < 10; i++) {
      await press('j', 33);
      expect(await shown()).toContain('The page of Cause 0:');
    }
    await vi.advanceTimersByTimeAsync(REST);
    const rows = await shown();
    expect(rows).toMatch(/^> {5}10 {2}functions group/m);
    expect(rows).toContain('The page of Cause 10:');
    expect(rows).toContain('> 11 line of pod.log');
    expect(rows).not.toContain('The page of Cause 0:');
  });

  it('are what is opened, though they have not followed yet', async () => {
    await begin(200, 50);
    await press('jjjl', 20);
    expect(await shown()).toMatch(/^> The page of Cause 3:/m);
  });
});

describe('without keys', () => {
  it.each(SIZES)('nothing is written and no timer runs, at %i x %i', async (columns, rows) => {
    await begin(columns, rows);
    await press('jjj', REST);
    await press('/', REST);
    await press('9', REST);
    await press('\u007f', REST);
    expect(vi.getTimerCount()).toBe(0);
    const { bytes } = user.terminal;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(user.terminal.bytes).toBe(bytes);
  });
});
