import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { AnalyzeOptions } from '../../src/analyze.ts';
import { series } from '../parsers/gctrace/read.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', 'samples', 'incidents');

/** The timeline of a text on standard input. */
async function timelineOf(text: string) {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(text);
  }
  const options: AnalyzeOptions = { stdin: bytes, signatures: [] };
  return (await analyze(['-'], options)).timeline.map(({ clock, atMs, event, citation }) => ({
    clock,
    atMs,
    event,
    line: citation.firstLine,
  }));
}

describe('the timeline', () => {
  test('windows of the collector that are events, by the clock of the process', async () => {
    const spiral = series(12, 32, () => ({ heap: [71, 72, 70], goal: 71, clock: [0.02, 30, 0.04], cpu: [0.04, 1, 12, 20, 0.08] }));
    expect(await timelineOf(spiral.join('\n'))).toEqual([
      {
        clock: 'process',
        atMs: 64,
        event: 'gc back-to-back for 350 ms (11 collections, 21 % of the CPU): the garbage collector runs half of the time or more',
        line: 2,
      },
      {
        clock: 'process',
        atMs: 64,
        event: 'gc no-headroom for 350 ms (11 collections, 21 % of the CPU): the goal of each collection is at the live heap',
        line: 2,
      },
    ]);
  });

  test('collections that are called for are none', async () => {
    expect(await timelineOf(series(12, 500, () => ({ forced: true })).join('\n'))).toEqual([]);
  });

  test('what metrics tell of times, the same event once', async () => {
    const scrape = (goroutines: number) =>
      [
        `go_goroutines ${goroutines} 1700000900000`,
        'process_start_time_seconds 1.7e+09',
        'go_memstats_last_gc_time_seconds 1.7000005e+09',
      ].join('\n');
    expect(await timelineOf(`${scrape(5)}\n${scrape(6).replace('1700000900000', '1700000960000')}`)).toEqual([
      { clock: 'unix', atMs: 1_700_000_000_000, event: 'process started', line: 1 },
      { clock: 'unix', atMs: 1_700_000_500_000, event: 'last garbage collection before the metrics were taken', line: 1 },
      { clock: 'unix', atMs: 1_700_000_900_000, event: 'runtime metrics taken', line: 1 },
      { clock: 'unix', atMs: 1_700_000_960_000, event: 'runtime metrics taken', line: 4 },
    ]);
  });

  test('the last collection of a heap profile in text form', async () => {
    const text = readFileSync(join(INCIDENTS, 'healthy-profiles', 'heap.txt'), 'utf8');
    const nanos = /# LastGC = (\d+)/.exec(text)?.[1] ?? '';
    expect(await timelineOf(text)).toMatchObject([{ clock: 'unix', atMs: Number(nanos.slice(0, -6)) }]);
  });
});
