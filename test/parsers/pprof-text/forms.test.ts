import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createDumpReader } from '../../../parsers/goroutine-dump/reader.ts';
import { CaseFile } from '../../../src/evidence/case-file.ts';
import { runParser } from '../pprof/run-parser.ts';
import { fakeContext } from '../goroutine-dump/read.ts';
import { read } from './read.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');
const path = (incident: string, name: string) => join(INCIDENTS, incident, name);
const text = (incident: string, name: string) => read(readFileSync(path(incident, name), 'utf8'));
const binary = (incident: string, name: string) => runParser(gunzipSync(readFileSync(path(incident, name))));

/** Fields that both forms have; the frames without what only one of them tells. */
function same(facts: CaseFile): unknown {
  return facts.all.map(({ type, ...fact }) => {
    if (type !== 'contention' && type !== 'threads' && type !== 'runtime-metrics') return type;
    const {
      citations: _,
      timeNanos: __,
      cycles: ___,
      cyclesPerSecond: ____,
      samplingPeriod: _____,
      ...rest
    } = fact as Record<string, unknown>;
    const listed = (name: string) => (name in rest ? { [name]: (rest[name] as Record<string, unknown>[]).map(siteOf) } : {});
    return { type, ...rest, ...listed('sites'), ...listed('locks') };
  });
}

function siteOf({ frames, frame, owner, ...site }: Record<string, unknown>): unknown {
  delete site['cycles'];
  return {
    ...site,
    frames: ((frames ?? [frame]) as { function: string; line?: number }[]).map((one) => [one.function, one.line]),
    owner: owner !== undefined,
  };
}

describe.each([
  ['healthy-labels-go1.13', 'block'],
  ['healthy-labels-go1.19', 'block'],
  ['healthy-labels-go1.21', 'block'],
  ['healthy-labels-go1.27', 'block'],
  ['healthy-labels-go1.13', 'mutex'],
  ['healthy-labels-go1.19', 'mutex'],
  ['healthy-labels-go1.21', 'mutex'],
  ['healthy-labels', 'mutex'],
  ['healthy-labels-go1.27', 'mutex'],
  ['healthy-profiles-go1.19', 'block'],
  ['healthy-profiles-go1.21', 'mutex'],
])('%s: the %s profile says the same in both forms', (incident, name) => {
  test('sites, events and delays, to the nanosecond', () => {
    const { facts, found, skipped } = text(incident, `${name}.txt`);
    expect(found).toEqual([`${name}-profile`]);
    expect(skipped).toEqual([]);
    expect(same(facts)).toEqual(same(binary(incident, `${name}.pb.gz`).facts));
    const [fact] = facts.of('contention');
    expect(fact).toMatchObject({ kind: name, cyclesPerSecond: expect.any(Number), salvaged: false });
    expect(fact?.sites[0]).toMatchObject({ owner: { function: 'main.contend.func1' } });
    // Eighty times one of four goroutines takes the lock, and nearly always another one has it.
    expect(Number(fact?.sites[0]?.events)).toBeGreaterThan(40);
    expect(fact?.samplingPeriod).toBe(name === 'mutex' ? 1 : undefined);
    expect(fact?.sites.reduce((sum, site) => sum + site.share, 0)).toBeCloseTo(1);
    expect(fact?.locks.reduce((sum, lock) => sum + lock.share, 0)).toBeCloseTo(1);
    expect(fact?.locks[0]).toMatchObject({
      kind: 'mutex',
      frame: { function: 'main.contend.func1' },
      owner: { function: 'main.contend.func1' },
    });
  });
});

describe.each(['healthy-labels-go1.13', 'healthy-labels-go1.19', 'healthy-labels-go1.21', 'healthy-labels', 'healthy-labels-go1.27'])(
  '%s: threads and goroutines',
  (incident) => {
    test('threads, those without a stack apart', () => {
      const { facts } = text(incident, 'threadcreate.txt');
      expect(same(facts)).toEqual(same(binary(incident, 'threadcreate.pb.gz').facts));
      const [threads] = facts.of('threads');
      expect(threads?.total).toBe(facts.of('runtime-metrics')[0]?.threadsCreated);
      expect(threads).toMatchObject({ unrecorded: threads?.total, siteCount: 0, sites: [] });
    });

    // Go 1.13 and 1.14 write no labels into goroutine profiles.
    test('labels are the same in the text, in the binary form and, from Go 1.26 on, in the headers', () => {
      const labelled = (facts: CaseFile) => facts.of('goroutines').flatMap(({ labels }) => labels ?? []);
      const expected = incident.endsWith('1.13')
        ? []
        : [
            {
              sets: ['t0', 't1', 't2'].map((tenant) => ({
                labels: [
                  { name: 'queue name', value: 'in: {"a"]:}' },
                  { name: 'tenant', value: tenant },
                ],
                count: 3,
              })),
              others: 0,
              none: 1,
            },
          ];
      expect(labelled(text(incident, 'goroutine.txt').facts)).toEqual(expected);
      expect(labelled(binary(incident, 'goroutine.pb.gz').facts)).toEqual(expected);
      const facts = new CaseFile();
      const reader = createDumpReader(fakeContext(facts), { goroutine: () => {}, dump: () => {} });
      const lines = readFileSync(path(incident, 'goroutine-3.txt'), 'utf8').split('\n');
      for (const [at, line] of lines.entries()) reader.accept({ text: line, number: at + 1 });
      reader.end();
      // There the tenth worker is a group of its own: another function started it.
      expect(labelled(facts)).toEqual(/1\.(?:13|19|21)$/.test(incident) ? [] : expected.map((labels) => ({ ...labels, none: 0 })));
      expect(facts.of('dump')[0]).toMatchObject({ goroutines: 11, defects: ['no-ages'] });
    });
  },
);

test('healthy-profiles: the stack of the thread that a locked goroutine needs, without the places that fill it up', () => {
  for (const incident of ['healthy-profiles', 'healthy-profiles-go1.21', 'healthy-profiles-go1.19']) {
    const { facts } = text(incident, 'threadcreate.txt');
    expect(same(facts)).toEqual(same(binary(incident, 'threadcreate.pb.gz').facts));
    expect(facts.of('threads')[0]).toMatchObject({ total: 8, unrecorded: 7, siteCount: 1, sites: [{ count: 1, share: 0.125 }] });
    expect(facts.of('threads')[0]?.sites[0]?.functions).toEqual([
      'runtime.allocm',
      'runtime.newm',
      'runtime.startTemplateThread',
      'runtime.LockOSThread',
      'runtime.ensureSigM.func1',
    ]);
  }
});

test.each(['leak-profiles', 'leak-profiles-go1.27'])('%s: both forms of the goroutineleak profile', (incident) => {
  for (const { facts, found } of [text(incident, 'goroutineleak.txt'), binary(incident, 'goroutineleak.pb.gz')]) {
    expect(found).toEqual(['goroutineleak-profile']);
    expect(facts.of('dump')).toMatchObject([{ kind: 'leak-profile', goroutines: 12, leaked: 12, groups: 1, integrity: 'whole' }]);
    expect(facts.of('goroutines')).toMatchObject([
      {
        dumpKind: 'leak-profile',
        count: 12,
        leaked: 12,
        owner: { function: 'main.request.func1' },
        labels: { sets: ['t0', 't1', 't2', 't3'].map((value) => ({ labels: [{ name: 'tenant', value }], count: 3 })), others: 0, none: 0 },
      },
    ]);
    expect(facts.of('goroutines')[0]).not.toHaveProperty('idle');
  }
});
