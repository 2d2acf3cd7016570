import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/matcher/finding.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { loadSignatures } from '../../src/matcher/store.ts';
import { createRandom } from '../fuzz/random.ts';
import { findingsOf, readFiles, readIncident } from './bundle.ts';
import { LOSS_KINDS, losses } from './loss.ts';
import { isFailure, moreSure } from './more-sure.ts';

const INCIDENTS = join(import.meta.dirname, '../../samples/incidents');
const SEED = 20_261_126;
/** Places of one kind in one file: `npm run losses` takes all. */
const MOST_PLACES = 6;
/** Ends of one file: it is cut at every k-th line, and k is such that there are no more. */
const MOST_ENDS = 12;

const names = readdirSync(INCIDENTS, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => name)
  .toSorted();

let signatures: readonly Signature[];
beforeAll(async () => {
  signatures = await loadSignatures();
});

describe('whatever part of a sample is lost, or comes twice, no finding is surer than in the whole', () => {
  test.each(names)('%s', async (name) => {
    const files = readIncident(join(INCIDENTS, name));
    const whole = findingsOf(await readFiles(files), signatures);
    const random = createRandom(SEED, names.indexOf(name));
    for (const file of files) {
      if (file.bytes.includes(0) || file.bytes[0] === 0x1f) continue;
      const others = await readFiles(files.filter((one) => one !== file));
      for (const kind of LOSS_KINDS) {
        const all = [...losses(file.bytes.toString('latin1'), kind)];
        const step = Math.ceil(all.length / MOST_ENDS);
        const chosen =
          kind === 'tail'
            ? all.filter((_, i) => i % step === 0)
            : Array.from({ length: Math.min(MOST_PLACES, all.length) }, () => all[random.below(all.length)]);
        for (const loss of chosen) {
          if (loss === undefined) continue;
          const part = findingsOf(await readFiles([{ name: file.name, bytes: Buffer.from(loss.text, 'latin1') }], others), signatures);
          const surer = moreSure(whole, part).filter((one) => isFailure(kind, one));
          expect(surer, `${file.name}: ${kind}, ${loss.where}`).toEqual([]);
        }
      }
    }
  });
});

test('losses of a text', () => {
  const of = (kind: (typeof LOSS_KINDS)[number]) => [...losses('one\ntwo\nend', kind)].map(({ text }) => text);
  expect(of('tail')).toEqual(['one', 'one\n', 'one\ntwo', 'one\ntwo\n', 'one\ntwo\nend']);
  expect(of('line')).toEqual(['o', 'on', 'one\nt', 'one\ntw', 'one\ntwo\ne', 'one\ntwo\nen']);
  expect(of('head')).toEqual(['two\nend', 'end']);
  expect(of('hole')).toEqual(['two\nend', 'one\nend']);
  expect(of('doubled')).toEqual(['one\ntwo\nendone\ntwo\nend']);
});

test('what is surer than the whole is told', () => {
  const finding = (signature: string, key: string, confidence: Finding['confidence']) =>
    ({ signature, key, confidence, scoring: [] }) as unknown as Finding;
  const kinds = (whole: readonly Finding[], part: readonly Finding[]) => moreSure(whole, part).map(({ kind }) => kind);
  expect(kinds([], [finding('a', 'a/1', 'strong')])).toEqual(['strong']);
  expect(kinds([], [finding('a', 'a/1', 'weak')])).toEqual(['new']);
  expect(kinds([finding('a', 'a/1', 'moderate')], [finding('a', 'a/1', 'strong')])).toEqual(['raised']);
  expect(kinds([finding('a', 'a/1', 'weak'), finding('a', 'a/2', 'strong')], [finding('a', 'a/1', 'moderate')])).toEqual(['raised']);
  expect(isFailure('hole', { kind: 'strong', signature: 'a', detail: '' })).toBe(true);
  expect(isFailure('hole', { kind: 'raised', signature: 'a', detail: '' })).toBe(false);
  expect(isFailure('tail', { kind: 'raised', signature: 'a', detail: '' })).toBe(true);
  expect(kinds([finding('a', 'a/1', 'strong')], [finding('a', 'a/1', 'strong'), finding('a', 'a/9', 'moderate')])).toEqual([]);
});
