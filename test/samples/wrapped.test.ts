import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/analyze.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';
import { nested, WRAPPINGS, type Wrapping } from '../bundle/unwrap/wrappings.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', 'samples', 'incidents');

/** Every text that the lab's programs left, by its name. */
const texts = readdirSync(INCIDENTS, { recursive: true, encoding: 'utf8' })
  .filter((name) => statSync(join(INCIDENTS, name)).isFile() && !name.endsWith('.expected.json'))
  .map((name) => ({ name, bytes: readFileSync(join(INCIDENTS, name)) }))
  .filter(({ bytes }) => !bytes.includes(0) && bytes[0] !== 0x1f && bytes.length < 100_000)
  .map(({ name, bytes }) => ({ name, lines: bytes.toString('utf8').replace(/\n$/, '').split('\n') }));

async function factsOf(lines: readonly string[]): Promise<readonly Fact[]> {
  async function* once() {
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
  return (await examine(['-'], { stdin: once })).caseFile.all;
}

/** A fact without what a wrapper may change: whose it is, and where it stands. */
function bare(fact: Fact): unknown {
  return JSON.parse(
    JSON.stringify(fact, (key, value: unknown) =>
      ['citations', 'citation', 'scope'].includes(key) || (key === 'line' && ['scheduler', 'gc'].includes(fact.type)) ? undefined : value,
    ),
  );
}

/** Lines of the file, for the lines of the printed text. */
function placed(citation: Citation, places: readonly number[]): readonly number[] {
  const lines = [citation.firstLine ?? 0, citation.lastLine ?? 0].map((line) => places[line - 1] ?? 0);
  return [Math.min(...lines), Math.max(...lines)];
}

async function holds(lines: readonly string[], wrapping: Wrapping): Promise<void> {
  const plain = await factsOf(lines);
  const wrapped = wrapping.wrap(lines);
  const peeled = await factsOf(wrapped.lines);
  expect(peeled.map(bare)).toEqual(plain.map(bare));
  const expected = plain.flatMap(({ citations }) => citations.map((citation) => placed(citation, wrapped.places)));
  const found = peeled.flatMap(({ citations }) => citations.map(({ firstLine, lastLine }) => [firstLine, lastLine]));
  expect(found).toEqual(expected);
}

/** Loggers quote stacks, and a prefix of no known form shows only at a goroutine: other texts are not known behind these. */
const needsStack = (wrapping: Wrapping) => ['quoted-string', 'prefix'].includes(wrapping.layers[0] ?? '');
const hasStack = ({ lines }: { lines: readonly string[] }) => lines.some((line) => /^goroutine \d+ .*\]:$/.test(line));

describe.each(WRAPPINGS)('in $name', (wrapping) => {
  it.each(texts.filter((text) => hasStack(text) || !needsStack(wrapping)))(
    '$name has the same facts, at the lines where they stand',
    async ({ lines }) => {
      await holds(lines, wrapping);
    },
  );
});

const CRI = WRAPPINGS.find(({ name }) => name === 'cri') as Wrapping;
const LOGGER = WRAPPINGS.find(({ name }) => name === 'json-log') as Wrapping;

it.each(texts)('$name has the same facts through two layers', async ({ lines }) => {
  await holds(lines, nested(CRI, LOGGER));
});

it.each(texts)('$name has the same facts with the newest line first', async ({ lines }) => {
  const { lines: wrapped } = CRI.wrap(lines);
  const [upright, reversed] = await Promise.all([factsOf(wrapped), factsOf(wrapped.toReversed())]);
  expect(reversed.map(bare)).toEqual(upright.map(bare));
  const turned = (line = 0) => wrapped.length + 1 - line;
  const places = (facts: readonly Fact[]) => facts.flatMap(({ citations }) => citations);
  expect(places(reversed).map(({ firstLine, lastLine }) => [firstLine, lastLine])).toEqual(
    places(upright).map(({ firstLine, lastLine }) => [turned(lastLine), turned(firstLine)]),
  );
});
