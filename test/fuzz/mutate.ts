import { gunzipSync, gzipSync } from 'node:zlib';
import type { Limits } from '../../src/bundle/limits.ts';
import { WRAPPINGS } from '../bundle/unwrap/wrappings.ts';
import type { Origin } from './corpus.ts';
import { createRandom, type Random } from './random.ts';

/** One input, and how it is handed over. */
export interface Case {
  /** Names of what it was made from and how. */
  readonly story: string;
  readonly bytes: Buffer;
  /** Bytes of a chunk. */
  readonly chunk: number;
  readonly limits: Partial<Limits>;
}

/** Text below is latin1: one character a byte, whatever the bytes are. */
const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** What breaks readers of numbers, of UTF-8, of terminals, of formats. */
const NUMBERS: readonly [string, ...string[]] = [
  '0',
  '-1',
  '00',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '9223372036854775808',
  '18446744073709551616',
  '1'.repeat(40),
  '9'.repeat(400),
  '1e999',
  '1.5',
  '0x7fffffffffffffff',
  'NaN',
  '',
];
const TEXTS: readonly [string, ...string[]] = [
  '\0',
  '\0\0\0\0\0\0\0\0',
  '\u001b[31m',
  '\u001b]0;x\u0007',
  '\r',
  '\r\n',
  '\n\n\n',
  '\t',
  '\u00ef\u00bb\u00bf',
  '\u00ff\u00fe',
  '\u00c0\u0080',
  '\u00e2\u0080\u00ae',
  '\u00ed\u00a0\u0080',
  '\u00f4\u008f\u00bf\u00bf',
  '\u0085',
  '"',
  '\\',
  '\\u0000',
  '\\u202e',
  '\\x1b',
  '{',
  '[',
  '\u001f\u008b',
  'goroutine 1 [running]:\n',
  'panic: ',
  'fatal error: ',
  '\t/x.go:1 +0x1\n',
  '-----\n\n',
  '==================\n',
  'exit status 2\n',
  '...additional frames elided...\n',
];

type Mutation = (text: string, random: Random, others: readonly [Origin, ...Origin[]]) => string;

/** A place, and a length that is mostly short. */
function range(text: string, random: Random): readonly [start: number, end: number] {
  const start = random.below(text.length + 1);
  const most = random.pick([2, 10, 100, 2000, text.length]);
  return [start, Math.min(text.length, start + random.below(most) + 1)];
}

/** Changes the lines of a text. */
function ofLines(change: (lines: string[], random: Random) => readonly string[]): Mutation {
  return (text, random) => change(text.split('\n'), random).join('\n');
}

/** The lines with those from a random place on, of a random number, changed. */
function ofSomeLines(change: (lines: readonly string[], random: Random) => readonly string[]): Mutation {
  return ofLines((lines, random) => {
    const start = random.below(lines.length);
    const end = start + random.below(random.pick([1, 3, 20, lines.length])) + 1;
    return [...lines.slice(0, start), ...change(lines.slice(start, end), random), ...lines.slice(end)];
  });
}

/** A part of another file. */
function partOfAnother(random: Random, others: readonly [Origin, ...Origin[]]): string {
  return window(random.pick(others).bytes.toString('latin1'), random);
}

