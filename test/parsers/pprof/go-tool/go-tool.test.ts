import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { gunzipSync } from 'node:zlib';

import fastGlob from 'fast-glob';
import { describe, expect, it } from 'vitest';

import type { HeapSums } from '../../../../src/evidence/facts/heap.ts';
import type { Frame } from '../../../../src/evidence/frame.ts';
import type { ExactInt } from '../../../../src/text/exact.ts';
import { runParser } from '../run-parser.ts';
import { answerOf, type FileAnswer, goAnswerOf } from './compare-file.ts';
import { differencesOf } from './differences.ts';
import { findPprof } from './go-answer.ts';
import { RECORDED } from './recorded.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const SAMPLES = join(root, 'samples', 'incidents');
const recorded = new Map<string, FileAnswer>(
  fastGlob.sync('*.json', { cwd: join(root, RECORDED) }).flatMap((file): [string, FileAnswer][] => {
    const answers = JSON.parse(readFileSync(join(root, RECORDED, file), 'utf8')) as Record<string, FileAnswer>;
    return Object.entries(answers).map(([name, answer]) => [`${file.slice(0, -'.json'.length)}/${name}`, answer]);
  }),
);
const pprof = findPprof();
if (pprof === undefined) console.warn('go tool pprof is not run, its recorded answers are used: Go is not installed');

describe('the same as what go tool pprof was recorded to say', () => {
  it('of every profile among the samples', async () => {
    const profiles: string[] = [];
    for (const name of fastGlob.sync('**/*', { cwd: SAMPLES }).toSorted())
      if ((await answerOf(join(SAMPLES, name))) !== undefined) profiles.push(name);
    expect(profiles).toEqual([...recorded.keys()].toSorted());
    expect(profiles.length).toBeGreaterThan(90);
  });

  it.each([...recorded.keys()].toSorted())('%s', async (name) => {
    expect(differencesOf(recorded.get(name), await answerOf(join(SAMPLES, name)))).toEqual([]);
  });
});

it.skipIf(pprof === undefined).each([...recorded.keys()].toSorted())('the record of %s is what Go says', (name) => {
  expect(differencesOf(recorded.get(name), goAnswerOf(pprof ?? '', join(SAMPLES, name)))).toEqual([]);
});

describe('facts of profiles in protobuf form say the same', () => {
  const binary = [...recorded].flatMap(([name, answer]) => ('types' in answer ? [[name, answer] as const] : []));
  const texts = (values: readonly ExactInt[]) => values.map(String);
  const bytesOf = (name: string) => {
    const bytes = readFileSync(join(SAMPLES, name));
    return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
  };
  const heapOf = (one: HeapSums) => texts([one.allocObjects, one.allocBytes, one.inuseObjects, one.inuseBytes]);

  it.each(binary.filter(([, { types }]) => types[0] === 'alloc_objects/count'))(
    '%s: the heap',
    (name, { types, totals, sites, functions }) => {
      const [fact] = runParser(bytesOf(name)).facts.of('heap');
      if (fact === undefined) throw new Error('no fact');
      expect(heapOf(fact)).toEqual(totals);
      const known = new Set(sites.map((site) => site.join('|')));
      const listed = [...fact.sites, ...fact.allocSites].map((site) => [stackOf(site.frames), ...heapOf(site)].join('|'));
      expect(listed.filter((one) => !known.has(one))).toEqual([]);
      expect(listed.length).toBeGreaterThan(0);
      for (const [column, type] of types.entries()) {
        const ours = new Map(
          fact.functions.map((one) => [one.frame.function as string, [heapOf(one.flat)[column], heapOf(one.cumulative)[column]]]),
        );
        const both = (functions[type] ?? []).filter(([fn = '']) => ours.has(fn));
        expect(both.map(([fn = '']) => [fn, ...(ours.get(fn) ?? [])])).toEqual(both);
      }
      // By what is in use Go's order is ours, as far as it has anything.
      const inUse = (functions['inuse_space/bytes'] ?? []).filter(([, flat = '0']) => BigInt(flat) > 0n).map(([fn = '']) => fn);
      expect(
        fact.functions
          .map((one) => one.frame.function)
          .slice(0, inUse.length)
          .toSorted(),
      ).toEqual(inUse.toSorted());
    },
  );

  it.each(binary.filter(([, { types }]) => types.includes('cpu/nanoseconds')))(
    '%s: the processor',
    (name, { totals, sites, functions }) => {
      const [fact] = runParser(bytesOf(name)).facts.of('cpu-profile');
      if (fact === undefined) throw new Error('no fact');
      expect(texts([fact.samples, fact.cpuNanos])).toEqual(totals);
      const known = new Set(sites.map((site) => site.join('|')));
      const above = fact.sites.map((site) => [stackOf(site.frames), ...texts([site.samples, site.cpuNanos])].join('|'));
      // Which of equal ones are the last of the fifty is chance.
      expect(above.slice(0, 20).filter((one) => !known.has(one))).toEqual([]);
      const ours = new Map(fact.functions.map((one) => [one.frame.function as string, texts([one.flatNanos, one.cumulativeNanos])]));
      const both = (functions['cpu/nanoseconds'] ?? []).filter(([fn = '']) => ours.has(fn));
      expect(both.length).toBeGreaterThan(20);
      expect(both.map(([fn = '']) => [fn, ...(ours.get(fn) ?? [])])).toEqual(both);
    },
  );
});

function stackOf(frames: readonly Frame[]): string {
  return frames.map(({ function: name, line = 0 }) => `${name}:${line}`).join(' < ');
}

describe('what is compared', () => {
  const [heap] = [...recorded].filter(([name]) => name.endsWith('clonebot/heap-2.pb.gz')).map(([, answer]) => answer);
  if (heap === undefined || !('types' in heap)) throw new Error('no record');

  it('any value counts', () => {
    const more = (text = '0') => String(BigInt(text) + 1n);
    const [site = [], ...sites] = heap.sites;
    const [fn = [], ...functions] = heap.functions['inuse_space/bytes'] ?? [];
    const others: FileAnswer[] = [
      { ...heap, totals: heap.totals.with(3, more(heap.totals[3])) },
      { ...heap, samples: heap.samples + 1 },
      { ...heap, sites },
      { ...heap, sites: [site.with(1, more(site[1])), ...sites] },
      { ...heap, functions: { ...heap.functions, 'inuse_space/bytes': [fn.with(1, more(fn[1])), ...functions] } },
      { ...heap, functions: { ...heap.functions, 'inuse_space/bytes': [fn.with(2, more(fn[2])), ...functions] } },
      [],
    ];
    for (const other of others) expect(differencesOf(heap, other)).toHaveLength(1 + (other === others[2] ? sites.length : 0));
    expect(differencesOf(undefined, heap)).toHaveLength(1);
    expect(differencesOf(heap, heap)).toEqual([]);
  });

  it('records hold something', () => {
    for (const answer of recorded.values()) {
      if ('types' in answer) expect(Object.keys(answer.functions)).toEqual(answer.types);
      else expect(answer.length).toBeGreaterThan(0);
    }
    expect(heap.sites.length).toBeGreaterThan(5);
    expect(heap.functions['alloc_space/bytes']?.length).toBeGreaterThan(5);
  });
});
