import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { examine } from '../src/analyze.ts';
import type { CaseFile } from '../src/evidence/case-file.ts';
import { buildProfile } from './parsers/pprof/build-profile.ts';
import { HEAP_PLAN } from './parsers/pprof/run-parser.ts';

const INCIDENTS = join(import.meta.dirname, '..', 'samples', 'incidents');
const HEAP = buildProfile({
  ...HEAP_PLAN,
  // Long enough that a fault in the middle of the compressed bytes leaves something before it, with the names first.
  stringsFirst: true,
  samples: Array.from({ length: 400 }, (_, n) => ({ stack: ['put', 'main'], values: [n * 7919, n * 104_729, n * 31, n * 15_485_863] })),
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function read(bytes: Uint8Array) {
  const { artifacts, caseFile } = await examine(['-'], { stdin: () => once(bytes) });
  return { artifact: artifacts[0], heap: heapOf(caseFile) };
}

function heapOf(caseFile: CaseFile): unknown {
  const [heap] = caseFile.of('heap');
  return heap === undefined ? undefined : { inuseBytes: heap.inuseBytes, salvaged: heap.salvaged };
}

describe('profiles, compressed or not', () => {
  const whole = { inuseBytes: 79_800 * 15_485_863, salvaged: false };
  test('as they are, in gzip, in gzip within gzip', async () => {
    for (const [bytes, wrappers] of [
      [HEAP, []],
      [gzipSync(HEAP), ['gzip']],
      [gzipSync(gzipSync(HEAP)), ['gzip', 'gzip']],
    ] as const)
      expect(await read(bytes)).toMatchObject({ artifact: { kinds: ['heap-profile'], status: 'read', wrappers }, heap: whole });
  });

  test('gzip that was cut gives what stands before the cut, and is marked', async () => {
    const bytes = gzipSync(HEAP);
    const { artifact, heap } = await read(bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    expect(artifact).toMatchObject({ kinds: ['heap-profile'], status: 'damaged' });
    expect(heap).toMatchObject({ salvaged: true });
    expect((heap as { inuseBytes: number }).inuseBytes).toBeGreaterThan(0);
    expect((heap as { inuseBytes: number }).inuseBytes).toBeLessThan(whole.inuseBytes);
  });

  test('gzip whose checksum is wrong gives everything, and is marked', async () => {
    const bytes = gzipSync(HEAP);
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 0xff;
    expect(await read(bytes)).toMatchObject({ artifact: { status: 'damaged' }, heap: { ...whole, salvaged: true } });
  });

  test('a profile that was cut is one that is damaged; what is none is not', async () => {
    const cut = await read(HEAP.subarray(0, HEAP.length - 10));
    expect(cut.artifact).toMatchObject({ kinds: ['heap-profile'], status: 'damaged', reason: expect.stringContaining('pprof') });
    expect((await read(Uint8Array.from({ length: 300 }, (_, n) => (n * 37) % 256))).artifact).toMatchObject({
      kinds: [],
      status: 'passed-over',
      reason: 'binary data of no known kind',
    });
  });
});

describe('what is saved under the name of a profile and is none is named', () => {
  test.each([
    ['healthy-hotspots/cpu-second.pprof', 'text in place of a profile: “Could not enable CPU profiling: cpu profiling already in use”'],
    ['healthy-hotspots/nothing.pprof', 'text in place of a profile: “Unknown profile”'],
    ['healthy-hotspots/index.pprof', 'an HTML page in place of a profile: “/debug/pprof/”'],
    ['healthy-hotspots/trace.pprof', 'a Go execution trace: open it with go tool trace'],
    ['healthy-hotspots-go1.19/trace.pprof', 'a Go execution trace: open it with go tool trace'],
    ['healthy-hotspots-go1.27/heapdump.pprof.gz', 'a Go heap dump: take a heap profile instead'],
  ])('%s', async (name, reason) => {
    const { artifacts } = await examine([join(INCIDENTS, name)]);
    expect(artifacts).toMatchObject([{ kinds: [], status: 'passed-over', reason }]);
  });

  test('under any other name text is text, and a profile in text form is read under any name', async () => {
    const bytes = readFileSync(join(INCIDENTS, 'healthy-hotspots', 'cpu-second.pprof'));
    expect((await read(bytes)).artifact).toMatchObject({ status: 'passed-over', reason: 'text with nothing of Go’s in it' });
    const folder = mkdtempSync(join(tmpdir(), 'goroner-profiles-'));
    try {
      copyFileSync(join(INCIDENTS, 'healthy-hotspots', 'heap.txt'), join(folder, 'heap.pprof'));
      const { artifacts } = await examine([folder]);
      expect(artifacts).toMatchObject([{ kinds: ['heap-profile'], status: 'read' }]);
      expect(artifacts[0]).not.toHaveProperty('reason');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
