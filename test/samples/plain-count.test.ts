import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Snapshot } from '../../parsers/goroutine-dump/snapshot.ts';
import { examine } from '../../src/analyze.ts';

/** Dumps that print no stacks of single goroutines. */
const PROFILES: ReadonlySet<string> = new Set(['profile', 'leak-profile']);

/**
 * Headers and frames of every committed sample, counted a second time by plain expressions that know nothing of the parsers: a header is a
 * line that looks like one, a frame is a line that ends in `)` with an indented place below it. What the two counts disagree on
 * is explained in EXCEPTED, or is an error.
 */
const INCIDENTS = join(import.meta.dirname, '..', '..', 'samples', 'incidents');

/** Samples that a plain count cannot read, or counts otherwise, with the reason. */
const EXCEPTED: Readonly<Record<string, string>> = {};

const HEADER = /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[.+:$/;
const PLACE = /^\t.*:\d+(?: \+0x[0-9a-f]+)?(?: fp=0x[0-9a-f]+ sp=0x[0-9a-f]+ pc=0x[0-9a-f]+)?$/;
const C_PLACE = /^\t(?:.*:\d+ )?pc=0x[0-9a-f]+$/;

interface Stack {
  /** Line of its header in the text, from 1; 0 for the scheduler's. */
  readonly line: number;
  frames: number;
}

/** What a plain count finds: goroutines with their frames, frames of the scheduler's stack, and frames below neither. */
function plainCount(lines: readonly string[]): {
  readonly goroutines: readonly Stack[];
  readonly scheduler: number;
  readonly stray: number;
} {
  const goroutines: Stack[] = [];
  const scheduler: Stack = { line: 0, frames: 0 };
  const stray: Stack = { line: 0, frames: 0 };
  // The stacks of dead ancestors stand below the last frame of a goroutine, and are none of it.
  const ancestors: Stack = { line: 0, frames: 0 };
  let open = stray;
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1] ?? '';
    if (HEADER.test(line)) goroutines.push((open = { line: at + 1, frames: 0 }));
    else if (line === 'runtime stack:') open = scheduler;
    else if (/^\[originating from goroutine \d+\]:$/.test(line)) open = ancestors;
    else if (line === '') open = stray;
    else if (line.startsWith('created by ')) continue;
    else if (/^\S.*\)$/.test(line) && PLACE.test(next)) open.frames++;
    else if ((/^\S/.test(line) && C_PLACE.test(next)) || line.startsWith('non-Go function at pc=')) open.frames++;
  }
  return { goroutines, scheduler: scheduler.frames, stray: stray.frames };
}

/** The text of a sample; undefined where it is none (profiles). The output of `go test -json` is one object a line. */
function linesOf(bytes: Buffer): { readonly lines: readonly string[]; readonly placed: boolean } | undefined {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  if (plain.includes(0)) return undefined;
  // What containerd puts before each line is taken away first.
  const text = plain.toString('utf8').replaceAll(/^\d{4}-\d{2}-\d{2}T\S+Z std(?:out|err) F /gm, '');
  if (!text.startsWith('{"Time":')) return { lines: text.split('\n'), placed: true };
  const output = text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly Output?: string }).Output ?? '');
  return { lines: output.join('').split('\n'), placed: false };
}

const samples = readdirSync(INCIDENTS, { recursive: true, encoding: 'utf8' })
  .filter((name) => statSync(join(INCIDENTS, name)).isFile() && !name.endsWith('.expected.json'))
  .toSorted()
  .flatMap((name) => {
    const read = linesOf(readFileSync(join(INCIDENTS, name)));
    return read === undefined ? [] : [{ name, ...read }];
  });

/** Every stack that the reader of goroutines took in, one by one or by its bytes. */
const read: { readonly line: number | undefined; readonly frames: number; readonly header: boolean }[] = [];
const own = Object.getOwnPropertyDescriptors(Snapshot.prototype);
const add = own.add.value as Snapshot['add'];
const repeat = own.repeat.value as Snapshot['repeat'];
vi.spyOn(Snapshot.prototype, 'add').mockImplementation(function count(this: Snapshot, stack) {
  const { firstLine, frames } = stack.goroutine;
  read.push({ line: firstLine, frames: frames.length, header: stack.header !== undefined });
  return add.call(this, stack);
});
vi.spyOn(Snapshot.prototype, 'repeat').mockImplementation(function count(this: Snapshot, known, one, lastLine) {
  read.push({ line: undefined, frames: known.stack.goroutine.frames.length, header: true });
  repeat.call(this, known, one, lastLine);
});
beforeEach(() => void (read.length = 0));
afterAll(() => vi.restoreAllMocks());

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

test('there are samples with many goroutines, in several forms', () => {
  const counts = samples.map(({ lines }) => plainCount(lines));
  expect(sum(counts.map(({ goroutines }) => goroutines.length))).toBeGreaterThan(1500);
  expect(sum(counts.map(({ scheduler }) => scheduler))).toBeGreaterThan(20);
  expect(Object.keys(EXCEPTED).filter((name) => samples.every((sample) => sample.name !== name))).toEqual([]);
});

describe('the plain count agrees with what was read', () => {
  test.each(samples.filter(({ name }) => EXCEPTED[name] === undefined))('$name', async ({ name, lines, placed }) => {
    const expected = plainCount(lines);
    const { caseFile } = await examine([join(INCIDENTS, name)]);
    const goroutines = read.filter(({ header }) => header);
    const frames = expected.goroutines.map((stack) => stack.frames);

    expect(goroutines.length, 'headers').toBe(expected.goroutines.length);
    expect(sum(goroutines.map((one) => one.frames)), 'frames').toBe(sum(frames));
    expect(sum(read.filter(({ header }) => !header).map((one) => one.frames)), "frames of the scheduler's stack").toBe(expected.scheduler);
    expect(expected.stray, 'frames that stand below no header').toBe(0);
    if (placed) {
      const atLine = new Map(expected.goroutines.map((stack) => [stack.line, stack.frames]));
      for (const { line, frames: own } of goroutines) if (line !== undefined) expect(own, `frames of line ${line}`).toBe(atLine.get(line));
    }

    const dumps = caseFile.of('dump').filter(({ kind }) => !PROFILES.has(kind));
    expect(sum(dumps.map((dump) => Number(dump.goroutines))), 'goroutines of the dumps').toBe(expected.goroutines.length);
    const groups = caseFile.of('goroutines').filter(({ dumpKind }) => !PROFILES.has(dumpKind));
    expect(sum(groups.map(({ count }) => count)), 'goroutines of the groups').toBe(expected.goroutines.length);
    expect(sum(dumps.map(({ unparsedLines }) => unparsedLines)), 'lines inside dumps that fit no form').toBe(0);
    // What a crash report says of its goroutine is all of that stack.
    for (const { goroutine } of caseFile.of('crash')) {
      if (goroutine === undefined || !placed) continue;
      const own = expected.goroutines.find(({ line }) => line === goroutine.citation.firstLine);
      if (own !== undefined) expect(goroutine.frames.length, 'frames of the crash').toBe(own.frames);
    }
  });
});
