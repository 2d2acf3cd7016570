import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type AnalyzeOptions, examine } from '../src/analyze.ts';
import type { Entry } from '../src/bundle/entry.ts';
import { Budget, DEFAULT_LIMITS } from '../src/bundle/limits.ts';
import { LineSplitter } from '../src/bundle/lines.ts';
import { CaseFile } from '../src/evidence/case-file.ts';
import type { Fact } from '../src/evidence/facts/index.ts';
import { readArtefact } from '../src/read-artefact.ts';
import { SkippedLog } from '../src/skipped-log.ts';
import { sanitize } from '../src/text/safe-text.ts';
import { TOPICS } from '../parsers/log/topics/index.ts';
import { LINES } from './parsers/log/lines.ts';
import { LINES_TO_REST, type ParserContext } from '../parsers/parser.ts';
import { BINARY_PARSERS } from '../parsers/binary-registry.ts';
import { TEXT_PARSERS } from '../parsers/registry.ts';

const PANIC =
  'panic: send on closed channel\n\ngoroutine 7 [running]:\nmain.produce(...)\n\t/src/app/main.go:12\nmain.main()\n\t/src/app/main.go:30 +0x1d\n';
const LOG_LINE = '2026-01-02T03:04:05Z INFO served path=/api/items/4711 status=200 took=12ms\n';

