import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/text/safe-text.ts';
import { createProgress } from '../../src/cli/progress.ts';

/** A progress display on a terminal, with a clock of ours. */
function display(env: Record<string, string> = {}, terminal: { isTTY?: boolean; columns?: number } = { isTTY: true, columns: 60 }) {
  const written: string[] = [];
  let time = 0;
  const progress = createProgress({ stderr: { ...terminal, write: (text) => written.push(text) }, env }, () => time);
  const at = (ms: number, path = 'app.log', index = 3) => {
    time = ms;
    progress.onProgress({ path: sanitize(path), index, read: 5 << 20, of: 10 << 20 });
  };
  return { written, at, done: progress.done };
}

describe('progress', () => {
  test('says nothing of what is done in a moment, and then how far it is, now and then', () => {
    const { written, at, done } = display();
    for (const ms of [0, 100, 399]) at(ms);
    expect(written).toEqual([]);
    for (const ms of [400, 410, 450, 499, 500]) at(ms);
    expect(written).toEqual(Array.from({ length: 2 }, () => '\r\u001b[Kreading file 3 (5.0 MiB, 50 %): app.log'));
    done();
    expect(written.at(-1)).toBe('\r\u001b[K');
  });

  test('takes nothing away where it wrote nothing', () => {
    const { written, at, done } = display();
    at(10);
    done();
    expect(written).toEqual([]);
  });

  test.each([
    [{ isTTY: true, columns: 30 }, 29],
    [{ isTTY: true, columns: 0 }, 79],
    [{ isTTY: true }, 79],
  ])('never fills a line of %j', (terminal, most) => {
    const { written, at } = display({}, terminal);
    at(1000, 'a/very/long/path'.repeat(20));
    expect(written[0]?.replace('\r\u001b[K', '').length).toBe(most);
  });

  test.each([[{ TERM: 'dumb' }], [{ CI: 'true' }], [{ CI: '1' }]])('is silent with %j', (env) => {
    const { written, at } = display(env);
    at(1000);
    expect(written).toEqual([]);
  });

  test('is silent where standard error is no terminal, and not where CI is switched off', () => {
    const pipe = display({}, {});
    pipe.at(1000);
    expect(pipe.written).toEqual([]);
    const off = display({ CI: 'false' });
    off.at(1000);
    expect(off.written).toHaveLength(1);
  });
});
