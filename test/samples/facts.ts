import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Examination, examine } from '../../src/analyze.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { NAMED_FILES } from '../../parsers/registry.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', 'samples', 'incidents');

/** A text that one of the lab's programs left. */
export interface Sample {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Every text that the lab's programs left, by its name; not those that say something only by their names, as control files do. */
export const SAMPLES: readonly Sample[] = readdirSync(INCIDENTS, { recursive: true, encoding: 'utf8' })
  .toSorted()
  .filter((name) => statSync(join(INCIDENTS, name)).isFile() && !name.endsWith('.expected.json'))
  .filter((name) => !NAMED_FILES.some(({ takes }) => takes(sanitize(name))))
  .map((name) => ({ name, bytes: readFileSync(join(INCIDENTS, name)) }))
  .filter(({ bytes }) => !bytes.includes(0) && bytes[0] !== 0x1f && bytes.length < 100_000)
  .map(({ name, bytes }) => ({ name, lines: bytes.toString('utf8').replace(/\n$/, '').split('\n') }));

/** `MATRIX=full` takes every sample through every form, which takes minutes. */
const isFull = process.env['MATRIX'] === 'full';

/**
 * The samples that the n-th form is tried on: one in `share`, others for each form, so that each sample is tried with one form in
 * `share` too. All of them where the whole matrix is asked for.
 */
export function some(n: number, share: number, samples: readonly Sample[] = SAMPLES): readonly Sample[] {
  return isFull ? samples : samples.filter((_, i) => (i + n) % share === 0);
}

/** Lines of a file as bytes. */
export function bytesOf(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Reads what stands in a file, as one chunk or in chunks of a size. */
export async function read(bytes: Uint8Array, size = bytes.length): Promise<Examination> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  return examine(['-'], { stdin: chunks });
}

const plain = new Map<string, readonly Fact[]>();

/** The facts of a sample as it was printed. */
export async function factsOf({ name, lines }: Sample): Promise<readonly Fact[]> {
  const facts = plain.get(name) ?? (await read(bytesOf(lines))).caseFile.all;
  plain.set(name, facts);
  return facts;
}

/** When it was said: a wrapper tells it of what has no time of its own. */
const TIMES = ['atUnixMs', 'firstUnixMs', 'lastUnixMs'];

/** A fact without what a wrapper may change: whose it is, when and where it stands, and that its lines were turned round; and without some fields more. */
export function bare(fact: Fact, without: readonly string[] = []): unknown {
  const upright = fact.type === 'dump' ? { ...fact, defects: fact.defects.filter((defect) => defect !== 'reversed') } : fact;
  return JSON.parse(
    JSON.stringify(upright, (key, value: unknown) =>
      ['citations', 'citation', 'scope', ...without].includes(key) ||
      (TIMES.includes(key) && ['crash', 'log', 'kernel'].includes(fact.type)) ||
      (key === 'line' && ['scheduler', 'gc'].includes(fact.type))
        ? undefined
        : value,
    ),
  );
}

/** Lines of the file, for the lines of the printed text: `places` gives for each of these the line of the file. */
export function placed(citation: Citation, places: readonly number[]): readonly number[] {
  const lines = [citation.firstLine ?? 0, citation.lastLine ?? 0].map((line) => places[line - 1] ?? 0);
  return [Math.min(...lines), Math.max(...lines)];
}

/** A sample in another form. */
export interface Formed {
  readonly bytes: Uint8Array;
  readonly places: readonly number[];
  /** Bytes of a chunk; all at once where absent. */
  readonly size?: number;
}

/** A form has the facts of the sample, cited where their lines stand in it. */
export async function holds(sample: Sample, { bytes, places, size }: Formed, without: readonly string[] = []): Promise<void> {
  const expected = await factsOf(sample);
  const found = (await read(bytes, size)).caseFile.all;
  expect(found.map((fact) => bare(fact, without))).toEqual(expected.map((fact) => bare(fact, without)));
  expect(found.flatMap(({ citations }) => citations.map(({ firstLine, lastLine }) => [firstLine, lastLine]))).toEqual(
    expected.flatMap(({ citations }) => citations.map((citation) => placed(citation, places))),
  );
}

/** Has a goroutine's header that begins a line. */
export function hasStack({ lines }: Sample): boolean {
  return lines.some((line) => /^goroutine \d+ .*\]:$/.test(line));
}

/** Says something by the blanks before its lines: tests of a list, the lines of a sanitizer, a race below a test. */
export function saysByMargins({ lines }: Sample): boolean {
  return lines.some((line) => /^(?: {4}\S+_test\.go:| {4}testing\.go:| {4}--- |\t?running tests:|==\d+==ERROR)/.test(line));
}

/** Says in itself which way its lines go: it has a stack, a race, a profile's head, or the numbers of a trace. */
export function saysItsOrder(sample: Sample): boolean {
  return (
    hasStack(sample) ||
    sample.lines.some((line) => /^(?:WARNING: DATA RACE|SCHED \d+ms|gc \d+ @|(?:goroutine|threadcreate) profile: total)/.test(line))
  );
}
