import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addDerived } from '../../src/analyze.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { loadSignatures } from '../../src/matcher/store.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { type MemoryFile, findingsOf, readFiles, readIncident } from './bundle.ts';
import { requiredCitations, withoutCited } from './cited.ts';

const INCIDENTS = join(import.meta.dirname, '../../samples/incidents');
const signatures = await loadSignatures();

const LOGGED = 'a line that is logged again and again is cited at its first and its last place';
const PROFILES = 'of ten profiles the first, the last and the greatest are cited, and fewer grow as well';
const FORMS = 'the text form has a stack for each label, and cites the first';
const DUMPS = 'each of several dumps shows it';

/**
 * What is left of these proves the same once more, and why: how often the lines that are cited have to be taken away until nothing does. A
 * finding that is not named here must be gone the first time, and these must not need fewer times.
 */
const AGAIN: ReadonlyMap<string, readonly [rounds: number, why: string]> = new Map([
  ['fd-exhaustion: fd-exhaustion', [10, LOGGED]],
  ['pids-limit: pids-limit-fork-eagain', [4, LOGGED]],
  ['client-go-typed, throttled: client-go-typed', [2, LOGGED]],
  ['gc-assist-pressure: gc-assist-pressure', [3, DUMPS]],
  ['gc-assist-pressure-go1.19: gc-assist-pressure', [4, DUMPS]],
  ['context-leak-timeout: context-leak', [2, PROFILES]],
  ['context-leak-timeout-go1.21: context-leak', [2, PROFILES]],
  ['native-memory-growth: native-memory-growth', [3, PROFILES]],
  ['heap-growth-go1.21: heap-growth', [4, PROFILES]],
  ['heap-leak-ten: heap-growth', [4, PROFILES]],
  ['leak-profiles: goroutine-leak-chan-receive', [4, FORMS]],
  ['leak-profiles-go1.27: goroutine-leak-chan-receive', [4, FORMS]],
  ['heap-corruption: heap-corruption', [2, 'the runtime says it once more before the message, with the object']],
  [
    'invalid-heap-pointer, with the object that holds it, Go 1.19: invalid-heap-pointer',
    [2, 'the runtime says it once more before the message, with the pointer'],
  ],
  [
    'node-pressure-eviction, memory of the node: node-pressure-eviction',
    [2, 'the message is cited; the reason stands in a line of its own'],
  ],
]);

/** What is found yet where the lines that a signature requires are taken away, so many times. */
async function leftOf(signature: Signature, files: readonly MemoryFile[], rounds: number): Promise<readonly string[]> {
  let rest = files;
  for (let round = 0; round < rounds; round++) {
    const read = await readFiles(rest);
    addDerived(read);
    rest = withoutCited(rest, requiredCitations(signature, read));
  }
  return findingsOf(await readFiles(rest), [signature]).map(
    ({ confidence, evidence }) =>
      `${confidence}: ${evidence.map((one) => `${one.evidence} ${one.citation.path}:${one.citation.firstLine ?? 0}`).join(', ')}`,
  );
}

const used = new Set<string>();

/** Every signature that finds something in a sample must find nothing there without what it requires. */
async function complaints(name: string, files: readonly MemoryFile[]): Promise<readonly string[]> {
  const found = new Set(findingsOf(await readFiles(files), signatures).map(({ signature }) => signature));
  const wrong: string[] = [];
  for (const signature of signatures.filter(({ id }) => found.has(id))) {
    const key = `${name}: ${signature.id}`;
    const [rounds] = AGAIN.get(key) ?? [1];
    used.add(key);
    wrong.push(...(await leftOf(signature, files, rounds)).map((left) => `${key}: ${left}`));
    if (rounds > 1 && (await leftOf(signature, files, rounds - 1)).length === 0) wrong.push(`${key}: is gone after ${rounds - 1} times`);
  }
  return wrong;
}

describe('without the lines that it requires a signature finds nothing', () => {
  const names = readdirSync(INCIDENTS, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  test.each(names)('in %s', async (name) => {
    expect(await complaints(name, readIncident(join(INCIDENTS, name)))).toEqual([]);
  });

  test.each(signatures.map(({ id, tests }) => ({ id, tests })))('in the lines that prove $id', async ({ id, tests }) => {
    for (const { name, text } of tests.match)
      if (text !== undefined) expect(await complaints(`${id}, ${name}`, [{ name: 'sample.log', bytes: Buffer.from(text) }])).toEqual([]);
  });

  test('what is named as proved again is found', () => {
    expect([...AGAIN.keys()].filter((key) => !used.has(key))).toEqual([]);
  });
});

describe('taking away what is cited', () => {
  const left = (text: string, ...cited: { firstLine?: number; lastLine?: number; path?: string }[]) =>
    withoutCited(
      [{ name: 'a.log', bytes: Buffer.from(text) }],
      cited.map((one) => ({ path: sanitize('a.log'), excerpt: sanitize(''), ...one }) as Citation),
    ).map(({ bytes }) => bytes.toString());

  test('lines, all of a file without lines, and nothing of another file', () => {
    expect(left('1\n2\n3\n4', { firstLine: 2, lastLine: 3 })).toEqual(['1\n4']);
    expect(left('1\n2', {})).toEqual([]);
    expect(left('1\n2', { firstLine: 1, lastLine: 2, path: 'b.log' })).toEqual(['1\n2']);
  });

  test('the goroutines of the same group', () => {
    const stack = (id: number, name: string) => `goroutine ${id} [select]:\nmain.${name}(0xc00${id})\n\t/src/main.go:${id} +0x1f`;
    const dump = [stack(1, 'wait'), stack(2, 'work'), stack(3, 'wait')].join('\n\n');
    expect(left(dump, { firstLine: 1, lastLine: 3 }).map((text) => text.trim())).toEqual([stack(2, 'work')]);
  });
});
