import { describe, expect, test } from 'vitest';
import { deriveMemoryLedger } from '../../src/evidence/derive/memory-ledger.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import { sanitize } from '../../src/text/safe-text.ts';

let number = 0;
const fact = (type: Fact['type'], fields: object, scope: Scope = {}): Fact =>
  ({
    type,
    id: `${type}:${++number}`,
    certainty: 'stated',
    scope,
    citations: [{ path: sanitize(`${type}.txt`), firstLine: 1, lastLine: 1, excerpt: sanitize('') }],
    unparsedLines: 0,
    ...fields,
  }) as unknown as Fact;

const MIB = 1_048_576;
const cgroup = (memory: object, group = 'g', scope: Scope = {}) => fact('cgroup', { group: sanitize(group), memory }, scope);
const process = (pid: number, fields: object) => fact('process', { source: 'procfs', pid, ...fields });
const metrics = (fields: object) => fact('runtime-metrics', { source: 'prometheus', ...fields });
const trace = (liveMiB: number) => fact('gc', { cycles: [{ liveMiB, stacksMiB: 2, globalsMiB: 0 }] });

describe('where the memory went', () => {
  test('what is not the runtime’s', () => {
    const facts = [
      cgroup({ limitBytes: 1000 * MIB, anonBytes: 600 * MIB, shmemBytes: 100 * MIB }),
      process(1, { residentBytes: 650 * MIB, anonBytes: 590 * MIB, hugePageBytes: 65 * MIB }),
      metrics({ heldBytes: 200 * MIB, heapLiveBytes: 100 * MIB, nextGcBytes: 200 * MIB }),
    ];
    expect(deriveMemoryLedger(facts)).toMatchObject([
      {
        certainty: 'derived',
        otherBytes: 400 * MIB,
        otherShare: 0.4,
        otherOfResident: 400 / 600,
        hugeShare: 0.1,
        heldShare: 0.2,
        liveShare: 0.1,
        goalShare: 0.2,
        shmemShare: 0.1,
        unaligned: false,
      },
    ]);
    expect(deriveMemoryLedger(facts)[0]).not.toHaveProperty('killed');
  });

  test('line by line, with what says it, and what nothing tells', () => {
    const facts = [
      cgroup({ limitBytes: 1000 * MIB, peakBytes: 900 * MIB, anonBytes: 600 * MIB, fileBytes: 50 * MIB }),
      metrics({ heldBytes: 200 * MIB, heapLiveBytes: 100 * MIB }),
      fact('dump', { kind: 'debug2', goroutines: 1024 }),
      fact('runtime-settings', { gogc: 50 }),
    ];
    const [account] = deriveMemoryLedger(facts);
    const rows = account !== undefined && 'lines' in account && account.type === 'memory-ledger' ? account.lines : [];
    expect(rows.map(({ name, bytes, share, certainty, source }) => [name, Number(bytes) / MIB, share, certainty, source])).toEqual([
      ['limit', 1000, undefined, 'stated', 'control group'],
      ['peak', 900, 0.9, 'stated', 'control group'],
      ['go-held', 200, 0.2, 'stated', 'runtime metrics'],
      ['heap-live', 100, 0.1, 'stated', 'runtime metrics'],
      ['stacks', 2, 0.002, 'guessed', 'at least: 1024 goroutines of 2 KiB'],
      ['anon', 600, 0.6, 'stated', 'control group'],
      ['other', 400, 0.4, 'derived', 'anonymous memory less what the runtime holds'],
      ['page-cache', 50, 0.05, 'stated', 'control group'],
    ]);
    expect(account).toMatchObject({ gogc: 50, missing: ['go-limit', 'heap-goal', 'resident'] });
  });

  test('stacks as the runtime counts them, else as the trace does; a goal from the trace is computed', () => {
    const lineOf = (name: string, ...facts: Fact[]) => {
      const [account] = deriveMemoryLedger(facts);
      return account?.type === 'memory-ledger' ? account.lines.find((line) => line.name === name) : undefined;
    };
    const limit = cgroup({ limitBytes: 100 * MIB });
    expect(lineOf('stacks', limit, trace(60))).toMatchObject({ bytes: 2 * MIB, certainty: 'stated', source: 'gctrace' });
    expect(lineOf('stacks', limit, metrics({ heldBytes: 1, stackInuseBytes: 7 }))).toMatchObject({ bytes: 7, source: 'runtime metrics' });
    expect(lineOf('heap-goal', limit, trace(60))).toMatchObject({ certainty: 'derived', source: 'gctrace', share: 1.22 });
    expect(lineOf('heap-goal', limit, metrics({ heldBytes: 1, nextGcBytes: 7 }))).toMatchObject({ certainty: 'stated' });
  });

  test('the goal of the collector: live heap and stacks, by GOGC', () => {
    const goal = (...more: Fact[]) =>
      deriveMemoryLedger([cgroup({ limitBytes: 100 * MIB, oomKills: 1 }), trace(60), ...more]).map((one) =>
        'goalShare' in one ? one.goalShare : undefined,
      );
    expect(goal()).toEqual([1.22]);
    expect(goal(fact('runtime-settings', { gogc: 50 }))).toEqual([0.91]);
    expect(goal(fact('runtime-settings', { gogcOff: true }))).toEqual([undefined]);
  });

  test('what was live at most, by the goal alone', () => {
    const live = (...more: Fact[]) =>
      deriveMemoryLedger([
        cgroup({ limitBytes: 100 * MIB, oomKills: 1 }),
        metrics({ heldBytes: 90 * MIB, nextGcBytes: 120 * MIB }),
        ...more,
      ]).map((one) => ('liveShare' in one ? one.liveShare : undefined));
    const unset = { memoryLimitSet: false };
    expect(live(fact('runtime-settings', unset))).toEqual([0.6]);
    expect(live(fact('runtime-settings', { ...unset, gogc: 200 }))).toEqual([0.4]);
    expect(live(fact('runtime-settings', { ...unset, gogcOff: true }))).toEqual([undefined]);
    // A memory limit makes the goal smaller than GOGC would.
    expect(live(fact('runtime-settings', { memoryLimitSet: true }))).toEqual([undefined]);
    expect(live()).toEqual([undefined]);
  });

  test('of two runs of one container, the one that was killed has what says nothing of its run', () => {
    const at = (incarnation: number): Scope => ({ pod: sanitize('p'), container: sanitize('c'), incarnation });
    const container = (incarnation: number, more: object) =>
      fact('container', { name: 'c', limits: { memoryBytes: 100 * MIB }, environment: [], ...more }, at(incarnation));
    const [dead, running] = [container(1, { reason: 'OOMKilled' }), container(2, {})];
    expect(deriveMemoryLedger([running, dead, trace(60)])).toMatchObject([{ scope: at(1), killed: true, goalShare: 1.22 }]);
    expect(deriveMemoryLedger([container(1, {}), running, metrics({ heldBytes: 50 * MIB })])).toMatchObject([
      { scope: at(2), heldShare: 0.5 },
    ]);
    const other = fact('container', { name: 'd', environment: [] }, { pod: sanitize('p'), container: sanitize('d'), incarnation: 0 });
    for (const one of deriveMemoryLedger([dead, other, trace(60)])) expect(one).not.toHaveProperty('goalShare');
  });

  test('GOMEMLIMIT against the limit', () => {
    const facts = [cgroup({ limitBytes: 100 * MIB }), fact('runtime-settings', { memoryLimitBytes: 90 * MIB, memoryLimitSet: true })];
    expect(deriveMemoryLedger(facts)).toMatchObject([{ goLimitSet: true, goLimitShare: 0.9 }]);
  });

  test('a limit that the kernel has rounded down', () => {
    const facts = [
      cgroup({ limitBytes: 123453440 }),
      fact('container', { name: 'c', limits: { memoryBytes: 123456789 }, environment: [] }),
    ];
    expect(deriveMemoryLedger(facts)).toMatchObject([{ roundedBytes: 3349, unaligned: true }]);
  });

  test.each([
    ['the group', [cgroup({ oomKills: 1, limitBytes: 5 })]],
    ['the kernel', [fact('kernel', { event: 'oom-kill', constraint: 'memcg', limitBytes: 5, count: 1 })]],
    ['the container', [fact('container', { name: 'c', reason: 'OOMKilled', limits: { memoryBytes: 5 }, environment: [] })]],
  ])('%s tells of a kill', (_, facts) => {
    expect(deriveMemoryLedger(facts)).toMatchObject([{ killed: true, limitBytes: 5 }]);
  });

  test('a kill of the whole machine is none of the limit', () => {
    expect(deriveMemoryLedger([fact('kernel', { event: 'oom-kill', constraint: 'none', limitBytes: 5, count: 1 })])).toEqual([]);
  });

  test('what is of several groups or processes is not put together', () => {
    const many = [cgroup({ limitBytes: 5, oomKills: 1 }, 'a'), cgroup({ limitBytes: 6 }, 'b'), metrics({ heldBytes: 4 }), trace(1)];
    expect(deriveMemoryLedger(many)[0]).not.toHaveProperty('limitBytes');
    const two = [cgroup({ limitBytes: 50 }), process(1, { residentBytes: 9 }), process(2, { residentBytes: 8 }), metrics({ heldBytes: 4 })];
    expect(deriveMemoryLedger(two)[0]).not.toHaveProperty('otherBytes');
  });

  test('each pod has its own, and what is nameless belongs to none of two', () => {
    const [a, b] = [{ pod: sanitize('a') }, { pod: sanitize('b') }];
    const facts = [
      cgroup({ limitBytes: 5, oomKills: 1 }, 'g', a),
      cgroup({ limitBytes: 7, oomKills: 1 }, 'g', b),
      metrics({ heldBytes: 4 }),
    ];
    const ledgers = deriveMemoryLedger(facts);
    expect(ledgers).toMatchObject([
      { scope: a, limitBytes: 5 },
      { scope: b, limitBytes: 7 },
    ]);
    for (const one of ledgers) expect(one).not.toHaveProperty('goHeldBytes');
  });

  describe('a process that grows beside its heap profiles', () => {
    const status = (anon: number, i: number, pid = 1): Fact => ({
      ...process(pid, { anonBytes: anon * MIB }),
      citations: [{ path: sanitize(`status-${i}.txt`), firstLine: 1, lastLine: 1, excerpt: sanitize('') }],
    });
    const heap = (inuse: number, fields: object = {}) => fact('heap', { inuseBytes: inuse * MIB, salvaged: false, ...fields });
    const heaps = [heap(2), heap(8)];
    const first = (facts: readonly Fact[]) => deriveMemoryLedger(facts)[0];

    test('in the order of the names of its snapshots', () => {
      expect(first([status(90, 10), status(10, 1), status(50, 2), ...heaps])).toMatchObject({
        grownBytes: 80 * MIB,
        grownSnapshots: 3,
        heapPeakBytes: 8 * MIB,
        grownOverHeap: 10,
      });
    });

    test('a heap that is all but empty counts as 4 MiB', () => {
      expect(first([status(10, 1), status(50, 2), status(90, 3), heap(0), heap(1)])).toMatchObject({
        heapPeakBytes: MIB,
        grownOverHeap: 20,
      });
    });

    test.each<[string, Fact[]]>([
      ['it fell once', [status(10, 1), status(95, 2), status(90, 3), ...heaps]],
      ['two snapshots', [status(10, 1), status(90, 2), ...heaps]],
      ['of two processes', [status(10, 1), status(50, 2), status(90, 3, 2), ...heaps]],
      ['one heap profile', [status(10, 1), status(50, 2), status(90, 3), heap(2)]],
      [
        'differences of two moments',
        [status(10, 1), status(50, 2), status(90, 3), heap(2, { durationNanos: 5 }), heap(3, { durationNanos: 5 })],
      ],
    ])('nothing is said: %s', (_, facts) => {
      expect(first(facts) ?? {}).not.toHaveProperty('grownBytes');
    });
  });

  test('one artefact alone makes none', () => {
    expect(deriveMemoryLedger([cgroup({ limitBytes: 5 })])).toEqual([]);
    expect(deriveMemoryLedger([metrics({ heldBytes: 5 })])).toEqual([]);
  });
});
