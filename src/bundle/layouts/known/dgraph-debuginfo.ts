import type { FileRule, Layout } from '../layout.ts';

const of = (process: string): readonly FileRule[] => [
  { path: `${process}_goroutine.gz`, role: 'goroutines', whose: { process } },
  { path: `${process}_heap.gz`, role: 'heap profile', whose: { process } },
  { path: `${process}_threadcreate.gz`, role: 'threads', whose: { process } },
  { path: `${process}_block.gz`, role: 'block profile', whose: { process } },
  { path: `${process}_mutex.gz`, role: 'mutex profile', whose: { process } },
  { path: `${process}_cpu.gz`, role: 'CPU profile', whose: { process } },
  { path: `${process}_trace.gz`, role: 'execution trace', whose: { process } },
  { path: `${process}_metrics.gz`, role: 'metrics', whose: { process } },
  { path: `${process}_vars.gz`, role: 'variables that it publishes', whose: { process } },
  { path: `${process}_*.gz`, role: 'state of the server', whose: { process } },
];

/**
 * `dgraph debuginfo`: answers as they came, not all of them compressed, whatever their names say.
 * https://github.com/dgraph-io/dgraph/blob/bc8db1266a01082c2cfe2ce7fd73d250898445b2/dgraph/cmd/debuginfo/run.go
 */
export const dgraphDebuginfo: Layout = {
  id: 'dgraph-debuginfo',
  title: 'Dgraph debuginfo',
  markers: [
    { path: 'alpha_goroutine.gz', weight: 5 },
    { path: 'zero_goroutine.gz', weight: 5 },
    { path: 'alpha_*.gz', weight: 3 },
    { path: 'zero_*.gz', weight: 3 },
  ],
  files: [...of('alpha'), ...of('zero')],
  verifiedAt: '2026-11-26',
};