async function* chunks(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(content: string | Uint8Array, options: AnalyzeOptions = {}) {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const { artifacts, caseFile, skipped, budget } = await examine(['-'], { ...options, stdin: () => chunks(bytes) });
  const [artifact] = artifacts;
  return { artifact, facts: caseFile.all, skipped, hits: budget.hits.map(({ what, detail }) => ({ what, detail })) };
}

test('lines that are read again without their prefix are cited downwards', async () => {
  const tick = (ms: number) =>
    `SCHED ${ms}ms: gomaxprocs=2 idleprocs=0 threads=4 spinningthreads=0 needspinning=1 idlethreads=1 runqueue=0 [ 1 0 ] schedticks=[ 2 8 ]`;
  const lines = [
    ...Array.from({ length: 8 }, (_, i) => `  G${i + 5}: status=4(IO wait) m=-1 lockedm=-1`),
    '#6 0.129 created by main.main in goroutine 1',
    `#6 0.130 ${tick(1037)}`,
    '#6 0.131 \t/build/main.go:99 +0x107',
    `#6 0.132 ${tick(813)}`,
    '#6 0.133 ',
    '#6 0.134 alive, 3 goroutines',
    '#6 0.135 goroutine 7 [runnable]:',
  ];
  const { facts } = await read(`${lines.join('\n')}\n`);
  const places = facts.flatMap(({ citations }) => citations);
  expect(places.length).toBeGreaterThan(0);
  expect(places.filter(({ firstLine = 0, lastLine = 0 }) => firstLine > lastLine)).toEqual([]);
});

describe('what a file is', () => {
  test('a log with stray NULs in it is read', async () => {
    const { artifact, facts } = await read(`${LOG_LINE}\0\0 half a line\n${PANIC}`);
    expect(artifact).toMatchObject({ status: 'read', kinds: ['crash'] });
    expect(facts.some(({ type }) => type === 'crash')).toBe(true);
  });

  test('also where it begins like a profile', async () => {
    expect((await read(`\n\0 half a line, and a lot more of text that belongs to it\n${PANIC}`)).artifact).toMatchObject({
      kinds: ['crash'],
    });
  });

  test('a panic behind the NULs of a truncated log, and behind those of a power cut, is found', async () => {
    const { facts } = await read(Buffer.concat([Buffer.alloc(10_000), Buffer.from(LOG_LINE), Buffer.alloc(10_000), Buffer.from(PANIC)]));
    expect(facts.filter(({ type }) => type === 'crash')).toHaveLength(1);
  });

  test('binary data that no parser wants is not read', async () => {
    let asked = 0;
    const entry: Entry = {
      path: sanitize('core'),
      reopenable: true,
      open: async function* () {
        for (let i = 0; i < 1000; i++) {
          asked += 1;
          yield Buffer.from(Array.from({ length: 5000 }, (_, k) => (k * 7919 + 251) % 256));
        }
      },
    };
    const { artifact } = await readArtefact(entry, new CaseFile(), new Budget(DEFAULT_LIMITS, () => 0));
    expect(artifact).toMatchObject({ status: 'passed-over', reason: 'binary data of no known kind' });
    expect(asked).toBeLessThan(10);
  });

  test('a binary parser says itself what it may want', () => {
    for (const { mayBe } of BINARY_PARSERS) expect(mayBe(Buffer.from('\u0007ELF and more'))).toBe(false);
  });
});

describe('limits', () => {
  test('a file that was not read to its end says so', async () => {
    const { artifact, hits } = await read(`${PANIC}\n${LOG_LINE.repeat(10_000)}`, { limits: { totalBytes: 100_000 } });
    expect(artifact).toMatchObject({ status: 'read', kinds: ['crash'], reason: 'not read to its end: a limit was hit' });
    expect(hits.map(({ what }) => what)).toEqual(['total-bytes']);
    const nothing = await read(LOG_LINE.repeat(10_000), { limits: { totalBytes: 100_000 } });
    expect(nothing.artifact).toMatchObject({
      status: 'passed-over',
      reason: 'text with nothing of Go’s in it, up to where a limit was hit',
    });
  });

  test('once nothing more may be read, nothing more is opened', async () => {
    const budget = new Budget({ ...DEFAULT_LIMITS, totalBytes: 10 }, () => 0);
    const entry = (path: string, open: Entry['open']): Entry => ({ path: sanitize(path), reopenable: true, open });
    await readArtefact(
      entry('a', () => chunks(Buffer.from(PANIC))),
      new CaseFile(),
      budget,
    );
    const second = entry('b', () => {
      throw new Error('opened');
    });
    const { artifact } = await readArtefact(second, new CaseFile(), budget);
    expect(artifact).toMatchObject({ status: 'passed-over', reason: 'not read: a limit had been hit before' });
  });

  test('lines that are too long are counted in one hit', async () => {
    const { hits } = await read(`ok\n${`${'x'.repeat(5000)}\n`.repeat(3)}${PANIC}`, { limits: { lineBytes: 1000 } });
    expect(hits).toEqual([
      { what: 'line-length', detail: 'line 2 has 5000 bytes: its middle was not read, and 2 more lines are too long' },
    ]);
  });

  test('a flood of crashes does not fill the memory: the first and the last are kept', async () => {
    const flood = Array.from({ length: 2000 }, (_, i) => `${PANIC.replaceAll('produce', `produce${i}`)}exit status 2\n`).join('');
    const { facts, hits } = await read(flood, { limits: { evidenceBytes: 300_000 } });
    const crashes = facts.filter(({ type }) => type === 'crash');
    expect(crashes.length).toBeGreaterThan(20);
    expect(crashes.length).toBeLessThan(500);
    const culprits = crashes.map((one) => (one.type === 'crash' ? one.culprit?.function : ''));
    expect([culprits[0], culprits.at(-1)]).toEqual(['main.produce0', 'main.produce1999']);
    expect(hits).toEqual([{ what: 'evidence-bytes', detail: expect.stringMatching(/^\d+ of what was read .* were left out/) as string }]);
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  });

  test('what cannot be read is kept once, with how often', async () => {
    const { skipped } = await read(`panic: quoted in a log\n${LOG_LINE.repeat(300)}`.repeat(50));
    expect(skipped).toHaveLength(1);
    expect(skipped[0]).toMatchObject({ amount: 50, places: 50, citation: { firstLine: 1 } });
  });

  test('a bomb that comes through a pipe ends at its budget', async () => {
    const { artifact, hits } = await read(gzipSync(Buffer.alloc(100_000_000, 0x61)), { limits: { inflatedBytes: 1_000_000 } });
    expect(artifact?.wrappers).toEqual(['gzip']);
    expect(hits.map(({ what }) => what)).toContain('inflated-bytes');
  });
});

describe('a file that fails', () => {
  const failing = (error: Error): Entry => ({
    path: sanitize('x'),
    reopenable: true,
    open: async function* () {
      yield Buffer.from(PANIC);
      throw error;
    },
  });

  test('half-way has still told something, and is named as the system names it', async () => {
    const caseFile = new CaseFile();
    const error = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    const { artifact } = await readArtefact(failing(error), caseFile, new Budget({ ...DEFAULT_LIMITS }, () => 0));
    expect(artifact).toMatchObject({ status: 'unreadable', reason: 'input/output error' });
  });

  test('by a mistake of ours is not taken for unreadable', async () => {
    const { artifact } = await readArtefact(failing(new TypeError('x is undefined')), new CaseFile(), new Budget(DEFAULT_LIMITS, () => 0));
    expect(artifact.reason).toBe('Goroner failed on it (internal error: x is undefined); please report it');
  });
});

describe('lines that nobody wants are left out, and nothing else is', () => {
  const ROOT = join(import.meta.dirname, '../samples/incidents');
  const texts = readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && !one.name.endsWith('.json'))
    .map((one) => ({ name: join(one.parentPath, one.name).slice(ROOT.length + 1), bytes: readFileSync(join(one.parentPath, one.name)) }))
    // Lines of a container runtime are peeled before they are offered.
    .filter(({ name, bytes }) => !name.includes('/var/log/pods/') && !bytes.includes(0) && bytes.length < 200_000);

  /** All that is read, with every line offered to every parser. */
  function offerAll(text: string) {
    const caseFile = new CaseFile();
    const skips = new SkippedLog();
    const context: ParserContext = {
      source: { path: sanitize('<stdin>'), scope: {}, salvaged: false },
      emit: (draft) => caseFile.add(draft),
      found: () => undefined,
      skipped: (what) => skips.add(what),
    };
    const parsers = TEXT_PARSERS.map(({ create }) => create(context));
    const splitter = new LineSplitter(
      1 << 20,
      (line) => {
        for (const parser of parsers) if (parser.accept(line)) return;
      },
      () => undefined,
    );
    splitter.push(Buffer.from(text, 'utf8'));
    splitter.end();
    for (const parser of parsers) parser.end();
    return { facts: caseFile.all, skipped: skips.all };
  }

  test.each(texts.map(({ name }) => name))('%s in the middle of a long log', async (name) => {
    const incident = texts.find((one) => one.name === name)?.bytes.toString('utf8') ?? '';
    const log = LOG_LINE.repeat(LINES_TO_REST + 500);
    const text = `${log}${incident}${incident.endsWith('\n') ? '' : '\n'}${log}${incident}`;
    const { facts } = await read(text);
    const derived = facts.filter(
      ({ type }) =>
        type !== 'growth' &&
        type !== 'gc-pressure' &&
        type !== 'gc-load' &&
        type !== 'memory-ledger' &&
        type !== 'container-stop' &&
        type !== 'cgroup-change' &&
        type !== 'heap-holder' &&
        type !== 'wait-edge' &&
        type !== 'wait-root',
    );
    // Of topics that wake no reader those lines count that are read anyway.
    const isSure = (fact: Fact) => fact.type !== 'log' || TOPICS.some(({ id, wakes }) => id === fact.topic && wakes !== undefined);
    const withoutId = (fact: Fact) => ({ ...fact, id: fact.type });
    expect(derived.filter(isSure).map(withoutId)).toEqual(offerAll(text).facts.filter(isSure).map(withoutId));
  });

  test('the line of every topic that wakes is found wherever it stands', async () => {
    const log = LOG_LINE.repeat(LINES_TO_REST + 500);
    const wanted = LINES.filter(({ topic }) => TOPICS.some(({ id, wakes }) => id === topic && wakes !== undefined));
    const { facts } = await read(`${wanted.map(({ line }) => `${log}${line}\n`).join('')}${log}`);
    const found = facts.flatMap((fact) => (fact.type === 'log' ? fact.citations.map(({ excerpt }) => String(excerpt)) : []));
    // The first and the last line of each topic are cited.
    for (const id of new Set(wanted.map(({ topic }) => topic))) {
      const lines = wanted.filter(({ topic }) => topic === id).map(({ line }) => line);
      expect(found, id).toEqual(
        expect.arrayContaining([lines[0], lines.at(-1)].map((line) => expect.stringContaining(line?.slice(0, 60) ?? ''))),
      );
    }
  });

  test.each([
    ['panic: boom\n\n'],
    ['panic: boom [recovered]\n\tpanic: again\n\nexit status 2\n'],
    ['fatal error: all goroutines are asleep - deadlock!\n'],
    ['runtime: out of memory: cannot allocate 4096-byte block\nfatal error: out of memory\n'],
    ['free(): invalid pointer\nSIGABRT: abort\nPC=0x47c1e1 m=0 sigcode=18446744073709551610\n'],
    ['Exception 0xc0000005 0x0 0x10 0x47c1e1\nPC=0x47c1e1\n'],
    ['2026/01/02 03:04:05 http: panic serving 10.0.0.1:4711: boom\n'],
    ['E0102 03:04:05.000000       1 runtime.go:79] Observed a panic: "boom" (boom)\n'],
    ['runtime stack:\nruntime.throw({0x1, 0x2})\n\t/go/src/runtime/panic.go:1 +0x1\n'],
    ['Enter a number: panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:1 +0x1\n'],
    ['loading...goroutine 1 [select]:\nmain.main()\n\t/app/main.go:1 +0x1\n'],
    ['goroutine 1 [select]:main.main()\n\t/app/main.go:1 +0x1\n'],
    [
      'x panic: boom\nmain.log\n\t/app/main.go:1\nruntime.gopanic\n\t/go/src/runtime/panic.go:1\nmain.work\n\t/app/main.go:2\nmain.main\n\t/app/main.go:3\n',
    ],
    [
      '[Recovery] 2026/01/02 - 03:04:05 panic recovered:\nGET / HTTP/1.1\n\nboom\n/app/main.go:1 (0x1)\n\twork: x()\n/app/main.go:2 (0x1)\n\tmain: work()\n',
    ],
    ['SCHED 0ms: gomaxprocs=4 idleprocs=1 threads=6 spinningthreads=1 needspinning=0 idlethreads=0 runqueue=0 [1 2 3 4]\n'],
    ['  P0: status=1 schedtick=7 syscalltick=0 m=3 runqsize=0 gfreecnt=0 timerslen=0\n'],
  ])('%j in the middle of a long log', async (incident) => {
    const log = LOG_LINE.repeat(LINES_TO_REST + 500);
    const text = `${log}${incident}${log}`;
    const { facts, skipped } = await read(text);
    const all = offerAll(text);
    expect(facts).toEqual(all.facts);
    expect(skipped).toEqual(all.skipped);
    expect(facts.length + skipped.length).toBeGreaterThan(0);
  });
});
