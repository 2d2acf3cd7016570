import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { read } from './read.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');

function linesOf(incident: string): string[] {
  return readFileSync(join(INCIDENTS, incident, 'stderr.log'), 'utf8')
    .trimEnd()
    .split('\n');
}

/** What a person reads off the lines, by the simplest means. */
function counted(lines: readonly string[]) {
  const trace = lines.filter((line) => /^gc \d+ @/.test(line));
  const number = (line: string | undefined, pattern: RegExp) => Number(pattern.exec(line ?? '')?.[1]);
  return {
    cycles: trace.length,
    called: trace.filter((line) => line.endsWith('(forced)')).length,
    firstPercent: number(trace[0], /s (\d+)%/),
    lastPercent: number(trace.at(-1), /s (\d+)%/),
    lastLive: number(trace.at(-1), /->(\d+) MB,/),
    peak: Math.max(...trace.map((line) => number(line, /->(\d+)->/))),
    pacer: lines.filter((line) => line.startsWith('pacer: ')).length,
    scavenger: lines.filter((line) => line.startsWith('scav ')).length,
    packages: lines.filter((line) => line.startsWith('init ')).length,
  };
}

const SPIRALS = ['gc-death-spiral', 'gc-death-spiral-go1.21', 'gc-death-spiral-go1.19'];
const HEALTHY = ['gc-under-load', 'gc-under-load-go1.21', 'gc-under-load-go1.19'];

describe.each([...SPIRALS, ...HEALTHY, 'gc-assist-pressure', 'gc-assist-pressure-go1.19', 'gc-forced'])('%s', (incident) => {
  const lines = linesOf(incident);

  test('all of it is read', () => {
    const { facts, skipped } = read(lines);
    const expected = counted(lines);
    expect(skipped).toEqual([]);
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({
      cycleCount: expected.cycles,
      missingCycles: 0,
      called: expected.called,
      cpuPercent: { first: expected.firstPercent, last: expected.lastPercent },
      live: { lastMiB: expected.lastLive },
      peakMiB: expected.peak,
      pacerLines: expected.pacer,
      unparsedLines: 0,
    });
    expect(facts[0]?.scavenger?.lines ?? 0).toBe(expected.scavenger);
    expect(facts[0]?.init?.packages ?? 0).toBe(expected.packages);
    expect(facts[0]?.goVersions?.min).toBe(incident === 'gc-forced' ? '1.26' : '1.18');
  });

  test('the columns of CPU time, idle marking left out, agree with the cumulative percentage', () => {
    const [fact] = read(lines).facts;
    // The collector's CPU from the first collection to the last, in two ways that share no number.
    const [first, last] = [fact?.cycles[0], fact?.cycles.at(-1)];
    if (fact === undefined || first === undefined || last === undefined) throw new Error('no collections');
    const end = last.atMs + last.sweepTermMs + last.markMs + last.markTermMs;
    const columns = fact.cycles.reduce((sum, c) => sum + c.sweepTermCpuMs + c.assistCpuMs + c.backgroundCpuMs + c.markTermCpuMs, 0);
    expect(Math.abs((100 * columns) / (end * last.gomaxprocs) - last.cpuPercent)).toBeLessThan(5);
  });

  test('carriage returns change nothing', () => {
    const facts = (some: readonly string[]) => read(some).facts.map(({ cycles, windows, citations }) => ({ cycles, windows, citations }));
    const plain = facts(lines);
    const crlf = facts(lines.map((line) => `${line}\r`));
    expect(crlf).toEqual(plain);
  });

  test('cut after every line, and within it, it is read as far as it goes', () => {
    for (let end = 1; end <= lines.length; end++) {
      const head = lines.slice(0, end);
      const expected = counted(head);
      expect(read(head).facts[0]?.cycleCount ?? 0, `after line ${end}`).toBe(expected.cycles);
      const last = head.at(-1) ?? '';
      if (!last.startsWith('gc ')) continue;
      const { facts, skipped } = read([...head.slice(0, -1), last.slice(0, last.length >> 1)]);
      expect(facts[0]?.cycleCount ?? 0).toBe(expected.cycles - 1);
      expect(skipped).toMatchObject([{ reason: 'trace line cut short', amount: 1 }]);
    }
  });
});

test.each(SPIRALS)('%s has the pictures of a death spiral', (incident) => {
  const [fact] = read(linesOf(incident)).facts;
  const longest = (picture: string) => fact?.windows.filter((one) => one.picture === picture).toSorted((a, b) => b.cycles - a.cycles)[0];
  for (const picture of ['back-to-back', 'no-headroom']) expect(longest(picture)?.share, picture).toBeGreaterThan(0.8);
  expect(longest('no-headroom')?.cpuShare).toBeGreaterThan(0.2);
});

test.each(HEALTHY)('%s has none of them', (incident) => {
  const [fact] = read(linesOf(incident)).facts;
  expect(fact?.windows.filter(({ picture }) => picture === 'back-to-back' || picture === 'no-headroom')).toEqual([]);
});
