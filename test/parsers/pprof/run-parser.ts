import { pprofParser } from '../../../parsers/pprof/index.ts';
import type { BinaryResult, Skipped } from '../../../parsers/parser.ts';
import { CaseFile } from '../../../src/evidence/case-file.ts';
import { trusted } from '../../../src/text/safe-text.ts';
import type { ProfilePlan } from './build-profile.ts';

/** What the parser did with some bytes. */
export interface Run {
  readonly result: BinaryResult;
  readonly facts: CaseFile;
  readonly found: readonly string[];
  readonly skipped: readonly Skipped[];
}

/** Runs the parser as the bundle does. */
export function runParser(bytes: Uint8Array, salvaged = false): Run {
  const facts = new CaseFile();
  const found: string[] = [];
  const skipped: Skipped[] = [];
  const result = pprofParser.parse(bytes, {
    source: { path: trusted('some.pb.gz'), scope: {}, salvaged },
    emit: (draft) => facts.add(draft),
    found: (kind) => found.push(kind),
    skipped: (what) => skipped.push(what),
  });
  return { result, facts, found, skipped };
}

const MB = 1_048_576;

/** A small heap profile with two sites, one of them split by the label `bytes`. */
export const HEAP_PLAN: ProfilePlan = {
  sampleTypes: [
    ['alloc_objects', 'count'],
    ['alloc_space', 'bytes'],
    ['inuse_objects', 'count'],
    ['inuse_space', 'bytes'],
  ],
  period: ['space', 'bytes', 524_288],
  time: 1_700_000_000_123_456_789n,
  locations: {
    grow: [
      ['bytes.growSlice', '/usr/local/go/src/bytes/buffer.go', 249],
      ['bytes.(*Buffer).grow', '/usr/local/go/src/bytes/buffer.go', 151],
    ],
    render: [['example.com/shop/web.(*Page).Render', '/src/shop/web/page.go', 88]],
    put: [['main.(*Cache).Put', '/src/shop/cache.go', 17]],
    main: [['main.main', '/src/shop/main.go', 9]],
    runtime: [['runtime.main', '/usr/local/go/src/runtime/proc.go', 285]],
  },
  samples: [
    { stack: ['grow', 'render', 'main', 'runtime'], values: [10, 10 * MB, 1, MB], labels: { bytes: 1_048_576 } },
    { stack: ['put', 'main', 'runtime'], values: [200, 200 * MB, 150, 150 * MB], labels: { bytes: 1_048_576 } },
    { stack: ['put', 'main', 'runtime'], values: [7, 7 * 512, 7, 7 * 512], labels: { bytes: 512 } },
  ],
};

/** A small goroutine profile: 40 workers (two label values), a main. */
export const GOROUTINE_PLAN: ProfilePlan = {
  sampleTypes: [['goroutine', 'count']],
  period: ['goroutine', 'count', 1],
  time: 1_700_000_000_000_000_000n,
  locations: {
    park: [['runtime.gopark', '/usr/local/go/src/runtime/proc.go', 435]],
    recv: [['runtime.chanrecv', '/usr/local/go/src/runtime/chan.go', 667]],
    recv1: [['runtime.chanrecv1', '/usr/local/go/src/runtime/chan.go', 509]],
    worker: [['main.worker', '/src/shop/worker.go', 31]],
    wait: [['sync.(*WaitGroup).Wait', '/usr/local/go/src/sync/waitgroup.go', 118]],
    main: [['main.main', '/src/shop/main.go', 44]],
    runtime: [['runtime.main', '/usr/local/go/src/runtime/proc.go', 285]],
  },
  samples: [
    { stack: ['park', 'recv', 'recv1', 'worker'], values: [25], labels: { tenant: 'a' } },
    { stack: ['park', 'recv', 'recv1', 'worker'], values: [15], labels: { tenant: 'b' } },
    { stack: ['park', 'wait', 'main', 'runtime'], values: [1] },
  ],
};