const MUTATIONS: readonly [readonly [name: string, mutation: Mutation], ...(readonly [name: string, mutation: Mutation])[]] = [
  [
    'bytes changed',
    (text, random) => {
      const bytes = bytesOf(text);
      for (let left = random.below(8) + 1; left > 0; left -= 1) bytes[random.below(bytes.length)] = random.below(256);
      return bytes.toString('latin1');
    },
  ],
  ['cut off', (text, random) => text.slice(0, random.below(text.length))],
  ['beginning lost', (text, random) => text.slice(random.below(text.length))],
  [
    'part lost',
    (text, random) => {
      const [start, end] = range(text, random);
      return text.slice(0, start) + text.slice(end);
    },
  ],
  [
    'part doubled',
    (text, random) => {
      const [start, end] = range(text, random);
      return text.slice(0, end) + text.slice(start);
    },
  ],
  [
    'text put in',
    (text, random) => {
      const at = random.below(text.length + 1);
      return text.slice(0, at) + random.pick(TEXTS).repeat(random.pick([1, 1, 2, 50])) + text.slice(at);
    },
  ],
  [
    'number blown up',
    (text, random) => {
      const numbers = [...text.matchAll(/\d+/g)];
      const chosen = numbers[random.below(numbers.length)];
      if (chosen === undefined) return text;
      return text.slice(0, chosen.index) + random.pick(NUMBERS) + text.slice(chosen.index + chosen[0].length);
    },
  ],
  [
    'lines swapped',
    ofLines((lines, random) => {
      const [a, b] = [random.below(lines.length), random.below(lines.length)];
      return lines.map((line, i) => (i === a ? (lines[b] ?? '') : i === b ? (lines[a] ?? '') : line));
    }),
  ],
  ['lines dropped', ofSomeLines(() => [])],
  ['lines dropped here and there', ofLines((lines, random) => lines.filter(() => !random.once(10)))],
  [
    'lines repeated',
    ofSomeLines((lines, random) => Array.from({ length: lines.length > 20 ? 2 : random.pick([2, 3, 30]) }, () => lines).flat()),
  ],
  [
    'a line made long',
    (text, random) => {
      // What an expression reads again and again from every place of a line shows only in a long one.
      if (!random.once(4)) return text;
      const at = random.below(text.length);
      const piece = text.slice(at, at + 1 + random.below(4)).replaceAll('\n', ' ');
      return text.slice(0, at) + piece.repeat(8000) + text.slice(at);
    },
  ],
  ['lines joined', ofSomeLines((lines, random) => [lines.join(random.pick(['', ' ', '\t', '\r', '\\n']))])],
  [
    'a line broken',
    ofSomeLines((lines, random) => [
      lines.map((line) => line.replace(/^.{0,40}/, (head) => `${head}\n`)).join(random.pick(['\n', '\n\n'])),
    ]),
  ],
  ['lines turned', ofSomeLines((lines) => lines.toReversed())],
  ['all lines turned', ofLines((lines) => lines.toReversed())],
  ['carriage returns', (text) => text.replaceAll('\n', '\r\n')],
  [
    'another file put in',
    (text, random, others) => {
      const at = text.indexOf('\n', random.below(text.length)) + 1;
      return text.slice(0, at) + partOfAnother(random, others) + text.slice(at);
    },
  ],
  ['spliced with another file', (text, random, others) => text.slice(0, random.below(text.length)) + partOfAnother(random, others)],
  [
    'lines of another file between',
    (text, random, others) => {
      const other = partOfAnother(random, others).split('\n');
      return text
        .split('\n')
        .flatMap((line, i) => [line, ...other.slice(i, i + 1)])
        .join('\n');
    },
  ],
  ['wrapped', (text, random) => wrapped(text, random)],
  ['compressed', (text) => gzipSync(bytesOf(text), { level: 1 }).toString('latin1')],
  ['UTF-16', (text) => Buffer.from(`\ufeff${bytesOf(text).toString('utf8')}`, 'utf16le').toString('latin1')],
];

function wrapped(text: string, random: Random): string {
  const wrapping = WRAPPINGS[random.below(WRAPPINGS.length)];
  if (wrapping === undefined) return text;
  return bytesOf(`${wrapping.wrap(bytesOf(text.replace(/\n$/, '')).toString('utf8').split('\n')).lines.join('\n')}\n`).toString('latin1');
}

/** Some lines of a text: a case has to be quick. */
function window(text: string, random: Random): string {
  const lines = text.split('\n');
  const most = random.pick([12, 40, 40, 150]);
  if (lines.length <= most) return text.length > 30_000 ? text.slice(0, 30_000) : text;
  // Beginnings tell the most.
  const start = random.once(3) ? 0 : random.below(lines.length - most);
  return lines
    .slice(start, start + most)
    .join('\n')
    .slice(0, 30_000);
}

function startOf({ bytes }: Origin, random: Random): string {
  if (!isGzip(bytes)) return window(bytes.toString('latin1'), random);
  // Most of what is done to compressed bytes is seen by the decompression alone.
  return (random.once(4) ? bytes : gunzipSync(bytes)).toString('latin1');
}

/** The case of a number: the same for the same corpus and seed. */
export function makeCase(corpus: readonly [Origin, ...Origin[]], seed: number, number: number): Case {
  const random = createRandom(seed, number);
  const origin = random.pick(corpus);
  let text = startOf(origin, random);
  const names: string[] = [];
  // Wrapped first and broken afterwards is what a log goes through; the other way round is what a program prints.
  if (random.once(4)) {
    text = wrapped(text, random);
    names.push('wrapped');
  }
  for (let left = random.pick([1, 1, 2, 3, 5, 8]); left > 0 && text.length < 200_000; left -= 1) {
    const [name, mutation] = random.pick(MUTATIONS);
    text = mutation(text, random, corpus);
    names.push(name);
  }
  return {
    story: `${origin.name}: ${names.join(', ')}`,
    bytes: bytesOf(text),
    chunk: random.pick([1 << 16, 1 << 16, smallChunk(text.length, 1 + random.below(20)), 1 + random.below(4096)]),
    limits: random.once(8) ? tight(random) : {},
  };
}

/** Bytes of a chunk, but no more than some dozen chunks: every one costs some microseconds. */
export function smallChunk(length: number, wanted: number): number {
  return Math.max(wanted, Math.ceil(length / 64));
}

/** Limits that are hit. */
function tight(random: Random): Partial<Limits> {
  return random.pick<Partial<Limits>>([
    { lineBytes: 16 + random.below(400) },
    { heldBytes: random.below(4000) },
    { streams: 1 + random.below(2) },
    { evidenceBytes: random.below(20_000) },
    { binaryBytes: random.below(2000) },
    { depth: random.below(2) },
  ]);
}
