import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/text/width.ts';
import { type RealOptions, startReal } from './real.ts';

const CLONEBOT = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents', 'clonebot');
const SIDES = [join(CLONEBOT, 'goroutines-1.txt'), CLONEBOT];

let open: { quit: () => Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.map((user) => user.quit().catch(() => undefined)));
  open = [];
});

async function start(options: RealOptions = {}) {
  const user = startReal(SIDES.slice(-1), { ...options, compare: SIDES });
  open.push(user);
  await user.screen.until((rows) => rows.some((row) => row.includes('from A to B')), 30_000);
  await user.shown();
  return user;
}

describe('two bundles, side by side', () => {
  it.each([
    [40, 8],
    [80, 24],
    [120, 40],
    [200, 50],
  ])('open with what changed at %ix%i, and every key leaves a whole screen', async (columns, rows) => {
    const user = await start({ columns, rows });
    for (const keys of ['', 'j', 'jjj', 'v', 'v', 'V', 's', 'G', 'g', '/filePage\r', '\u001b', '\u001b', 'jjjj', '\r', 'q', '1', '7']) {
      const screen = await user.type(keys);
      expect(screen).toHaveLength(rows);
      for (const row of screen) expect(textWidth(row), keys).toBeLessThanOrEqual(columns);
      expect(await user.screen.scrolledAway()).toBe(0);
    }
    expect(user.log).toEqual([]);
  });

  it('lead from a group that grew into the last side, and back to the findings of that side', async () => {
    const user = await start();
    const rows = await user.type('/filePage\r');
    expect(rows.filter((row) => row.includes('grew'))).toHaveLength(1);
    await user.type('G');
    expect((await user.type('\r')).some((row) => row.includes('153 goroutines, chan receive'))).toBe(true);
    await user.type('q');
    await user.type('q');
    expect((await user.type('q'))[0]).toMatch(/findings of B \(3\)$/);
  });

  it('need no colour', async () => {
    const user = await start({ env: { NO_COLOR: '1' } });
    await user.type('jj');
    // oxlint-disable-next-line no-control-regex -- sequences are the subject
    expect(user.screen.written).not.toMatch(/\u001b\[[\d;]*3[0-7]m/);
    const cells = (await user.screen.cells()).findIndex((row) => row[0]?.text === '>');
    expect(await user.screen.style(cells, 10)).toMatchObject({ inverse: true });
  });
});
